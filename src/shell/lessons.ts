import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { lessonIn } from '../lessons/index.ts'

/** A lesson of a folder: what it is called, and all files that it needs, its own first. */
export interface LessonFiles {
  readonly name: string
  readonly title: string
  /** Shown in its place until the lesson is done. */
  readonly symptom?: string
  readonly scenario: string
  readonly steps: number
  readonly paths: readonly string[]
}

/** Lessons of a folder in the order of their names; what is no lesson is left out. */
export async function lessonsIn(folder: string): Promise<readonly LessonFiles[]> {
  const names = (await readdir(folder).catch(() => [])).filter(name => /\.ya?ml$/.test(name)).sort()
  const all = await Promise.all(names.map(name => lessonAt(join(folder, name), name)))
  return all.flatMap(one => one ?? [])
}

/** What is to be opened, with the captures and keys of each lesson among it behind that lesson. */
export async function withLessonFiles(paths: readonly string[]): Promise<readonly string[]> {
  const all = await Promise.all(
    paths.map(async path => (/\.ya?ml$/i.test(path) ? ((await lessonAt(path, path))?.paths ?? [path]) : [path])),
  )
  return [...new Set(all.flat())]
}

async function lessonAt(path: string, name: string): Promise<LessonFiles | undefined> {
  const read = lessonIn(await readFile(path, 'utf8').catch(() => ''))
  if (!read.ok) return undefined
  const { title, symptom, scenario, steps, captures, keys } = read.lesson
  return {
    name,
    title,
    ...(symptom === undefined ? {} : { symptom }),
    scenario,
    steps: steps.length,
    paths: [path, ...[...captures, ...keys].map(one => resolve(dirname(path), one))],
  }
}

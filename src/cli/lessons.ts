import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checked, type Lesson, lessonIn, type Mistake as Wrong } from '../lessons/index.ts'
import { opened } from './command.ts'
import { keyTexts } from './keyFiles.ts'
import { failed, Mistake } from './mistake.ts'

/** Both dist/cli/ikescope.js and this file lie two folders below the project. */
const shipped = fileURLToPath(new URL('../../captures/lessons/', import.meta.url))

/** Everything that is wrong with a lesson file, in the order of its lines. A file that cannot be read at all is a Mistake. */
export async function wrongWith(path: string): Promise<readonly Wrong[]> {
  const read = lessonIn(await textOf(path))
  if (!read.ok) return read.mistakes
  const { lesson } = read
  const beside = (name: string) => resolve(dirname(path), name)
  try {
    const session = await opened(lesson.captures.map(beside), await keyTexts(lesson.keys.map(beside)))
    try {
      return (await checked(lesson, session)).sort((one, other) => one.line - other.line)
    } finally {
      await session.close()
    }
  } catch (problem) {
    if (problem instanceof Mistake) return [{ line: lesson.line, says: problem.message }]
    throw problem
  }
}

/** Lessons of a folder in the order of their names; those that cannot be read are left out. */
export async function lessonsOf(folder = shipped): Promise<readonly { readonly file: string; readonly lesson: Lesson }[]> {
  const names = (
    await readdir(folder).catch(problem => {
      const isGone = ['ENOENT', 'ENOTDIR'].includes(problem.code)
      throw isGone ? new Mistake(`${folder}: no such folder`) : failed(folder, problem)
    })
  ).filter(name => /\.ya?ml$/.test(name))
  const all = await Promise.all(
    names.sort().map(async name => {
      const read = lessonIn(await textOf(join(folder, name)))
      return read.ok ? [{ file: name, lesson: read.lesson }] : []
    }),
  )
  return all.flat()
}

async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(problem => {
    throw new Mistake(
      `${path}: ${(problem as NodeJS.ErrnoException).code === 'EISDIR' ? 'is a folder; name the lesson in it, lesson.yaml' : 'no such file, or it cannot be read'}`,
    )
  })
}

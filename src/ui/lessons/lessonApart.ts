import { type Lesson, lessonIn, looksLikeLesson } from '../../lessons/index.ts'
import { pathOf } from '../choosing.ts'
import { ask } from '../offered.ts'
import type { Source } from '../opening.ts'

/** Captures to be opened, or why the file called so is no lesson. */
export type Apart =
  /** What was brought, and the lesson that leads through it, if there is one. */
  { readonly sources: readonly Source[]; readonly lesson?: Lesson } | { readonly name: string; readonly why: string }

/** Longer is no lesson. */
const MOST_OCTETS = 1 << 20

/** Takes the lesson out of what was brought; the captures it names come first, in its order. Of several, the first by name. */
export async function lessonApart(brought: readonly Source[]): Promise<Apart> {
  const files = brought.filter(source => /\.ya?ml$/i.test(source.name)).sort((one, other) => (one.name < other.name ? -1 : 1))
  for (const file of files) {
    const text = await textOf(file).catch(() => '')
    if (!looksLikeLesson(text)) continue
    const read = lessonIn(text)
    if (!read.ok) {
      const more = read.mistakes.length > 1 ? `; ${read.mistakes.length - 1} more, see ikescope lesson check` : ''
      return { name: file.name, why: `line ${read.mistakes[0]!.line}: ${read.mistakes[0]!.says}${more}` }
    }
    return gathered(file.name, read.lesson, brought)
  }
  return { sources: brought }
}

async function textOf(source: Source): Promise<string> {
  if (source instanceof File) return source.size > MOST_OCTETS ? '' : source.text()
  return (await fetch(source.url)).text()
}

async function gathered(name: string, lesson: Lesson, brought: readonly Source[]): Promise<Apart> {
  const wanted = [...lesson.captures, ...lesson.keys]
  const beside = chosen(wanted, brought)
  const shipped = beside.includes(undefined) ? chosen(wanted, await shippedFiles(name)) : []
  const found = beside.map((source, i) => source ?? shipped[i])
  const missing = wanted.filter((_, i) => !found[i]).map(base)
  if (missing.length > 0)
    return { name, why: `it needs ${missing.join(' and ')}: drop them together with it, or the folder that holds them all` }
  return { sources: found.filter(source => source !== undefined), lesson }
}

/**
 * For each path that a lesson names the file that was brought for it: of several with that name the one whose folders fit best,
 * and none twice as long as there is another.
 */
export function chosen(wanted: readonly string[], brought: readonly Source[]): (Source | undefined)[] {
  const taken = new Set<Source>()
  return wanted.map(path => {
    const named = brought.filter(source => source.name === base(path))
    const [best] = named.toSorted((one, other) => rank(other) - rank(one))
    if (best) taken.add(best)
    return best

    function rank(source: Source): number {
      return commonEnd(path, pathOf(source)) - (taken.has(source) ? 0.5 : 0)
    }
  })
}

/** Parts of two paths that are the same, from their ends. */
function commonEnd(one: string, other: string): number {
  const [a, b] = [one, other].map(path => path.split(/[/\\]/).reverse()) as [string[], string[]]
  const differ = a.findIndex((part, i) => part !== b[i])
  return differ < 0 ? a.length : differ
}

/** A shipped lesson brings its own files, also when it is opened by itself. */
async function shippedFiles(name: string): Promise<readonly Source[]> {
  const { lessons } = await ask().catch(() => ({ lessons: [] }))
  return lessons.find(one => one.name === name)?.files ?? []
}

function base(path: string): string {
  return path.split(/[/\\]/).at(-1)!
}

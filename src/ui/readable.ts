import type { Unopened } from '../host/protocol.ts'

/** What came of reading several files. */
export interface Readable<S, R> {
  /** Those that it came of; of files none of which can be read, the last one. */
  readonly sources: readonly S[]
  readonly result: R | Unopened
  /** Why the others could not be read, in the order of trying. */
  readonly left: readonly Unopened[]
}

/** Reads several files together; one that cannot be read is left out, and the others are read without it. */
export async function readable<S, R extends { readonly ok: true }>(
  all: readonly S[],
  read: (sources: readonly S[]) => Promise<R | Unopened>,
): Promise<Readable<S, R>> {
  const left: Unopened[] = []
  let sources = all
  for (;;) {
    const result = await read(sources)
    if (result.ok) return { sources, result, left }
    const others = sources.filter((_, i) => i !== result.place)
    if (others.length === 0 || others.length === sources.length) return { sources, result, left }
    left.push(result)
    sources = others
  }
}

/** Several of them as one: their names, and why each could not be read. */
export function unreadWords(left: readonly Unopened[]): { readonly name: string; readonly why: string } {
  const [first] = left
  const alike = left.every(({ why }) => why === first?.why)
  return {
    name: left.map(({ name }) => name).join(' and '),
    why: alike ? (first?.why ?? '') : left.map(({ name, why }) => `${why} (${name})`).join('; '),
  }
}

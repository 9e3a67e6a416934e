/** Letters of a long name that stay where it is cut. */
const KEPT = 10
/** So many of its end where its start stays. */
const END = 8
/** So many letters before the first that differs belong to the same word or number. */
const BEFORE = 4

/** A long file name in parts of which the second and the last stay where the others are cut; undefined for one that is short. */
export type NameParts = readonly [before: string, kept: string, behind: string, end?: string]

/**
 * What stays is what tells it apart from the other names; of captures of one event that is often the end, which stays too of a name
 * that stands alone. Where it differs from its first letter on, its end stays too, and it is cut between them.
 */
export function nameParts(name: string, others: readonly string[]): NameParts | undefined {
  if (name.length <= 2 * KEPT) return undefined
  const last = name.length - KEPT
  const differs = Math.min(
    letter(name, last),
    ...others.filter(other => other !== name).map(other => wordStart(name, firstDifferent(name, other))),
  )
  const behind = letter(name, differs + KEPT)
  const end = letter(name, name.length - END)
  if (differs === 0 && behind < end) return ['', name.slice(0, behind), name.slice(behind, end), name.slice(end)]
  return [name.slice(0, differs), name.slice(differs, behind), name.slice(behind)]
}

function firstDifferent(name: string, other: string): number {
  let at = 0
  while (at < name.length && name[at] === other[at]) at++
  return at
}

function wordStart(name: string, at: number): number {
  let start = at
  while (start > 0 && at - start < BEFORE && /[\p{L}\d]/u.test(name[start - 1]!)) start--
  return letter(name, start)
}

/** The place, or the one before it where the letter that stands there begins: no letter loses its second half or its accent. */
function letter(name: string, at: number): number {
  let start = at
  while (start > 0 && start < name.length && /\p{M}|\u200d|[\udc00-\udfff]/u.test(name[start]!)) start--
  return start
}

/** A name in the middle of other words: one with letters from right to left, or with signs that turn the order, turns only itself. */
export function isolated(name: string): string {
  return TURNS.test(name) ? `\u2068${name}\u2069` : name
}

const TURNS = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

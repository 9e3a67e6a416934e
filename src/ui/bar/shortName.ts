/** Letters of a long name that stay where it is cut. */
const KEPT = 10
/** So many letters before the first that differs belong to the same word or number. */
const BEFORE = 4

/** A long file name in parts of which the middle one stays where the others are cut; undefined for one that is short. */
export type NameParts = readonly [before: string, kept: string, behind: string]

/**
 * What stays is what tells it apart from the other names; of captures of one event that is often the end, which stays too of a name
 * that stands alone.
 */
export function nameParts(name: string, others: readonly string[]): NameParts | undefined {
  if (name.length <= 2 * KEPT) return undefined
  const last = name.length - KEPT
  const differs = Math.min(last, ...others.filter(other => other !== name).map(other => wordStart(name, firstDifferent(name, other))))
  return [name.slice(0, differs), name.slice(differs, differs + KEPT), name.slice(differs + KEPT)]
}

function firstDifferent(name: string, other: string): number {
  let at = 0
  while (at < name.length && name[at] === other[at]) at++
  return at
}

function wordStart(name: string, at: number): number {
  let start = at
  while (start > 0 && at - start < BEFORE && /[\p{L}\d]/u.test(name[start - 1]!)) start--
  return start
}

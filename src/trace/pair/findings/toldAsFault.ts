import type { Said } from '../../findings/ranking.ts'

/** Notes of a wish, and the fault that it becomes where it leads nowhere. */
const FAULTS: Readonly<Record<string, string>> = {
  'group-retry': 'group-not-taken',
  'cookie-challenge': 'cookie-not-sent',
}

/** The end that asks does not see what becomes of it and has a note; the other end tells the fault, and that says it all. */
export function isToldAsFault({ rule, found }: Said, all: readonly Said[]): boolean {
  return all.some(one => one.rule.id === FAULTS[rule.id] && one.found.negotiation === found.negotiation)
}

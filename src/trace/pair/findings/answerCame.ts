import type { Said } from '../../findings/ranking.ts'
import { NONE } from '../rows.ts'
import { other, type PairScene } from '../scene.ts'

// A message is repeated: where it was answered that looks one way (resends-last-good-message), where the answer came in
// another (answer-ignored). With both captures one of the two is true, and says it all.

/** Part of an answer came in, so one end says that it is ignored; where the other end shows that it did not arrive whole, nobody did. */
export function isRefuted({ rule, found }: Said, all: readonly Said[]): boolean {
  if (rule.id !== 'answer-ignored') return false
  return all.some(
    other =>
      other.rule.id === 'resends-last-good-message' &&
      other.found.negotiation === found.negotiation &&
      found.message !== undefined &&
      other.found.message === found.message,
  )
}

/** The one end says that the answer has left, the other that it has come: the second says it all, of the same message at the same place. */
export function isSaidOfAnswer({ lineup }: PairScene, { rule, found }: Said, all: readonly Said[]): boolean {
  if (rule.id !== 'resends-last-good-message') return false
  const cited = new Set(
    found.evidence.flatMap(({ trace, packet }) => [
      `${trace} ${packet}`,
      `${other(trace)} ${(lineup.rows[trace].mate[packet - 1] ?? NONE) + 1}`,
    ]),
  )
  return all.some(
    one =>
      one.rule.id === 'answer-ignored' &&
      one.found.negotiation === found.negotiation &&
      one.found.place === found.place &&
      !isRefuted(one, all) &&
      one.found.evidence.some(({ trace, packet }) => cited.has(`${trace} ${packet}`)),
  )
}

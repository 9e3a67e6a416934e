import { hostsKey } from '../../hosts.ts'
import { addUnder } from '../../keyed.ts'
import { haveMet } from '../../negotiation/deletesMet.ts'
import type { IkeLife } from '../../protected/lifetime.ts'
import { addressOf, initiatorAndResponder } from '../addresses.ts'
import { evidence, type Found, idOf, inWords, type Scene } from '../finding.ts'

// Both ends begin, two IKE SAs stand, and each end gives up one of the two: not the same. Then none is left, with all children.

/** Two IKE SAs of the same hosts that were ended at one time, one by each of them, and were the only ones. */
export function endedEachOther(scene: Scene): Found[] {
  const byHosts = new Map<string, IkeLife[]>()
  for (const life of scene.lives.ike) {
    addUnder(byHosts, hostsKey(...initiatorAndResponder(life.course)), life)
  }
  return [...byHosts.values()].flatMap(lives =>
    lives.slice(1).flatMap((two, i) => {
      const one = lives[i]!
      const [ofOne, ofTwo] = [one.deletedBy, two.deletedBy]
      if (!ofOne || !ofTwo || !haveMet(ofOne, ofTwo)) return []
      const until = Math.max(ofOne.time, ofTwo.time)
      if (lives.some(other => other !== one && other !== two && stoodAt(other, until))) return []
      const next = lives.find(life => life.since > until)
      // Which of the two came first may differ from one end to the other.
      const inOrder = spiOf(one) < spiOf(two) ? ([one, two] as const) : ([two, one] as const)
      return [found(inOrder, next && next.since - until)]
    }),
  )
}

function spiOf({ course }: IkeLife): string {
  return course.negotiation.initiatorSpi
}

function stoodAt({ course, since, deletedBy }: IkeLife, time: number): boolean {
  return (since <= time || course.negotiation.joined) && !(deletedBy && deletedBy.time < time)
}

/** @param gap seconds until a new one stood; undefined where none did */
function found([first, second]: readonly [IkeLife, IkeLife], gap: number | undefined): Found {
  const [one, two] = [first.deletedBy!, second.deletedBy!]
  const [x, y] = [addressOf(first.course, one.by), addressOf(second.course, two.by)]
  const after = gap === undefined ? 'No new one came to stand after that.' : `Until a new one stood, nothing did for ${inWords(gap)}.`
  const isOfBoth = addressOf(first.course, first.course.initiator) !== addressOf(second.course, second.course.initiator)
  return {
    severity: gap === undefined ? 'warning' : 'note',
    title: `${x} and ${y} ended one IKE SA each at the same time, and none is left`,
    says: `Two IKE SAs stood between them. ${x} deleted the one and ${y} the other, ${inWords(Math.abs(two.time - one.time))} apart, before either delete was answered: it seems that each kept the one that the other gave up. All SAs for the traffic went with them. ${after}`,
    confidence: [one, two].every(({ confidence }) => confidence === 'certain') ? 'certain' : 'likely',
    place: 'unknown',
    negotiation: idOf(first.course),
    matter: 'ended each other',
    because: [`What ${x} sent is told for a delete by this: ${one.because}.`, `What ${y} sent by this: ${two.because}.`],
    evidence: evidence([one.message, two.message]),
    otherwise: ['Both were told to stop at this moment.'],
    tryNext: [
      `Read the logs of ${x} and ${y} at this moment: why each deleted the one that it did.`,
      ...(isOfBoth ? ['Let one end only begin: then no second IKE SA is there to be given up.'] : []),
    ],
  }
}

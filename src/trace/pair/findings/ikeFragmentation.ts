import type { Found } from '../../findings/finding.ts'
import { piecesNamed } from '../../findings/wording.ts'
import type { Message } from '../../model.ts'
import type { Joint } from '../joint.ts'
import { cited, endName, jointOf, other, type PairForm, type PairScene, sendingsOf, ways } from '../scene.ts'
import type { Sending } from '../sending.ts'
import { perNegotiation } from './inVain.ts'
import { joined } from './joined.ts'

/** F3: of the pieces that IKE made itself, those that left one end and are missing at the other. */
export const ikeFragmentation: PairForm = (pair, alone) =>
  perNegotiation(pair, alone).map(group => {
    const found = joined(group)
    const joint = jointOf(pair, found)
    return joint ? told(pair, found, joint) : found
  })

interface Gone {
  readonly name: string
  readonly sender: 0 | 1
  /** Packets that left and did not arrive, and of each which piece it is, counted from 1. */
  readonly packets: readonly number[]
  readonly numbers: readonly number[]
  readonly total: number
}

function told(pair: PairScene, found: Found, joint: Joint): Found {
  const cut = joint.course.exchanges.flatMap(e => e.messages).filter(({ message }) => isCut(message))
  const gone = cut.flatMap(({ name, message }) => goneOf(pair, name, message))
  const arrived = cut.filter(({ message }) => sendingsOf(pair, message).some(one => one.fate === 'delivered')).length
  if (gone.length === 0)
    return arrived === cut.length && cut.length > 0 ? { ...found, says: `${found.says} All pieces arrived at the other end.` } : found
  return {
    ...found,
    says: `${found.says} ${gone.map(one => sentence(pair, one)).join(' ')}`,
    place: ways(new Set(gone.map(one => one.sender))),
    because: [...found.because, 'Each missing piece is in the capture at its sender and not in the other.'],
    evidence: [
      ...gone.flatMap(({ sender, packets }) =>
        cited(
          sender,
          packets.map(packet => packet - 1),
          6,
        ),
      ),
      ...found.evidence,
    ].slice(0, 16),
  }
}

function isCut({ transmissions }: Message): boolean {
  return transmissions.some(one => one.sightings.some(sighting => sighting.carriage === 'ike-fragments'))
}

function goneOf(pair: PairScene, name: string, message: Message): Gone[] {
  return ([0, 1] as const).flatMap(sender => {
    const lost = sendingsOf(pair, message).filter(one => one.sender === sender && one.lost.length > 0)
    if (lost.length === 0) return []
    const total = Math.max(...lost.map(one => one.seen[sender]?.fragments?.total ?? 0))
    const numbers = lost.flatMap(one => missingOf(one, sender))
    return [{ name, sender, packets: lost.flatMap(one => one.lost), numbers: [...new Set(numbers)].sort((x, y) => x - y), total }]
  })
}

/** Pieces of one sending that left and did not come whole: one that IP cut once more takes several packets. Without their own numbers, they
 *  leave in the order of these. */
function missingOf({ seen, lost }: Sending, sender: 0 | 1): number[] {
  const left = seen[sender]?.fragments?.numbers ?? []
  const came = new Set(seen[other(sender)]?.fragments?.numbers)
  const missing = left.filter(number => !came.has(number))
  return missing.length > 0 ? missing : lost.map(packet => (seen[sender]?.packets.indexOf(packet) ?? -1) + 1)
}

function sentence(pair: PairScene, { name, sender, packets, numbers, total }: Gone): string {
  return `Of ${name}, ${piecesNamed(numbers, total)} left ${endName(pair, sender)} and ${numbers.length === 1 ? 'is' : 'are'} missing at ${endName(pair, other(sender))}${packets.length === 1 ? '' : `: ${packets.length} packets in all`}.`
}

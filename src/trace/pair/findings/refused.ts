import type { Found } from '../../findings/finding.ts'
import { Fate } from '../fate.ts'
import type { Joint } from '../joint.ts'
import { NONE } from '../rows.ts'
import { at, endName, isRelated, jointOf, other, type PairForm, type PairScene, type Passage, passageOf, wayFrom } from '../scene.ts'
import { perNegotiation } from './inVain.ts'
import { joined } from './joined.ts'
import { wholeFirst } from './wholeFirst.ts'

/** A peer that refused: the fault sits where its refusal was sent, the last packet cited. Where nothing relates the captures, both may be of one end. */
export const refused: PairForm = (pair, alone) =>
  perNegotiation(pair, alone).map(together => {
    const group = wholeFirst([pair.scenes[0].trace.packets, pair.scenes[1].trace.packets], together)
    const found = joined(group)
    const last = group[0]!.evidence.at(-1)
    const passage = last && isRelated(pair) ? passageOf(pair, last.trace, last.packet) : undefined
    return last && passage ? { ...found, ...stopped(pair, found, last, passage) } : found
  })

/** N8: what one end takes for a refusal of a proof of identity is none where the other end's capture has the proof that answers it,
 *  nor where it shows that the proof did not get there. */
export const authenticationFailed: PairForm = (pair, alone) =>
  refused(
    pair,
    alone.filter(found => !isAccepted(jointOf(pair, found)) && !isUnheard(pair, found)),
  )

/** The proof that answers it was sent, be it that it did not arrive. */
function isAccepted(joint: Joint | undefined): boolean {
  const verdict = joint?.course.verdict
  return verdict !== undefined && (verdict.outcome === 'established' || verdict.because.some(one => one.notArrived))
}

/** Copies of the proof were lost on their way to whoever is said not to accept it, and none is known to have arrived. */
function isUnheard(pair: PairScene, found: Found): boolean {
  const passages = found.evidence.flatMap(({ trace, packet }) => passageOf(pair, trace, packet) ?? [])
  if (!passages.every(({ sender }) => endsWithProof(pair, found, sender))) return false
  return passages.some(({ arrived }) => arrived === 'no') && !passages.some(({ arrived }) => arrived === 'yes')
}

/** Who stopped, and whether the other end can know it. Of a proof that stays without an answer that is whoever received it. */
function stopped(pair: PairScene, found: Found, cited: Found['evidence'][number], { sender, arrived }: Passage): Partial<Found> {
  const negotiation = jointOf(pair, found)?.course.negotiation
  const [from, to] = [endName(pair, sender, negotiation), endName(pair, other(sender), negotiation)]
  const last = asSent(pair, cited, sender)
  if (endsWithProof(pair, found, sender)) {
    if (arrived === 'no')
      return { place: wayFrom(sender), because: [...found.because, `The last message, ${last}, left ${from} and did not arrive at ${to}.`] }
    return arrived === 'yes'
      ? { place: at(other(sender)), because: [...found.because, `The last message, ${last}, arrived at ${to}, which said nothing to it.`] }
      : {}
  }
  const got = { yes: `arrived at ${to}`, no: `was lost on its way to ${to}`, outside: '', unknown: '' }[arrived]
  return { place: at(sender), because: [...found.because, `It was ${from} that stopped: ${last} left there${got ? ` and ${got}` : ''}.`] }
}

/** The number of a packet where it left, as far as it is known there. */
function asSent({ lineup }: PairScene, { trace, packet }: Found['evidence'][number], sender: 0 | 1): string {
  const mate = trace === sender ? NONE : lineup.rows[trace].mate[packet - 1]!
  return mate === NONE ? `${'AB'[trace]}${packet}` : `${'AB'[sender]}${mate + 1}`
}

/** The last packet cited is of the peer that is not accepted, not of the one that does not accept. */
function endsWithProof({ lineup: { ends } }: PairScene, { refuser }: Found, sender: 0 | 1): boolean {
  return refuser !== undefined && !ends.near[sender].has(refuser) && ends.near[other(sender)].has(refuser)
}

/** ICMP refusals: from the peer of who is refused it sits there, from a router it sits on the way. */
export const refusedByIcmp: PairForm = (pair, alone) =>
  perNegotiation(pair, alone).map(group => {
    const found = joined(group)
    const last = group[0]!.evidence.at(-1)
    const error = last && pair.scenes[last.trace].trace.icmpErrors.all.find(one => one.packet === last.packet)
    if (!last || !error) return found
    const { near, far } = pair.lineup.ends
    const own = last.trace
    const peer = other(own)
    const sentHere = error.quoted !== undefined && near[own].has(error.quoted.from)
    const isEnd = far[own].has(error.from) || near[peer].has(error.from) || (near[own].has(error.from) && !sentHere)
    const passage = passageOf(pair, last.trace, last.packet)
    if (isEnd) return { ...found, ...byEnd(pair, found, passage?.sender, last) }
    return sentHere ? { ...found, place: wayFrom(own), ...byRouter(pair, found, own, error.from) } : found
  })

/** N4: the peer's capture shows the ICMP message leaving; where it does not, another device sent it in the peer's name. */
function byEnd(pair: PairScene, found: Found, sender: 0 | 1 | undefined, { trace, packet }: Found['evidence'][number]): Partial<Found> {
  if (sender === undefined) return {}
  const from = endName(pair, sender, jointOf(pair, found)?.course.negotiation)
  const { mate } = pair.lineup.rows[trace]
  const leaves = trace === sender || mate[packet - 1] !== NONE
  if (leaves)
    return { place: at(sender), because: [...found.because, `${from} sent the ICMP message itself: its own capture shows it leaving.`] }
  const fate = pair.lineup.fates.of[trace][packet - 1]
  if (fate !== Fate.missed) return { place: at(sender) }
  return {
    place: wayFrom(other(sender)),
    confidence: 'likely',
    says: `${found.says} But the capture at ${from} shows no such ICMP message leaving: a device on the way sent it in the name of ${from}.`,
    otherwise: [`The capture at ${from} missed what ${from} sent.`],
    tryNext: [`Look for a firewall between the two that rejects UDP in the name of ${from}.`],
  }
}

/** A router says so, and the other end's capture has none of what it refused. */
function byRouter(pair: PairScene, found: Found, own: 0 | 1, router: string): Partial<Found> {
  const sent = found.evidence.filter(one => one.trace === own && passageOf(pair, own, one.packet)?.sender === own)
  const arrived = sent.filter(one => passageOf(pair, own, one.packet)?.arrived === 'yes').length
  const to = endName(pair, other(own), jointOf(pair, found)?.course.negotiation)
  if (sent.length === 0 || arrived > 0 || pair.scenes[other(own)].trace.packets.length === 0) return {}
  return { because: [...found.because, `${router} is neither end, and what it refused is not in the capture at ${to}.`] }
}

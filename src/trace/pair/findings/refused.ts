import { at, type PairForm, passageOf, wayFrom } from '../scene.ts'
import { joined, perNegotiation } from './inVain.ts'

/** A peer that refused: the fault sits where its refusal was sent, the last packet cited. */
export const refused: PairForm = (pair, alone) =>
  perNegotiation(alone).map(group => {
    const found = joined(group)
    const last = group[0]!.evidence.at(-1)
    const passage = last && passageOf(pair, last.trace, last.packet)
    return passage ? { ...found, place: at(passage.sender) } : found
  })

/** ICMP refusals: from the peer itself it sits there, from a router it sits on the way. */
export const refusedByIcmp: PairForm = (pair, alone) =>
  perNegotiation(alone).map(group => {
    const found = joined(group)
    const last = group[0]!.evidence.at(-1)
    const error = last && pair.scenes[last.trace].trace.icmpErrors.all.find(one => one.packet === last.packet)
    if (!last || !error) return found
    const { near, far } = pair.lineup.ends
    const own = last.trace
    const peer = own === 0 ? 1 : 0
    if (far[own].has(error.from) || near[peer].has(error.from)) return { ...found, place: at(peer) }
    const sentHere = error.quoted !== undefined && near[own].has(error.quoted.from)
    return sentHere ? { ...found, place: wayFrom(own) } : found
  })

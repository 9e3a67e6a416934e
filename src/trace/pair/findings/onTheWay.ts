import { type PairForm, passageOf, ways } from '../scene.ts'
import { joined, perNegotiation } from './inVain.ts'

/** What the receiver's trace shows of packets that the network shuffled or doubled: it happened on their way. */
export const onTheWay: PairForm = (pair, alone) =>
  perNegotiation(alone).map(group => {
    const found = joined(group)
    const senders = new Set(found.evidence.flatMap(({ trace, packet }) => passageOf(pair, trace, packet)?.sender ?? []))
    return senders.size ? { ...found, place: ways(senders) } : found
  })

import type { PacketRow } from '../../host/protocol.ts'
import { isRefusal } from '../../trace/path/icmpMeaning.ts'
import type { Report } from '../../trace/report.ts'
import { type Capture, captureName, ROUTER } from '../captures.ts'
import { numberIn } from '../details/everywhere.ts'

/** What the list of one capture says of a packet in another: its number there, or that it is not there. */
export interface Counterpart {
  readonly text: string
  readonly says: string
  /** It left this end and never came to the other, and whether ICMP says that somebody refused it. */
  readonly look?: 'lost' | 'refused'
}

/** The captures beside the one listed, where the packets of all are lined up. */
export function otherCaptures({ pair, between }: Pick<Report, 'pair' | 'between'>, listed: Capture): Capture[] {
  if (!pair) return []
  const all: readonly Capture[] = between ? [0, ROUTER, 1] : [0, 1]
  return all.filter(one => one !== listed)
}

/** Packets of a capture that ICMP in it says were refused. */
export function refusedIn({ icmpErrors = [] }: Pick<Report, 'icmpErrors'>, listed: Capture): ReadonlySet<number> {
  return new Set(icmpErrors.flatMap(one => (one.trace === listed && isRefusal(one) ? (one.quotes?.packet ?? []) : [])))
}

/** Undefined where nothing is certain: it is not between the two ends, or left while the other capture did not run. */
export function counterpart(
  { numbers = {}, fate }: Pick<PacketRow, 'numbers' | 'fate'>,
  listed: Capture,
  other: Capture,
  { pair, traces }: Pick<Report, 'pair' | 'traces'>,
  isRefused = false,
): Counterpart | undefined {
  const name = captureName(other)
  const there = numberIn(numbers, other)
  if (there !== undefined) return { text: `${name}${there}`, says: `The same packet is ${name}${there}` }
  if (listed === ROUTER || other === ROUTER || !pair) return undefined
  if (fate === 'missed by the sender') return { text: 'no', says: `It came from there, yet ${name}’s capture does not have it` }
  if (fate !== 'lost') return undefined
  if (isRefused) return { text: 'refused', says: `It left ${captureName(listed)} and was refused, as ICMP says`, look: 'refused' }
  const { dropped = 0 } = traces[other] ?? {}
  const lost = listed === 0 ? pair.lostAtoB : pair.lostBtoA
  if (dropped > 0 && lost <= dropped) return { text: 'no', says: `${name}’s capture does not have it, but it dropped packets` }
  return { text: 'lost', says: `It left ${captureName(listed)} and never came to ${name}`, look: 'lost' }
}

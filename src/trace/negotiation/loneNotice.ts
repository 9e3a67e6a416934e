import type { IkeMessage } from '../../dissectors/ike/facts.ts'
import type { Negotiation } from '../model.ts'
import { Exchanges, errorNotify, isRefusal } from './header.ts'

// A host that gets a packet under an SPI or a cookie that it does not know may say so in the clear. Where it has no IKE SA with the sender, it does
// so under an SPI that it draws for that, and nobody answers (RFC 7296 §1.5); or under those of the packet (RFC 7296 §2.21.4, RFC 2408 §5.1, §5.5). If
// nothing else is here under them, nobody negotiates.

/** Whether a message says that its sender does not know what came, outside the exchanges that set an IKE SA up. */
export function disowns(ike: IkeMessage): boolean {
  const isOutside = ike.majorVersion === 2 ? ike.exchangeType >= Exchanges.createChildSa : ike.exchangeType === Exchanges.informational
  return isOutside && isRefusal(ike) && UNKNOWN.has(errorNotify(ike)?.notifyType ?? 0)
}

/** INVALID-COOKIE and INVALID-SPI; INVALID_IKE_SPI and INVALID_SPI. RFC 2408 §3.14.1, RFC 7296 §3.10.1. */
const UNKNOWN: ReadonlySet<number> = new Set([4, 11])

/** Whether all that is here under a pair of SPIs is one side saying so. */
export function isLoneNotice({ joined, messages }: Negotiation): boolean {
  return joined && messages.every(({ ike, side }) => side === messages[0]!.side && disowns(ike))
}

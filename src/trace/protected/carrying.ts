import { hostsKey } from '../hosts.ts'
import { firstSighting, type Message, type Negotiation, type Seconds } from '../model.ts'
import { Exchanges, firstInside, Payloads } from '../negotiation/header.ts'
import type { Flow } from './flow.ts'

// An initiator that says something short and encrypted right after IKE_AUTH may refuse the answer, or say that it has no
// further addresses (RFC 4555 §3.4): both are one notify of one length. Whoever refuses sends nothing protected; so packets
// of it on an SPI that was new then tell the one from the other.

/** Notes of each IKEv2 negotiation with such a message whether its initiator went on to send protected packets. */
export function noteCarrying(negotiations: readonly Negotiation[], flows: readonly Flow[]): void {
  const began = new Map<string, Seconds>()
  const byRoute = new Map<string, Flow[]>()
  for (const flow of flows) {
    const route = `${flow.source} ${flow.destination}`
    const known = byRoute.get(route)
    if (known) known.push(flow)
    else byRoute.set(route, [flow])
  }
  for (const negotiation of negotiations.toReversed()) {
    if (negotiation.version !== 2) continue
    const { source, destination, time } = firstSighting(negotiation.messages[0]!)
    const hosts = hostsKey(source.address, destination.address)
    const until = began.get(hosts) ?? Number.POSITIVE_INFINITY
    began.set(hosts, time)
    const answer = negotiation.messages.find(m => m.side === 1 && m.ike.exchangeType === Exchanges.ikeAuth)
    const notify = negotiation.messages.find(isBareWord)
    if (!answer || !notify) continue
    const way = firstSighting(notify)
    const from = firstSighting(answer).time
    const fresh = byRoute.get(`${way.source.address} ${way.destination.address}`) ?? []
    const carries = fresh.some(f => f.firstTime > from && f.firstTime < until)
    if (carries === (negotiation.carries ?? false)) continue
    negotiation.carries = carries
    negotiation.revision++
  }
}

function isBareWord({ side, ike }: Message): boolean {
  return side === 0 && ike.exchangeType === Exchanges.informationalV2 && firstInside(ike) === Payloads.notify
}

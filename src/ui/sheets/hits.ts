import type { Report, TraceSummary } from '../../trace/report.ts'
import { modeName, outcomeName } from '../case/names.ts'
import type { HostPair } from '../ladder/hostPairs.ts'
import { contentTexts, packetRange } from '../ladder/label.ts'
import { duration } from '../time.ts'

/** Something that a search found, and where it leads. */
export interface Hit {
  readonly id: string
  readonly name: string
  readonly says: string
  readonly to: { readonly packet: number } | { readonly pair: string; readonly negotiation: string }
}

const MOST = 50

/** What a text asks for: packets by number, negotiations, messages and SPIs by any of their words; the nearest first. */
export function hits(
  text: string,
  { report, trace, which, pairs }: { report: Report; trace: TraceSummary; which: 0 | 1; pairs: readonly HostPair[] },
): Hit[] {
  const words = text
    .toLowerCase()
    .replace(/^(spi|ip|msg|packet):/, '')
    .split(/\s+/)
    .filter(Boolean)
  if (words.length === 0) return []
  const found: Hit[] = []
  const number = /^[ab]?#?(\d+)$/.exec(words.join(''))
  const packet = Number(number?.[1])
  if (number && packet >= 1 && packet <= trace.packets)
    found.push({ id: `packet ${packet}`, name: `Packet ${packet}`, says: '', to: { packet } })
  const matches = (said: string) => {
    const low = said.toLowerCase()
    return words.every(word => low.includes(word))
  }
  for (const flow of report.flows) {
    if (
      flow.trace !== which ||
      flow.firstPacket === undefined ||
      !matches(`${flow.protocol} ${flow.spi} 0x${flow.spi} ${flow.from} ${flow.to}`)
    )
      continue
    found.push({
      id: `flow ${flow.spi} ${flow.from}`,
      name: `${flow.protocol.toUpperCase()} ${flow.spi}`,
      says: `${flow.from} to ${flow.to}`,
      to: { packet: flow.firstPacket },
    })
    if (found.length >= MOST) return found
  }
  for (const pair of pairs)
    for (const negotiation of pair.negotiations) {
      const { id, initiatorSpi, responderSpi, initiatorStack = '', responderStack = '' } = negotiation
      const hosts = `${negotiation.initiator.address} ${negotiation.responder.address}`
      const about = `${id} ${modeName(negotiation)} ${outcomeName(negotiation)} ${negotiation.authentication ?? ''} ${hosts} ${initiatorSpi} ${responderSpi ?? ''} ${initiatorStack} ${responderStack}`
      if (matches(about))
        found.push({
          id,
          name: `${modeName(negotiation)}, ${outcomeName(negotiation)}`,
          says: hosts.replace(' ', ' and '),
          to: { pair: pair.key, negotiation: id },
        })
      for (const exchange of negotiation.exchanges)
        for (const message of exchange.messages) {
          if (found.length >= MOST) return found
          if (!matches(`${message.name} ${message.payloads.join(' ')} ${exchange.type} ${exchange.messageId}`)) continue
          const seen = message.transmissions.flatMap(one => one.sightings).find(one => one.trace === which)
          const first = seen?.packets[0]
          if (!seen || first === undefined) continue
          const payloads = contentTexts(message).join(', ')
          found.push({
            id: `${id} ${message.name} ${first}`,
            name: `${message.name}  ${payloads}`,
            says: `${packetRange(seen.packets)} at ${duration(seen.time)}`,
            to: { packet: first },
          })
        }
    }
  return found.slice(0, MOST)
}

import { asked, fits, type Query } from '../../host/asked.ts'
import type { Report, TraceSummary } from '../../trace/report.ts'
import { modeName, outcomeName } from '../case/names.ts'
import { wordsOf } from '../filter/known.ts'
import type { HostPair } from '../ladder/hostPairs.ts'
import { contentTexts, packetRange } from '../ladder/label.ts'
import { duration } from '../time.ts'

/** Something that a search found, and where it leads. */
export interface Hit {
  readonly id: string
  readonly group: 'Packets' | 'Findings' | 'Negotiations' | 'Messages' | 'Protected traffic' | 'Fields'
  readonly name: string
  readonly says: string
  readonly to:
    | { readonly packet: number; readonly field?: string }
    | { readonly pair: string; readonly negotiation: string }
    | { readonly finding: number }
}

/** Where it is searched: the report as one trace shows it. */
export interface Searched {
  readonly report: Report
  readonly trace: TraceSummary
  readonly which: 0 | 1
  readonly pairs: readonly HostPair[]
}

/** Hits of one group that are shown. */
const MOST = 30

/** What a text asks for in the report: a packet by its number, findings, negotiations, messages and SPIs by their words. */
export function hits(text: string, searched: Searched): Hit[] {
  const read = asked(text)
  if (!read.ok || read.query.terms.length === 0) return []
  return [packetHit, findingHits, trafficHits, negotiationHits, messageHits].flatMap(found => first(MOST, found(read.query, searched)))
}

function* packetHit(query: Query, { trace }: Searched): Generator<Hit> {
  const words = query.terms
  const [word] = words
  const number = Number(/^[ab]?#?(\d+)$/.exec(word?.value ?? '')?.[1])
  if (words.length !== 1 || (word?.key !== undefined && word.key !== 'packet')) return
  if (number >= 1 && number <= trace.packets)
    yield { id: `packet ${number}`, group: 'Packets', name: `Packet ${number}`, says: '', to: { packet: number } }
}

function* findingHits(query: Query, { report }: Searched): Generator<Hit> {
  for (const [index, { title, says, rule, because, severity }] of report.findings.entries())
    if (matches(query, ['finding'], `${title} ${says} ${rule} ${because.join(' ')}`))
      yield { id: `finding ${index}`, group: 'Findings', name: title, says: severity, to: { finding: index } }
}

function* trafficHits(query: Query, { report, which }: Searched): Generator<Hit> {
  for (const { trace, protocol, spi, from, to, firstPacket } of report.flows) {
    if (trace !== which || firstPacket === undefined) continue
    if (!matches(query, ['spi', 'ip', 'host'], `${protocol} ${spi} 0x${spi} ${from} ${to}`)) continue
    yield {
      id: `flow ${spi} ${from}`,
      group: 'Protected traffic',
      name: `${protocol.toUpperCase()} ${spi}`,
      says: `${from} to ${to}`,
      to: { packet: firstPacket },
    }
  }
}

function* negotiationHits(query: Query, { pairs }: Searched): Generator<Hit> {
  for (const pair of pairs)
    for (const negotiation of pair.negotiations) {
      const { id, initiator, responder } = negotiation
      const hosts = `${initiator.address} and ${responder.address}`
      if (!matches(query, ['spi', 'cookie', 'ip', 'host'], `${wordsOf(negotiation)} ${hosts}`)) continue
      const name = `${modeName(negotiation)}, ${outcomeName(negotiation)}`
      yield { id, group: 'Negotiations', name, says: hosts, to: { pair: pair.key, negotiation: id } }
    }
}

function* messageHits(query: Query, { pairs, which }: Searched): Generator<Hit> {
  for (const pair of pairs)
    for (const { id, exchanges } of pair.negotiations)
      for (const exchange of exchanges)
        for (const message of exchange.messages) {
          if (!matches(query, ['msg', 'exchange'], `${message.name} ${message.payloads.join(' ')} ${exchange.type} ${exchange.messageId}`))
            continue
          const seen = message.transmissions.flatMap(one => one.sightings).find(one => one.trace === which)
          const packet = seen?.packets[0]
          if (!seen || packet === undefined) continue
          yield {
            id: `${id} ${message.name} ${packet}`,
            group: 'Messages',
            name: `${message.name}  ${contentTexts(message).join(', ')}`,
            says: `${packetRange(seen.packets)} at ${duration(seen.time)}`,
            to: { packet },
          }
        }
}

/** Whether a text says what a query asks; a word with a key asks only for what is known by it. */
function matches(query: Query, keys: readonly string[], said: string): boolean {
  const low = said.toLowerCase()
  return fits(query, ({ key, value }) => (key === undefined || keys.includes(key)) && low.includes(value))
}

function first<T>(most: number, all: Iterable<T>): T[] {
  const kept: T[] = []
  for (const one of all) {
    if (kept.length === most) break
    kept.push(one)
  }
  return kept
}

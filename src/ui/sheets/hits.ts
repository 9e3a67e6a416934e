import { asked, fits, type Query } from '../../host/asked.ts'
import type { FieldHit } from '../../host/protocol.ts'
import type { Report, TraceSummary } from '../../trace/report.ts'
import { type Capture, captureAt, captureCalled, captureName } from '../captures.ts'
import { namesOf } from '../case/findings.ts'

import { modeName, outcomeName } from '../case/names.ts'
import { wordsOf } from '../filter/known.ts'
import type { HostPair } from '../ladder/hostPairs.ts'
import { contentTexts, packetRange } from '../ladder/label.ts'
import { duration } from '../time.ts'
import { isExactly } from './exact.ts'

/** Something that a search found, and where it leads. */
export interface Hit {
  readonly id: string
  readonly group: 'Exactly this' | 'Packets' | 'Findings' | 'Negotiations' | 'Messages' | 'Protected traffic' | 'Fields'
  readonly name: string
  readonly says: string
  readonly to:
    | { readonly packet: number; readonly trace: Capture; readonly field?: string }
    | { readonly pair: string; readonly negotiation: string }
    | { readonly finding: number }
  /** One of the words asked for is the whole of something that it is known by: its SPI, its number, its name. */
  readonly exact?: boolean
}

/** Where it is searched: the report as one trace shows it. */
export interface Searched {
  readonly report: Report
  readonly trace: TraceSummary
  readonly which: 0 | 1
  /** The capture that the packet list shows. */
  readonly listed: Capture
  readonly pairs: readonly HostPair[]
}

/** Hits of one group that are shown. */
const MOST = 30

/** What a text asks for in the report: a packet by its number, findings, negotiations, messages and SPIs by their words. */
export function hits(text: string, searched: Searched): Hit[] {
  const read = asked(text)
  if (!read.ok || read.query.terms.length === 0) return []
  return [packetHit, findingHits, negotiationHits, trafficHits, messageHits].flatMap(found => first(MOST, found(read.query, searched)))
}

function* packetHit(query: Query, { report, listed }: Searched): Generator<Hit> {
  const words = query.terms
  const [word] = words
  const [, side, digits] = /^([abr]?)#?(\d+)$/.exec(word?.value ?? '') ?? []
  if (words.length !== 1 || (word?.key !== undefined && word.key !== 'packet')) return
  const at = captureCalled(side, listed)
  const number = Number(digits)
  if (number < 1 || !(number <= (captureAt(report, at)?.packets ?? 0))) return
  const name = `Packet ${report.traces.length > 1 ? captureName(at) : ''}${number}`
  yield { id: `packet ${number}`, group: 'Packets', name, says: '', to: { packet: number, trace: at }, exact: true }
}

function* findingHits(query: Query, { report }: Searched): Generator<Hit> {
  const names = namesOf(report.findings)
  for (const [index, { title, says, rule, because }] of report.findings.entries())
    if (matches(query, ['finding'], `${title} ${says} ${rule} ${because.join(' ')}`))
      yield { id: `finding ${index}`, group: 'Findings', name: title, says: names[index]!, to: { finding: index } }
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
      to: { packet: firstPacket, trace },
      exact: isExactly(query, [spi, from, to]),
    }
  }
}

function* negotiationHits(query: Query, { pairs }: Searched): Generator<Hit> {
  for (const pair of pairs)
    for (const negotiation of pair.negotiations) {
      const { id, initiator, responder, initiatorSpi, responderSpi } = negotiation
      const hosts = `${initiator.address} and ${responder.address}`
      if (!matches(query, ['spi', 'cookie', 'ip', 'host'], `${wordsOf(negotiation)} ${hosts}`)) continue
      const name = `${modeName(negotiation)}, ${outcomeName(negotiation)}`
      const exact = isExactly(query, [id, initiatorSpi, responderSpi, initiator.address, responder.address])
      yield { id, group: 'Negotiations', name, says: hosts, to: { pair: pair.key, negotiation: id }, exact }
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
            to: { packet, trace: which },
            exact: isExactly(query, [message.name, exchange.messageId]),
          }
        }
}

/** A field of a packet that the packets were searched for. */
export function fieldHit(query: Query, { packet, path, name, says }: FieldHit, trace: Capture): Hit {
  return {
    id: `field ${packet} ${path}`,
    group: 'Fields',
    name: says ? `${name}  ${says}` : name,
    says: `packet ${packet}`,
    to: { packet, trace, ...(path ? { field: path } : {}) },
    exact: isExactly(query, says.split('  ')),
  }
}

/** So many of each group lead, where they are exactly what was asked for. */
const LEADING = 5

/** Hits as they are listed: what is exactly meant first, in the order in which the groups come; Enter takes the first. */
export function ordered(all: readonly Hit[]): Hit[] {
  const leading = new Map<Hit['group'], number>()
  const leads = all.map(({ exact, group }) => {
    const before = leading.get(group) ?? 0
    if (exact) leading.set(group, before + 1)
    return exact === true && before < LEADING
  })
  return [...all.flatMap((hit, i) => (leads[i] ? [{ ...hit, group: 'Exactly this' as const }] : [])), ...all.filter((_, i) => !leads[i])]
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

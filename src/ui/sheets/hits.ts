import { asked, fits, type Query } from '../../host/asked.ts'
import { textTest } from '../../host/query.ts'
import type { Flow, Negotiation, Report, Sighting } from '../../trace/report.ts'
import { clockOf } from '../bothEnds/lanes.ts'
import { type Capture, captureAt, captureCalled, captureName, capturesOf } from '../captures.ts'
import { namesOf } from '../case/findings.ts'
import { modeName, outcomeName } from '../case/names.ts'
import { wordsOf } from '../filter/known.ts'
import type { HostPair } from '../ladder/hostPairs.ts'
import { contentTexts, ordinal, packetRange } from '../ladder/label.ts'
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

/** Where it is searched: the whole report; what is in view only says where a hit leads that is in both captures. */
export interface Searched {
  readonly report: Report
  /** The capture in view; with both ends, the one whose packet is looked at. */
  readonly which: 0 | 1
  /** The capture that the packet list shows. */
  readonly listed: Capture
  /** Both are shown on one clock. */
  readonly both?: boolean
  /** The hosts that are in view, of one capture or of both. */
  readonly pairs: readonly HostPair[]
  /** What the IKE message in a packet is called, by capture and number. */
  readonly names?: readonly ReadonlyMap<number, string>[]
}

/** Hits of one group that are shown. */
const MOST = 30

/** What a text asks for in the report: a packet by its number, findings, negotiations, messages and SPIs by their words. */
export function hits(text: string, searched: Searched): Hit[] {
  const read = asked(text)
  if (!read.ok || read.query.terms.length === 0) return []
  return [packetHit, findingHits, negotiationHits, trafficHits, messageHits].flatMap(found => first(MOST, found(read.query, searched)))
}

function* packetHit(query: Query, { report, listed, names }: Searched): Generator<Hit> {
  const words = query.terms
  const [word] = words
  const [, side, digits] = /^([abr]?)#?(\d+)$/.exec(word?.value ?? '') ?? []
  if (words.length !== 1 || (word?.key !== undefined && word.key !== 'packet')) return
  const number = Number(digits)
  const all = capturesOf(report)
  // A number alone is first of all one of the capture that is looked at.
  const asked = captureCalled(side, listed)
  const captures = side ? [asked] : [asked, ...all.flatMap(([one]) => (one === asked ? [] : one))]
  for (const at of captures) {
    if (number < 1 || !(number <= (captureAt(report, at)?.packets ?? 0))) continue
    const name = `Packet ${all.length > 1 ? captureName(at) : ''}${number}`
    const says = names?.[at]?.get(number) ?? ''
    yield { id: `packet ${at} ${number}`, group: 'Packets', name, says, to: { packet: number, trace: at }, exact: true }
  }
}

function* findingHits(query: Query, { report }: Searched): Generator<Hit> {
  const names = namesOf(report.findings)
  for (const [index, { title, says, rule, because }] of report.findings.entries())
    if (matches(query, ['finding'], `${title} ${says} ${rule} ${because.join(' ')}`))
      yield { id: `finding ${index}`, group: 'Findings', name: title, says: names[index]!, to: { finding: index } }
}

function* trafficHits(query: Query, { report, which }: Searched): Generator<Hit> {
  const several = report.traces.length > 1
  const same = new Map<string, Flow[]>()
  for (const flow of report.flows) {
    const { protocol, spi, from, to, firstPacket } = flow
    if (firstPacket === undefined || !matches(query, ['spi', 'ip', 'host'], `${protocol} ${spi} 0x${spi} ${from} ${to}`)) continue
    const key = `${protocol} ${spi} ${from} ${to}`
    same.set(key, [...(same.get(key) ?? []), flow])
  }
  for (const [id, flows] of same) {
    const { trace, protocol, spi, from, to, firstPacket } = flows.find(one => one.trace === which) ?? flows[0]!
    const firsts = flows.map(one => `${captureName(one.trace)}${one.firstPacket}`).join(', ')
    yield {
      id: `flow ${id}`,
      group: 'Protected traffic',
      name: `${protocol.toUpperCase()} ${spi}`,
      says: `${from} to ${to}${several ? `, from ${firsts}` : ''}`,
      to: { packet: firstPacket!, trace },
      exact: isExactly(query, [spi, from, to]),
    }
  }
}

function* negotiationHits(query: Query, { report, pairs }: Searched): Generator<Hit> {
  const shown = new Map(pairs.flatMap(pair => pair.negotiations.map(one => [one.id, pair.key] as const)))
  for (const negotiation of report.negotiations) {
    const { id, initiator, responder, initiatorSpi, responderSpi } = negotiation
    const hosts = `${initiator.address} and ${responder.address}`
    if (!matches(query, ['spi', 'cookie', 'ip', 'host'], `${wordsOf(negotiation)} ${hosts}`)) continue
    const pair = shown.get(id)
    const first = pair === undefined ? sightingsOf(negotiation).next().value : undefined
    const packet = first?.packets[0]
    if (pair === undefined && packet === undefined) continue
    const only = report.traces.length > 1 ? seenOnlyIn(negotiation) : undefined
    yield {
      id,
      group: 'Negotiations',
      name: `${modeName(negotiation)}, ${outcomeName(negotiation)}`,
      says: `${hosts}${only === undefined ? '' : `, in ${captureName(only)} only`}`,
      to: pair === undefined ? { packet: packet!, trace: first!.trace } : { pair, negotiation: id },
      exact: isExactly(query, [id, initiatorSpi, responderSpi, initiator.address, responder.address]),
    }
  }
}

function* messageHits(query: Query, { report, which, both }: Searched): Generator<Hit> {
  const onA = both && report.pair ? clockOf(report.pair) : (_: 0 | 1, time: number) => time
  for (const { id, exchanges } of report.negotiations)
    for (const exchange of exchanges)
      for (const message of exchange.messages) {
        const said = `${message.name} ${message.payloads.join(' ')} ${message.refuses ?? ''} ${exchange.type} ${exchange.messageId}`
        if (!matches(query, ['msg', 'exchange'], said)) continue
        const sendings = message.transmissions.map(one => one.sightings).filter(seen => seen.some(one => one.packets.length > 0))
        const sending = sendings.find(seen => seen.some(one => one.trace === which)) ?? sendings[0]
        const seen = sending?.find(one => one.trace === which) ?? sending?.[0]
        if (!sending || !seen) continue
        const numbers = report.traces.length > 1 ? numbersOf(sending) : packetRange(seen.packets)
        const copies = sendings.length > 1 ? `, ${ordinal(sendings.indexOf(sending) + 1)} of ${sendings.length} copies` : ''
        yield {
          id: `${id} ${message.name} ${captureName(seen.trace)}${seen.packets[0]}`,
          group: 'Messages',
          name: `${message.name}  ${contentTexts(message).join(', ')}`,
          says: `${numbers} at ${duration(onA(seen.trace, seen.time))}${copies}`,
          to: { packet: seen.packets[0]!, trace: seen.trace },
          exact: isExactly(query, [message.name, message.refuses, exchange.messageId]),
        }
      }
}

/** The numbers of one sending in the captures that have it, `A3, B4–5`. */
function numbersOf(sightings: readonly Sighting[]): string {
  return [...sightings]
    .sort((one, other) => one.trace - other.trace)
    .map(({ trace, packets }) => `${captureName(trace)}${packetRange(packets)}`)
    .join(', ')
}

function* sightingsOf({ exchanges }: Negotiation): Generator<Sighting, undefined> {
  for (const { messages } of exchanges)
    for (const { transmissions } of messages) for (const { sightings } of transmissions) yield* sightings
}

/** The one capture that has anything of a negotiation; undefined where both do. */
function seenOnlyIn(negotiation: Negotiation): 0 | 1 | undefined {
  let only: 0 | 1 | undefined
  for (const { trace } of sightingsOf(negotiation)) {
    if (only !== undefined && only !== trace) return undefined
    only = trace
  }
  return only
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
  return fits(query, ({ key, value }) => (key === undefined || keys.includes(key)) && textTest(value)(low))
}

function first<T>(most: number, all: Iterable<T>): T[] {
  const kept: T[] = []
  for (const one of all) {
    if (kept.length === most) break
    kept.push(one)
  }
  return kept
}

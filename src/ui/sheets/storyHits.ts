import type { Query } from '../../host/asked.ts'
import { grouped, ordinal } from '../../text/figures.ts'
import type { Flow, Negotiation, Report, Sighting } from '../../trace/report.ts'
import { clockOf } from '../bothEnds/lanes.ts'
import { captureName } from '../captures.ts'
import { lasting } from '../case/lasted.ts'
import { modeName, outcomeName } from '../case/names.ts'
import { LOST, losses } from '../filter/became.ts'
import { wordsOf } from '../filter/known.ts'
import { begunBy, made } from '../filter/made.ts'
import { contentTexts, packetRange } from '../ladder/label.ts'
import { STEPS, whole } from '../slices.ts'
import { clock, moment } from '../time.ts'
import { spansSay } from './alike.ts'
import { isExactly, matches } from './fitting.ts'
import type { Searched, Seeking } from './hits.ts'

/** Protected traffic by its SPI and hosts: each SPI once, with its packets in each capture. */
export function* trafficHits(query: Query, { report, which }: Searched): Seeking {
  const several = report.traces.length > 1
  const same = new Map<string, Flow[]>()
  const lost = new Map(losses(report).flows.map(one => [`${one.protocol} ${one.spi} ${one.from} ${one.to}`, one.lost]))
  let steps = 0
  for (const flow of report.flows) {
    if (++steps % STEPS === 0) yield undefined
    const { protocol, spi, from, to, firstPacket } = flow
    const key = `${protocol} ${spi} ${from} ${to}`
    const hosts = `${from} ${to}`
    const words = `${key} 0x${spi} ${lost.has(key) ? LOST : ''}`
    if (firstPacket === undefined || !matches(query, words, { spi: spiText([spi]), ip: hosts, host: hosts })) continue
    same.set(key, [...(same.get(key) ?? []), flow])
  }
  for (const [id, flows] of same) {
    const { trace, protocol, spi, from, to, firstPacket } = flows.find(one => one.trace === which) ?? flows[0]!
    const spans = flows.map(one => ({ capture: one.trace, count: one.packets, first: one.firstPacket!, last: one.lastPacket! }))
    yield {
      id: `flow ${id}`,
      group: 'Protected traffic',
      name: `${protocol.toUpperCase()} ${spi}`,
      says: `${from} to ${to} · ${spansSay(spans, several)}${lost.has(id) ? `, ${grouped(lost.get(id)!)} ${LOST}` : ''}`,
      to: { packet: firstPacket!, trace },
      flow: `${spi} ${from} to ${to}`,
      carried: { spi, from, to },
      exact: isExactly(query, [spi, from, to]),
    }
  }
}

/** Negotiations by what they are, their cookies, the SPIs that they made, and hosts; one that is not in view leads to its first packet. */
export function* negotiationHits(query: Query, { report, pairs }: Searched): Seeking {
  const children = made(report).byNegotiation
  const shown = new Map(pairs.flatMap(pair => pair.negotiations.map(one => [one.id, pair.key] as const)))
  const alike = alikeIn(report)
  let steps = 0
  for (const negotiation of report.negotiations) {
    if (++steps % STEPS === 0) yield undefined
    const { id, initiator, responder, initiatorSpi, responderSpi } = negotiation
    const hosts = hostsOf(negotiation)
    const spis = children.get(id) ?? []
    const child = query.terms.flatMap(term => begunBy(spis, term) ?? [])
    const cookies = [initiatorSpi, responderSpi ?? '']
    const said = `${wordsOf(negotiation)} ${hosts} ${spiText(child)}`
    if (!matches(query, said, { spi: spiText([...cookies, ...child]), cookie: spiText(cookies), ip: hosts, host: hosts })) continue
    const pair = shown.get(id)
    const first = pair === undefined ? sightingsOf(negotiation).next().value : undefined
    const packet = first?.packets[0]
    if (pair === undefined && packet === undefined) continue
    const only = report.traces.length > 1 ? seenOnlyIn(negotiation) : undefined
    yield {
      id,
      group: 'Negotiations',
      name: nameOf(negotiation),
      says: `${hosts}${(alike.get(readsAs(negotiation)) ?? 0) > 1 ? `, ${id}${beganText(negotiation, report)}` : ''}${child.length === 0 ? '' : `, with ${child.join(' and ')}`}${only === undefined ? '' : `, in ${captureName(only)} only`}`,
      to: pair === undefined ? { packet: packet!, trace: first!.trace } : { pair, negotiation: id },
      exact: isExactly(query, [id, initiatorSpi, responderSpi, initiator.address, responder.address]),
    }
  }
}

/** SPIs as they are asked for. */
function spiText(spis: readonly string[]): string {
  return spis.map(spi => `0x${spi} ${spi}`).join(' ')
}

const alikes = new WeakMap<Report, ReadonlyMap<string, number>>()

/** How many negotiations of a report read so. */
function alikeIn(report: Report): ReadonlyMap<string, number> {
  const before = alikes.get(report)
  if (before) return before
  const alike = new Map<string, number>()
  for (const one of report.negotiations) alike.set(readsAs(one), (alike.get(readsAs(one)) ?? 0) + 1)
  alikes.set(report, alike)
  return alike
}

function nameOf(negotiation: Negotiation): string {
  return `${modeName(negotiation)}, ${outcomeName(negotiation)}`
}

function hostsOf({ initiator, responder }: Negotiation): string {
  return `${initiator.address} and ${responder.address}`
}

/** What two negotiations can have in common. */
function readsAs(negotiation: Negotiation): string {
  return `${nameOf(negotiation)}, ${hostsOf(negotiation)}`
}

/** When it began, by the clock that the list of negotiations has it. */
function beganText(negotiation: Negotiation, report: Report): string {
  const seen = sightingsOf(negotiation).next().value
  if (!seen) return ''
  const { start, first } = whole(lasting(report, negotiation, seen.trace))
  return `, began ${clock(start, first, 0) ?? moment(first)}`
}

/**
 * Messages by their names and payloads, each at one of its sendings: one that the capture in view has, else the first; and sendings by
 * what became of them.
 */
export function* messageHits(query: Query, { report, which, both }: Searched): Seeking {
  const onA = both && report.pair ? clockOf(report.pair) : (_: 0 | 1, time: number) => time
  const { became } = losses(report)
  let steps = 0
  for (const { id, exchanges } of report.negotiations)
    for (const exchange of exchanges)
      for (const message of exchange.messages) {
        if (++steps % STEPS === 0) yield undefined
        const exchanged = `${exchange.type} ${exchange.messageId}`
        const said = `${message.name} ${message.payloads.join(' ')} ${message.refuses ?? message.asks ?? ''} ${exchanged}`
        const keyed = { msg: message.name, exchange: exchanged }
        const sent = message.transmissions.filter(one => one.sightings.some(seen => seen.packets.length > 0))
        const fitting = sent.filter(one => matches(query, `${said} ${became(one)}`, keyed))
        const named = fitting.length === sent.length && matches(query, said, keyed)
        const meant = named ? [sent.find(one => one.sightings.some(seen => seen.trace === which)) ?? sent[0]] : fitting
        for (const one of meant) {
          const seen = one?.sightings.find(seen => seen.trace === which) ?? one?.sightings[0]
          if (!one || !seen) continue
          const numbers = report.traces.length > 1 ? numbersOf(one.sightings) : packetRange(seen.packets)
          const copies = sent.length > 1 ? `, ${ordinal(sent.indexOf(one) + 1)} of ${sent.length} copies` : ''
          yield {
            id: `${id} ${message.name} ${captureName(seen.trace)}${seen.packets[0]}`,
            group: 'Messages',
            name: `${message.name}  ${contentTexts(message).join(', ')}`,
            says: `${numbers} at ${moment(onA(seen.trace, seen.time))}${copies}${one.fate === 'lost' && became(one).includes(LOST) ? `, ${LOST}` : ''}`,
            to: { packet: seen.packets[0]!, trace: seen.trace },
            exact: isExactly(query, [message.name, message.refuses, exchange.messageId]),
          }
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

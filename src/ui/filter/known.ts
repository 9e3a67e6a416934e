import type { Query, Term } from '../../host/asked.ts'
import { textTest } from '../../host/query.ts'
import type { Negotiation, Report } from '../../trace/report.ts'
import { captureAt, ROUTER } from '../captures.ts'
import { citedPackets } from '../case/findings.ts'
import { modeName, outcomeName } from '../case/names.ts'
import { LOST, losses } from './became.ts'
import type { Filter } from './filter.ts'
import { begunBy, made } from './made.ts'
import { numbersAsked } from './numbers.ts'

// What a report knows of packets beyond their fields: what a message is called, how its negotiation ended, which finding
// names it, what somebody calls its hosts. Words that ask for it are true of those packets.

/** So much is done at a stretch. */
const STEPS = 2000

type Marking = (trace: 0 | 1, packets: Iterable<number>, says: (term: Term) => boolean) => void

/** Marks the packets of which the report says what a query asks; yields now and then. */
export function* marked(
  query: Query,
  report: Report,
  peers: ReadonlyMap<string, string>,
): Generator<undefined, Pick<Filter, 'words' | 'spis'>> {
  const words = ([0, 1, ROUTER] as const).map(one => new Uint8Array(captureAt(report, one)?.packets ?? 0)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ]
  const bitsOf = (says: (term: Term) => boolean) => query.terms.reduce((bits, term, i) => (says(term) ? bits | (1 << i) : bits), 0)
  const mark: Marking = (trace, packets, says) => {
    const bits = bitsOf(says)
    if (bits) for (const packet of packets) if (packet >= 1 && packet <= words[trace].length) words[trace][packet - 1]! |= bits
  }
  const tests = new Map(query.terms.map(({ value }) => [value, textTest(value)]))
  const has = (all: string, value: string) => (tests.get(value) ?? textTest(value))(all)
  const name = (address: string) => `${address} ${peers.get(address) ?? ''}`.toLowerCase()
  const { by: madeBy } = made(report)
  const lost = losses(report)
  let steps = 0
  for (const negotiation of report.negotiations) {
    const own = ofNegotiation(negotiation, name)
    const spis = [negotiation.initiatorSpi, negotiation.responderSpi ?? '']
    for (const one of negotiation.exchanges) {
      const { type, messageId, messages } = one
      const children = madeBy(one)
      for (const { name: called, payloads, refuses, asks, transmissions } of messages) {
        const message = called.toLowerCase()
        const exchange = `${type} ${messageId}`.toLowerCase()
        const all = `${own} ${message} ${exchange} ${payloads.join(' ')} ${refuses ?? asks ?? ''}`.toLowerCase()
        const says = (sent: string) => (term: Term) => {
          const { key, value } = term
          if (begunBy(children, term) !== undefined) return true
          if (key === undefined) return has(all, value) || (sent !== '' && has(sent, value))
          if (key === 'msg') return has(message, value)
          if (key === 'exchange') return has(exchange, value)
          return (key === 'spi' || key === 'cookie') && spis.some(spi => spi.startsWith(value.replace(/^0x/, '')))
        }
        for (const sent of transmissions)
          for (const { trace, packets } of sent.sightings) mark(trace as 0 | 1, packets, says(lost.became(sent)))
        if (++steps % STEPS === 0) yield
      }
    }
  }
  for (const { trace, packet, from, to, type, code, means } of report.icmpErrors ?? []) {
    const all = `icmp ${type}/${code} ${means} ${name(from)} ${name(to)}`.toLowerCase()
    mark(trace, [packet], ({ key, value }) => key === undefined && has(all, value))
  }
  for (const finding of report.findings) {
    const all = `${finding.rule} ${finding.title} ${finding.says}`.toLowerCase()
    const says = ({ key, value }: Term) => key === 'finding' && has(all, value)
    for (const trace of [0, 1] as const) mark(trace, citedPackets(finding, trace), says)
    if (++steps % STEPS === 0) yield
  }
  // What is known of a packet at an end is known of it at a router between.
  for (const [trace, seen] of [report.between?.seen.a ?? [], report.between?.seen.b ?? []].entries())
    for (const [packet, atR] of seen) if (atR <= words[ROUTER].length) words[ROUTER][atR - 1]! |= words[trace]![packet - 1] ?? 0
  for (const [place, { key, value }] of query.terms.entries()) {
    if (key !== 'packet') continue
    for (const trace of [0, 1, ROUTER] as const) {
      const [first, last] = numbersAsked(value, trace) ?? [1, 0]
      for (let packet = Math.max(1, first); packet <= Math.min(last, words[trace].length); packet++) words[trace][packet - 1]! |= 1 << place
    }
  }
  const spis = new Map<string, number>()
  const saysLost = ({ key, value }: Term) => key === undefined && has(LOST, value)
  for (const { trace, packet } of lost.packets) mark(trace, [packet], saysLost)
  for (const { trace, spi, packets } of lost.flows) {
    mark(trace, packets, saysLost)
    spis.set(spi, (spis.get(spi) ?? 0) | bitsOf(saysLost))
  }
  for (const { protocol, spi, from, to, cipher } of report.flows) {
    const all = `${protocol} ${spi} ${cipher === 'null' ? 'null' : ''} ${name(from)} ${name(to)}`
    const bits = bitsOf(({ key, value }) =>
      key === undefined
        ? has(all, value.replace(/^0x/, ''))
        : key === 'spi'
          ? spi.startsWith(value.replace(/^0x/, ''))
          : key === 'ip' || key === 'host'
            ? has(`${name(from)} ${name(to)}`, value)
            : false,
    )
    spis.set(spi, (spis.get(spi) ?? 0) | bits)
  }
  return { words, spis }
}

function ofNegotiation(negotiation: Negotiation, name: (address: string) => string): string {
  const { initiator, responder } = negotiation
  return `${wordsOf(negotiation)} ${name(initiator.address)} ${name(responder.address)}`
}

/** What a negotiation can be found by, but for its hosts. */
export function wordsOf(negotiation: Negotiation): string {
  const { id, initiatorSpi, responderSpi, initiatorStack, responderStack, authentication } = negotiation
  const names = [modeName(negotiation), outcomeName(negotiation), authentication]
  return [id, ...names, initiatorSpi, responderSpi, initiatorStack, responderStack].join(' ')
}

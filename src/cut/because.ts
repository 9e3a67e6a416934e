import type { Finding, Report, Transmission } from '../trace/report.ts'
import type { Wanted } from './cut.ts'

type Growing = Map<number, string[]>

/**
 * Packets of each trace that findings rest on, each with why. What belongs to them comes along: the other pieces of a
 * datagram or message, and the same message at the other end.
 */
export function wantedBy(report: Report, findings: readonly Finding[]): Wanted[] {
  const wanted = report.traces.map((): Growing => new Map())
  for (const { title, evidence, because } of findings) {
    for (const { trace, packet, field } of evidence) add(wanted[trace], packet, field ? `${title} (see ${field})` : title)
    for (const sentence of because) for (const [trace, packet] of named(sentence)) add(wanted[trace], packet, sentence)
  }
  const cited = wanted.map(one => new Set(one.keys()))
  for (const { trace, packets } of report.datagrams) together(wanted[trace], cited[trace], packets)
  for (const transmission of transmissionsOf(report)) {
    for (const { trace, packets } of transmission.sightings) together(wanted[trace], cited[trace], packets)
    otherEnd(wanted, cited, transmission)
  }
  return wanted
}

/** Findings to cut out when nobody says which: the verdicts, else all. */
export function tellingOf({ findings }: Report): readonly Finding[] {
  const verdicts = findings.filter(({ severity }) => severity !== 'note')
  return verdicts.length > 0 ? verdicts : findings
}

/** All messages of a negotiation, or of the first one, each with its name. */
export function messagesOf({ negotiations, traces }: Report, id: string | undefined): Wanted[] {
  const wanted = traces.map((): Growing => new Map())
  const one = negotiations.find(negotiation => negotiation.id === id) ?? negotiations[0]
  for (const { messages } of one?.exchanges ?? [])
    for (const { name, transmissions } of messages)
      for (const { sightings, retransmission } of transmissions)
        for (const { trace, packets } of sightings)
          for (const packet of packets) add(wanted[trace], packet, `${name} of ${one!.id}${retransmission ? ', sent again' : ''}`)
  return wanted
}

function add(wanted: Growing | undefined, packet: number, says: string): void {
  const texts = wanted?.get(packet)
  if (!texts) wanted?.set(packet, [says])
  else if (!texts.includes(says)) texts.push(says)
}

/** Packets that a sentence names: `A12`. */
function named(sentence: string): [0 | 1, number][] {
  return Array.from(sentence.matchAll(/\b([AB])#?(\d{1,9})\b/g), ([, end, number]) => [end === 'A' ? 0 : 1, Number(number)])
}

function* transmissionsOf({ negotiations }: Report): Generator<Transmission> {
  for (const { exchanges } of negotiations) for (const { messages } of exchanges) for (const one of messages) yield* one.transmissions
}

/** The other pieces of what a cited packet is a piece of. */
function together(wanted: Growing | undefined, cited: ReadonlySet<number> | undefined, packets: readonly number[]): void {
  const first = packets.find(packet => cited?.has(packet))
  if (first === undefined) return
  for (const packet of packets) if (!cited?.has(packet)) add(wanted, packet, `It belongs together with packet ${first}`)
}

/** The packets in which the other end saw what a cited one carries. */
function otherEnd(wanted: readonly Growing[], cited: readonly ReadonlySet<number>[], { sightings }: Transmission): void {
  if (sightings.length < 2) return
  for (const { trace, packets } of sightings) {
    const first = packets.find(packet => cited[trace]?.has(packet))
    if (first === undefined) continue
    const says = `The same message as packet ${'AB'[trace]}${first} at the other end`
    for (const other of sightings)
      if (other.trace !== trace)
        for (const packet of other.packets) if (!cited[other.trace]?.has(packet)) add(wanted[other.trace], packet, says)
  }
}

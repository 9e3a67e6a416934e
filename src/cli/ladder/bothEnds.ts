import { onClockOfA } from '../../trace/pair/onClockOfA.ts'
import type { Message, Negotiation, Pair, Report, Sighting, Transmission } from '../../trace/report.ts'
import { duration, ordinal, plural, ranges } from '../figures.ts'

// A negotiation between two captures in plain characters: A's packet and time to the left, B's to the right, between them
// each sending from where it left to where it arrived. `x` ends what was lost, `≠` what was changed, `?` what neither
// capture can tell.

/** Characters between the two ends. */
const WIDTH = 46
/** Seconds of silence that are worth a line, and lines of one ladder. */
const PAUSE = 1
const MOST = 400

interface Line {
  readonly time: number
  readonly text: string
}

/** One negotiation as lines of text; times of both on A's clock. */
export function drawnBetween(negotiation: Negotiation, report: Report): string[] {
  const pair = report.pair!
  const { id, initiator, responder, outcome, authentication, seenFrom } = negotiation
  const atA = seenFrom?.[0] === 'responder' ? responder : initiator
  const atB = atA === initiator ? responder : initiator
  const lines = negotiation.exchanges
    .flatMap(exchange => exchange.messages)
    .flatMap(message => message.transmissions.map((one, i) => ({ message, one, copy: i + 1 })))
    .map(({ message, one, copy }) => line(message, one, copy, pair))
    .sort((x, y) => x.time - y.time)
  const more = lines.length - MOST
  return [
    `${id}  ${negotiation.version === 2 ? 'IKEv2' : `${negotiation.mode} mode`}${negotiation.rekeys ? `, new keys of ${negotiation.rekeys}` : ''}${authentication ? `, ${authentication}` : ''}: ${outcome}`,
    pair.clock.says,
    '',
    `${'A'.padStart(8)} ${''.padStart(12)}  ${`${atA.address}`.padEnd(WIDTH - atB.address.length + 2)}${atB.address}  ${''.padStart(12)} B`,
    ...withPauses(lines.slice(0, MOST)),
    ...(more > 0 ? [`  and ${plural(more, 'more sending')}`] : []),
  ].map(text => text.trimEnd())
}

function line(message: Message, one: Transmission, copy: number, pair: Pair): Line {
  const [a, b] = ([0, 1] as const).map(trace => one.sightings.find(sighting => sighting.trace === trace))
  const rightwards = one.way ? one.way.direction === 'a-to-b' : a !== undefined
  const times = [a?.time, b && onClockOfA(pair.clock, b.time)].filter(time => time !== undefined)
  const left = gutter(a, a?.time).padStart(21)
  const right = gutter(b, b && onClockOfA(pair.clock, b.time), true)
  const remark = remarks(message, one, copy, pair)
  return {
    time: Math.min(...times),
    text: `${left}  ${arrow(message, one, copy, rightwards)}  ${right.padEnd(21)}${remark ? `  ${remark}` : ''}`,
  }
}

function gutter(sighting: Sighting | undefined, time: number | undefined, mirrored = false): string {
  if (!sighting || time === undefined) return mirrored ? '·' : '·'
  const packets = ranges(sighting.packets, 2)
  return mirrored ? `${time.toFixed(6).padStart(12)} ${packets}` : `${packets.padStart(8)} ${time.toFixed(6).padStart(12)}`
}

function arrow(message: Message, { fate }: Transmission, copy: number, rightwards: boolean): string {
  const label = copy > 1 ? `${message.name}, again` : message.name
  const shaft = copy > 1 ? '- ' : '-'
  const length = WIDTH - label.length - 5
  const run = shaft.repeat(WIDTH).slice(0, Math.max(0, length))
  const tip = fate === 'modified' ? '≠' : fate === 'unknown' ? '?' : rightwards ? '>' : '<'
  if (fate === 'lost') {
    const half = run.slice(0, Math.floor(run.length / 2))
    const gap = ' '.repeat(run.length - half.length)
    return rightwards ? `|-- ${label} ${half}x${gap}|` : `|${gap}x${reversed(half)} ${label} --|`
  }
  return rightwards ? `|-- ${label} ${run}${tip}|` : `|${tip}${reversed(run)} ${label} --|`
}

function reversed(text: string): string {
  return [...text].reverse().join('')
}

function remarks(message: Message, { way, fate }: Transmission, copy: number, pair: Pair): string {
  const error = pair.clock.pieces[0]?.error ?? null
  const delay = way?.delay
  return [
    copy > 1 ? `${ordinal(copy)} copy` : plural(message.bytes, 'byte'),
    fate === 'lost' ? (way?.lostPackets && way.lostPackets.length < 8 ? `lost: ${ranges(way.lostPackets, 4)}` : 'lost') : '',
    fate === 'modified' ? 'changed on the way' : '',
    delay !== undefined && error !== null ? `${duration(Math.max(0, delay))} ± ${duration(error)} on the way` : '',
    ...(way?.marks ?? []),
  ]
    .filter(part => part)
    .join(', ')
}

function withPauses(lines: readonly Line[]): string[] {
  return lines.flatMap(({ time, text }, i) => {
    const before = lines[i - 1]?.time
    const pause = before === undefined ? 0 : time - before
    return pause >= PAUSE ? [`${''.padStart(21)}  :  … ${duration(pause)} pass`, text] : [text]
  })
}

/** Lost ESP and AH, and what the losses have in common. */
export function drawnWays({ packets, patterns, lostAtoB, lostBtoA, modified, delay }: Pair): string[] {
  const flows = packets.lostFlows.map(
    flow =>
      `  ${flow.protocol.toUpperCase()} ${flow.spi} from ${'AB'[flow.trace]}: ${flow.lost} of ${flow.sent} lost, packets ${ranges(flow.packets, 6)}`,
  )
  const ways = (['aToB', 'bToA'] as const).flatMap(way => {
    const one = delay[way]
    return one ? [`${way === 'aToB' ? 'A to B' : 'B to A'} ${duration(Math.max(0, one.min))} to ${duration(Math.max(0, one.max))}`] : []
  })
  return [
    `Lost from A to B ${lostAtoB}, from B to A ${lostBtoA}; changed ${modified}${ways.length ? `; on the way ${ways.join(', ')}` : ''}`,
    ...flows,
    ...patterns.map(one => `  ${one.says}`),
  ]
}

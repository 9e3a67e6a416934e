import { sentence } from '../../trace/findings/wording.ts'
import { ending } from '../../trace/outcomeWords.ts'
import { onClockOfA } from '../../trace/pair/onClockOfA.ts'
import { isUndecided } from '../../trace/pair/undecided.ts'
import type { Message, Negotiation, Pair, Report, Sighting, Transmission } from '../../trace/report.ts'
import { counted, duration, ordinal, ranges } from '../figures.ts'
import { lackingText } from '../lacking.ts'
import { modeText } from '../modes.ts'
import { type AtRouter, atRouter } from './atRouter.ts'
import { aside, bareBetween, type Line, lineOf } from './betweenRows.ts'
import { laneOf, WIDTH } from './lane.ts'
import { tellable } from './tellable.ts'

// A negotiation between two captures in plain characters: A's packet and time to the left, B's to the right, between them
// each sending from where it left to where it arrived. `x` ends what was lost, `≠` what was changed, `?` what neither
// capture can tell; `+` is where a capture at a router in between has it too.

/** Seconds of silence that are worth a line; copies that become one; lines of one ladder. */
const PAUSE = 1
const FOLD = 5
const MOST = 400
/** A delay is told from so many times its error on. */
const NOTABLE = 2
/** Share of the way at which a lost one ends. */
const LOST = 0.66

/** Draws the negotiations of two traces; times of both on A's clock. */
export function drawingBetween(report: Report): (negotiation: Negotiation) => string[] {
  const beside = aside(report)
  const seenBy = atRouter(report.between)
  const fateOf = tellable(report)
  return negotiation => {
    const { id, initiator, responder, authentication, seenFrom, rekeys } = negotiation
    const atA = seenFrom?.[0] === 'responder' ? responder : initiator
    const atB = atA === initiator ? responder : initiator
    const sendings = negotiation.exchanges
      .flatMap(exchange => exchange.messages.map(message => ({ exchange, message })))
      .flatMap(({ exchange, message }) =>
        message.transmissions.map((one, i) => ({ message, one: { ...one, fate: fateOf(exchange, message, one) }, copy: i + 1 })),
      )
      .map(({ message, one, copy }) => sent(message, one, copy, report.pair!, seenBy?.(one.sightings)))
    const lines = folded(
      doubted(
        [...sendings, ...beside(negotiation)].sort((x, y) => x.time - y.time),
        report.pair!,
      ),
    )
    const more = lines.length - MOST
    return [
      `${id}  ${modeText(negotiation)}${rekeys ? `, new keys of ${rekeys}` : ''}${authentication ? `, ${authentication}` : ''}: ${ending(negotiation)}`,
      '',
      headOf(atA.address, atB.address, seenBy ? 'R' : ''),
      ...textsWithPauses(lines.slice(0, MOST)),
      ...(more > 0 ? [`  and ${counted(more, 'more line')}`] : []),
    ].map(text => text.trimEnd())
  }
}

/** The ladders of two traces without IKE, what is missing said first. */
export function drawnWithout(report: Report): string[] {
  if (report.negotiations.length > 0) return []
  const all = bareBetween(report)
  if (all.length === 0) return []
  const { flows, icmpErrors = [], clearHosts = [] } = report
  const protocols = (['esp', 'ah'] as const).filter(name => flows.some(({ protocol }) => protocol === name)).map(name => name.toUpperCase())
  const unread = report.traces.some(one => one.unread !== undefined)
  const says = lackingText('in either capture', { protocols, icmp: icmpErrors.length > 0, clear: clearHosts.length > 0, unread })
  return [
    `${sentence(says)}.`,
    ...all.flatMap(({ left, right, lines }) => ['', headOf(left, right, ''), ...textsWithPauses(lines.slice(0, MOST))]),
    '',
  ].map(text => text.trimEnd())
}

function headOf(atA: string, atB: string, middle: string): string {
  const room = WIDTH + 2 - atA.length - atB.length
  const left = Math.max(1, (WIDTH >> 1) + 1 - atA.length)
  const between = `${' '.repeat(left)}${middle}${' '.repeat(Math.max(1, room - left - middle.length))}`
  return `${'A'.padStart(8)} ${''.padStart(12)}  ${atA}${between}${atB}  ${''.padStart(12)} B`
}

/** Says of a sending that left within the clocks' error of the one above it, at the other end, that it may have been first. */
function doubted(lines: readonly (Line | Sent | Copy)[], { clock }: Pair): (Line | Sent | Copy)[] {
  let last: Sent | undefined
  return lines.map(line => {
    if (!('from' in line)) return line
    const before = last
    last = line
    if (!before || !isUndecided(before, line, clock)) return line
    return {
      ...line,
      text: `${line.text.trimEnd()}${line.text.endsWith('·') ? '  ' : ', '}or before the line above: the clocks cannot tell`,
    }
  })
}

/** A line that stands for one sending. */
interface Sent extends Line {
  /** The trace at whose end it left. */
  readonly from: 0 | 1
}

/** A sending of which copies sent again can be folded. */
interface Copy extends Sent {
  readonly copy: { readonly name: string; readonly fate: Transmission['fate']; readonly rightwards: boolean }
}

function sent(message: Message, one: Transmission, copy: number, pair: Pair, router: AtRouter | undefined): Sent | Copy {
  const [a, b] = ([0, 1] as const).map(trace => one.sightings.find(sighting => sighting.trace === trace))
  const rightwards = one.way ? one.way.direction === 'a-to-b' : a !== undefined
  const lane = laneOf({
    label: copy > 1 ? `${message.name}, again` : message.refuses ? `${message.name}  ${message.refuses}` : message.name,
    rightwards,
    shaft: copy > 1 ? '- ' : '-',
    tip: { delivered: '>', lost: 'x', modified: '≠', unknown: '?' }[one.fate],
    until: one.fate === 'lost' ? (router?.lost === 'before' ? 0.4 : router?.lost === 'behind' ? 0.8 : LOST) : 1,
    crossed: (router?.packets.length ?? 0) > 0,
  })
  const line: Sent = { ...lineOf(seen(a, pair), seen(b, pair), lane, remarks(message, one, copy, pair, router)), from: rightwards ? 0 : 1 }
  return copy > 1 ? { ...line, copy: { name: message.name, fate: one.fate, rightwards } } : line
}

function seen(sighting: Sighting | undefined, pair: Pair) {
  if (!sighting) return undefined
  return { packets: sighting.packets, time: sighting.trace === 0 ? sighting.time : onClockOfA(pair.clock, sighting.time) }
}

function remarks(message: Message, { way, fate }: Transmission, copy: number, pair: Pair, router: AtRouter | undefined): string {
  const error = pair.clock.pieces[0]?.error ?? null
  const delay = way?.delay
  // Translations are told once, below.
  const marks = (way?.marks ?? [])
    .filter(mark => mark !== 'translated')
    .map(mark => (mark === 'outside' ? 'the other capture did not run, had a hole or does not take it' : mark))
  return [
    copy > 1 ? `${ordinal(copy)} copy` : counted(message.bytes, 'byte'),
    fate === 'lost' ? lost(way?.lostPackets, router) : '',
    fate === 'modified' ? 'changed on the way' : '',
    delay !== undefined && error !== null && delay > NOTABLE * error ? `${duration(delay)} ± ${duration(error)} on the way` : '',
    router?.packets.length ? `R ${ranges(router.packets, 2)}` : '',
    ...marks,
  ]
    .filter(part => part)
    .join(', ')
}

function lost(packets: readonly number[] | undefined, router: AtRouter | undefined): string {
  const where = router?.lost === 'before' ? ' before R' : router?.lost === 'behind' ? ' behind R' : ''
  return `lost${where}${packets && packets.length < 8 ? `: ${ranges(packets, 4)}` : ''}`
}

/** Five or more copies in a row become one line for each message. */
function folded(lines: readonly (Line | Sent | Copy)[]): Line[] {
  const out: Line[] = []
  let run: Copy[] = []
  const flush = () => {
    out.push(
      ...(run.length >= FOLD
        ? [...new Set(run.map(one => one.copy.name))].map(name => fold(run.filter(one => one.copy.name === name)))
        : run),
    )
    run = []
  }
  for (const line of lines) {
    if ('copy' in line) run.push(line)
    else {
      flush()
      out.push(line)
    }
  }
  flush()
  return out
}

const ENDINGS = [
  ['delivered', 'arrived', '>'],
  ['lost', 'lost', 'x'],
  ['modified', 'changed on the way', '≠'],
  ['unknown', 'cannot be told', '?'],
] as const

function fold(run: readonly Copy[]): Line {
  const [first] = run as [Copy]
  const endings = ENDINGS.map(([fate, says, tip]) => ({ number: run.filter(({ copy }) => copy.fate === fate).length, says, tip })).filter(
    ({ number }) => number > 0,
  )
  const tip = endings.find(one => one.tip === 'x')?.tip ?? endings[0]!.tip
  const label = run.length > 1 ? `${first.copy.name}, again ×${run.length}` : `${first.copy.name}, again`
  const lane = laneOf({ label, rightwards: first.copy.rightwards, shaft: '- ', tip, until: tip === 'x' ? LOST : 1 })
  const both = ([0, 1] as const).map(end => {
    const packets = run.flatMap(one => one.ends[end]?.packets ?? [])
    return packets.length ? { packets, time: run.find(one => one.ends[end])!.ends[end]!.time } : undefined
  })
  const said = endings.map(({ number, says }) => `${number} ${says}`).join(', ')
  const line = lineOf(both[0], both[1], lane, `${said}${run.length > 1 ? `, over ${duration(run.at(-1)!.time - first.time)}` : ''}`)
  return { ...line, until: run.at(-1)!.time }
}

function textsWithPauses(lines: readonly Line[]): string[] {
  return lines.flatMap(({ time, text }, i) => {
    const before = lines[i - 1]
    const pause = before === undefined ? 0 : time - (before.until ?? before.time)
    return pause >= PAUSE ? [`${''.padStart(21)}  :  … ${duration(pause)} pass`, text] : [text]
  })
}

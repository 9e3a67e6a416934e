import type { Delay, Pair, Rewrite, Route } from '../trace/pair/report.ts'
import type { TraceSummary } from '../trace/report.ts'
import { counted, duration, grouped, ranges } from './figures.ts'

/** What two traces say together, for a person: the clocks, the counts, the losses and what they have in common. */
export function bothEndsLines(pair: Pair, traces: readonly Pick<TraceSummary, 'dropped'>[] = []): string[] {
  return ['Both ends', `  ${pair.clock.says}`, ...[...wayLines(pair), ...doubts(pair, traces)].map(line => `  ${line}`)]
}

/** The counts, lost ESP and AH, and what the losses have in common. */
export function wayLines(pair: Pair): string[] {
  const { packets, patterns, clock } = pair
  return [
    ...(clock.found === 'none' ? [] : [counts(pair)]),
    ...outside(pair),
    ...delays(pair),
    ...translations(pair.rewrites).slice(0, MOST).map(rewritten),
    ...packets.lostFlows.map(
      flow =>
        `${flow.protocol.toUpperCase()} ${flow.spi} from ${'AB'[flow.trace]}: ${flow.lost} of ${flow.sent} lost${inPieces(flow)}, ${flow.packets.length === 1 ? 'packet' : 'packets'} ${ranges(flow.packets, 6)}`,
    ),
    ...patterns.map(one => one.says),
  ]
}

/** `, 2 of them in IP fragments`. */
function inPieces({ lost, lostInPieces = 0 }: Pair['packets']['lostFlows'][number]): string {
  if (lostInPieces === 0) return ''
  return lostInPieces === lost ? ' in IP fragments' : `, ${grouped(lostInPieces)} of them in IP fragments`
}

/** A capture that dropped packets itself may lack some that arrived. */
function doubts({ lostAtoB, lostBtoA }: Pair, [a, b]: readonly Pick<TraceSummary, 'dropped'>[]): string[] {
  const doubt = (end: string, missing: number, { dropped = 0 }: Pick<TraceSummary, 'dropped'> = {}) =>
    missing > 0 && dropped > 0
      ? [`${end}'s capture itself dropped ${counted(dropped, 'packet')}: what it lacks may have arrived there`]
      : []
  return [...doubt('B', lostAtoB, b), ...doubt('A', lostBtoA, a)]
}

/** Translations that are listed. */
const MOST = 8

function counts({ matched, lostAtoB, lostBtoA, modified, packets }: Pair): string {
  const { duplicates, reordered, missedBySender } = packets
  return [
    `${counted(matched, 'packet')} in both; lost from A to B ${grouped(lostAtoB)}, from B to A ${grouped(lostBtoA)}; changed ${grouped(modified)}`,
    duplicates.length ? `doubled ${grouped(duplicates.length)}` : '',
    reordered.length ? `overtaken ${grouped(reordered.length)}` : '',
    missedBySender.length ? `not in the sender's capture ${grouped(missedBySender.length)}` : '',
  ]
    .filter(part => part)
    .join('; ')
}

function outside({ outsideAtoB, outsideBtoA, clock }: Pair): string[] {
  const all = outsideAtoB + outsideBtoA
  if (clock.found === 'none')
    return all ? [`${counted(all, 'packet')} between the two in one capture only: what became of them cannot be told`] : []
  const from = [outsideAtoB ? `${grouped(outsideAtoB)} from A` : '', outsideBtoA ? `${grouped(outsideBtoA)} from B` : ''].filter(
    part => part,
  )
  return all
    ? [
        `${from.join(' and ')} left while the other capture did not run, had a hole or did not take ${all === 1 ? 'it' : 'them'}: whether ${all === 1 ? 'it' : 'they'} arrived cannot be told`,
      ]
    : []
}

function delays({ delay, clock }: Pair): string[] {
  // Of clocks that do not drift apart the sentence above names the same error.
  const [first] = clock.pieces
  const error = first?.driftPpm ? first.error : null
  const ways = [
    ['A to B', delay.aToB],
    ['B to A', delay.bToA],
  ] as const
  const told = ways.flatMap(([name, one]) => (one ? [`${name} ${delayed(one)}`] : []))
  return told.length && clock.found === 'both-directions'
    ? [`on the way: ${told.join(', ')}${error === null ? '' : `; each ± ${duration(error)}`}`]
    : []
}

function delayed({ min, median, max }: Delay): string {
  const [least, middle, most] = [min, median, max].map(seconds => duration(Math.max(0, seconds)))
  return least === most ? `${middle}` : `${middle} (${least} to ${most})`
}

/** ESP has no ports of its own; where the same hosts are told with ports, that says it all. */
function translations(rewrites: readonly Rewrite[]): Rewrite[] {
  const hosts = ({ before, after }: Rewrite) => JSON.stringify([before, after].map(one => [one.source.address, one.destination.address]))
  const named = new Set(rewrites.filter(one => one.before.source.port !== 0).map(hosts))
  return rewrites.filter(one => one.before.source.port !== 0 || !named.has(hosts(one)))
}

function rewritten({ direction, before, after, packets }: Rewrite): string {
  const [from, to] = direction === 'a-to-b' ? ['A', 'B'] : ['B', 'A']
  return `translated ${from} to ${to}: ${route(before)} arrives as ${route(after)}, ${counted(packets, 'packet')}`
}

function route({ source, destination }: Route): string {
  const end = ({ address, port }: Route['source']) => (port ? `${address.includes(':') ? `[${address}]` : address}:${port}` : address)
  return `${end(source)} -> ${end(destination)}`
}

import type { Query } from '../../host/asked.ts'
import type { FieldHit } from '../../host/protocol.ts'
import type { Everywhere } from '../../trace/pair/everywhere.ts'
import type { Report } from '../../trace/report.ts'
import { clockOf } from '../bothEnds/lanes.ts'
import { type Capture, captureName, capturesOf, ROUTER } from '../captures.ts'
import { numberIn } from '../details/everywhere.ts'
import { related, startFor } from '../time.ts'
import { type Single, together } from './alike.ts'
import { isExactly } from './fitting.ts'
import type { Hit } from './hits.ts'

/** What was found in the packets of one capture. */
export interface FoundIn {
  readonly capture: Capture
  readonly hits: readonly FieldHit[]
  /** Whether all of its packets were searched; undefined while that goes on. */
  readonly complete?: boolean
}

/** What the list of hits needs to know of a report. */
export interface Told {
  /** Puts a time of any capture on one clock; undefined where not all of them are related. */
  readonly onClock: ((capture: Capture, time: number) => number) | undefined
  readonly several: boolean
}

/** What the list of hits needs to know of a report, worked out once. */
export function toldBy(report: Report): Told {
  return { onClock: oneClock(report), several: capturesOf(report).length > 1 }
}

/**
 * Fields that the packets were searched for, in the order of one clock where the captures' clocks are related, else capture by
 * capture. What a packet says the same in several captures is one hit, and so is what many packets of one way say the same; only
 * messages stand for themselves.
 * @param listed the capture in view, to whose packet such a hit leads
 */
export function fieldHits(query: Query, found: readonly FoundIn[], { onClock, several }: Told, listed: Capture): Hit[] {
  const same = new Map<string, { readonly hit: FieldHit; readonly seen: Capture[]; readonly at: number }>()
  for (const { capture, hits } of found)
    for (const hit of hits) {
      const id = `${firstName(capture, hit)} ${hit.path} ${hit.says}`
      const known = same.get(id)
      if (known) known.seen.push(capture)
      else same.set(id, { hit: { ...hit, numbers: numbersOf(capture, hit) }, seen: [capture], at: onClock?.(capture, hit.time) ?? 0 })
    }
  const all = [...same]
  if (several && onClock) all.sort(([, one], [, other]) => later(one.at) - later(other.at))
  const singles = all.map(([id, { hit, seen }]): Single => {
    const { path, name, says, message, from, to, numbers = {} } = hit
    const trace = seen.includes(listed) ? listed : seen[0]!
    const packet = numberIn(numbers, trace) ?? hit.packet
    const along = [...seen].sort((one, other) => ALONG[one] - ALONG[other])
    const places = several ? along.map(one => `${captureName(one)}${numberIn(numbers, one)}`).join(', ') : `packet ${packet}`
    const ends = from === undefined ? undefined : `${from} to ${to}`
    return {
      hit: {
        id: `field ${id}`,
        group: 'Fields',
        name: says ? `${name}  ${says}` : name,
        says: message ? `${message} · ${places}` : places,
        to: { packet, trace, ...(path ? { field: path } : {}) },
        exact: isExactly(query, says.split('  ')),
        ...(SPI.test(path) ? { flow: `${says} ${ends}` } : {}),
      },
      alike: message === undefined && ends !== undefined ? `${path} ${says} ${ends}` : undefined,
      ends: ends ?? '',
      numbers: along.flatMap(one => numberIn(numbers, one) ?? []).map((number, i) => [along[i]!, number] as const),
    }
  })
  return together(singles, several, new Set(found.filter(one => one.complete === false).map(one => one.capture)))
}

/** The field by which protected traffic is known. */
const SPI = /(^|\/)(ESP|AH)\/SPI$/

/** The name of a packet in the first capture that has it: each capture that has it calls it so. */
function firstName(capture: Capture, hit: FieldHit): string {
  const { a, b } = numbersOf(capture, hit)
  return a !== undefined ? `A${a}` : b !== undefined ? `B${b}` : `R${hit.packet}`
}

function numbersOf(capture: Capture, { packet, numbers }: FieldHit): Everywhere {
  return numbers ?? (capture === 0 ? { a: packet } : capture === 1 ? { b: packet } : { r: packet })
}

/** As the packet goes: A, the router, B. */
const ALONG = [0, 2, 1] as const

function later(time: number): number {
  return Number.isNaN(time) ? Number.MAX_VALUE : time
}

/** A's clock for the times of each capture. */
function oneClock(report: Report): Told['onClock'] {
  const { pair, traces } = report
  if (!pair || !related(report)) return undefined
  const onA = clockOf(pair)
  const router = (Date.parse(startFor('clock', report, ROUTER) ?? '') - Date.parse(traces[0]!.start ?? '')) / 1000
  return (capture, time) => (capture === ROUTER ? time + router : onA(capture, time))
}

import { type Capture, captureName } from '../captures.ts'
import { atLeast } from './atLeast.ts'
import type { Hit, Place } from './hits.ts'

/** One packet in which a field was found, before those that say the same are put together. */
export interface Single {
  readonly hit: Hit & { readonly to: Place }
  /** What it says, from whom to whom; undefined: it stands for itself, as a message does. */
  readonly alike: string | undefined
  readonly ends: string
  /** Its numbers in the captures that have it, as the packet goes. */
  readonly numbers: readonly (readonly [Capture, number])[]
}

/**
 * Packets that say the same on the same way are one row, at the place of the first: a hundred packets of one SPI are one SPI. The row
 * leads through all of them.
 * @param partly captures that were not searched to their end: they may hold more of the same
 */
export function together(singles: readonly Single[], several: boolean, partly: ReadonlySet<Capture> = new Set()): Hit[] {
  const groups = new Map<string, Single[]>()
  for (const single of singles) {
    const key = single.alike ?? single.hit.id
    const group = groups.get(key)
    if (group) group.push(single)
    else groups.set(key, [single])
  }
  return Array.from(groups, ([key, group]) => {
    const { hit, ends } = group[0]!
    if (group.length === 1) return hit
    const spans = spansOf(group).map(span => (partly.has(span.capture) ? { ...span, partly: true as const } : span))
    const says = `${ends} · ${spansSay(spans, several)}`
    const more = spans.some(span => span.partly) ? { partly: true as const } : {}
    return { ...hit, id: `fields ${key}`, says, places: group.map(({ hit }) => hit.to), ...more }
  })
}

/** The packets of one capture among some: how many, the first, the last. */
export interface Span {
  readonly capture: Capture
  readonly count: number
  readonly first: number
  readonly last: number
  /** There may be more. */
  readonly partly?: true
}

/** `A14 to A26, 5 packets; B14 to B26, 5`; of one capture `14 to 26, 5 packets`; where there may be more, `5+ packets`. */
export function spansSay(spans: readonly Span[], several: boolean): string {
  const name = (capture: Capture, packet: number) => `${several ? captureName(capture) : ''}${packet}`
  return spans
    .map(({ capture, count, first, last, partly }, i) => {
      const many = i === 0 ? atLeast(count, partly, 'packet') : atLeast(count, partly)
      return `${count === 1 ? name(capture, first) : `${name(capture, first)} to ${name(capture, last)}`}, ${many}`
    })
    .join('; ')
}

function spansOf(group: readonly Single[]): readonly Span[] {
  const spans = new Map<Capture, Span>()
  for (const { numbers } of group)
    for (const [capture, packet] of numbers) {
      const { count = 0, first = packet, last = packet } = spans.get(capture) ?? {}
      spans.set(capture, { capture, count: count + 1, first: Math.min(first, packet), last: Math.max(last, packet) })
    }
  return [...spans.values()]
}

/**
 * Protected traffic that is listed by its SPI is not listed again by the field that says this SPI in each of its packets; its row
 * leads through them.
 */
export function withoutTwice(traffic: readonly Hit[], fields: readonly Hit[]): Hit[] {
  const listed = new Map(traffic.flatMap(hit => (hit.flow === undefined ? [] : [[hit.flow, hit.id] as const])))
  const places = new Map<string, readonly Place[]>()
  const rest = fields.filter(hit => {
    const id = hit.flow === undefined ? undefined : listed.get(hit.flow)
    if (id === undefined) return true
    if (hit.places && !hit.partly) places.set(id, hit.places)
    return false
  })
  return [...traffic.map(hit => (places.has(hit.id) ? { ...hit, places: places.get(hit.id)! } : hit)), ...rest]
}

import type { Between, Report } from '../../trace/report.ts'
import type { Drawing } from '../ladder/drawing.ts'
import type { Row } from '../ladder/row.ts'

/** What the capture from between the ends says of packets, ready to be looked up; undefined without one. */
export function atRouter({ between }: Pick<Report, 'between'>): Drawing['between'] {
  if (!between) return undefined
  const seen = [new Map(between.seen.a), new Map(between.seen.b)] as const
  const losses = new Map(between.losses.map(one => [`${one.trace} ${one.packet}`, one]))
  return (trace, number) => {
    const loss = losses.get(`${trace} ${number}`)
    const packet = seen[trace].get(number) ?? loss?.atR
    return { ...(packet === undefined ? {} : { packet }), ...(loss && loss.place !== 'unknown' ? { lost: loss.place } : {}) }
  }
}

/** The number that a row's packet has at the router. @param at the packet, at an end */
export function numberAtR(
  between: Drawing['between'],
  row: Row,
  { trace, packet }: { readonly trace: 0 | 1; readonly packet: number },
): number | undefined {
  return (row.kind === 'single' ? row.atR : undefined) ?? between?.(trace, packet).packet
}

/** Where one of the router's packets stands at an end, as far as the report tells: at A, else at B. */
export function atEnds({ between }: Pick<Report, 'between'>, atR: number): { readonly trace: 0 | 1; readonly packet: number } | undefined {
  if (!between) return undefined
  const known = ends.get(between) ?? endsByRouter(between)
  ends.set(between, known)
  return known.get(atR)
}

type AtEnd = { readonly trace: 0 | 1; readonly packet: number }

const ends = new WeakMap<Between, ReadonlyMap<number, AtEnd>>()

function endsByRouter({ seen, losses }: Between): ReadonlyMap<number, AtEnd> {
  const known = new Map<number, AtEnd>()
  for (const [packet, atR] of seen.b) known.set(atR, { trace: 1, packet })
  for (const { trace, packet, atR } of losses) if (atR !== undefined) known.set(atR, { trace, packet })
  for (const [packet, atR] of seen.a) known.set(atR, { trace: 0, packet })
  return known
}

import type { Report } from '../../trace/report.ts'
import type { Drawing } from '../ladder/drawing.ts'

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

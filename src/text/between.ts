import type { Between, Leg, LostAround } from '../trace/report.ts'
import { counted, duration, grouped, ranges } from './figures.ts'

/** What a capture from between the ends adds, for a person. */
export function betweenLines({ name, packets, aToR, rToB, lost, modified, losses }: Between): string[] {
  const of = (trace: 0 | 1, place: string) =>
    ranges(losses.filter(one => one.trace === trace && one.place === place).map(one => one.packet))
  const changed = modified.betweenAandR + modified.betweenRandB + modified.unknown
  return [
    `R  ${name}: ${counted(packets, 'packet')}, between A and B; ${legSays('A', aToR)}, ${legSays('B', rToB)}`,
    ...lostLines(['A', 'B'], lost.aToB, place => of(0, place)),
    ...lostLines(['B', 'A'], lost.bToA, place => of(1, place)),
    ...(changed
      ? [
          `  changed: ${grouped(modified.betweenAandR)} between A and R, ${grouped(modified.betweenRandB)} between R and B${modified.unknown ? `, ${grouped(modified.unknown)} somewhere` : ''}`,
        ]
      : []),
  ]
}

function lostLines(
  [from, to]: readonly [string, string],
  { beforeR, behindR, unknown }: LostAround,
  packets: (place: string) => string,
): string[] {
  return [
    ...(beforeR ? [`  lost between ${from} and R: ${counted(beforeR, 'packet')} (${from} ${packets('before')})`] : []),
    ...(behindR ? [`  lost at R or between R and ${to}: ${counted(behindR, 'packet')} (${from} ${packets('behind')})`] : []),
    ...(unknown ? [`  lost from ${from} to ${to}, where R cannot tell: ${counted(unknown, 'packet')}`] : []),
  ]
}

function legSays(end: 'A' | 'B', { matched, delay }: Leg): string {
  const median = (end === 'A' ? delay.there : delay.back)?.median
  return `${grouped(matched)} also at ${end}${median === undefined ? '' : `, ${duration(median)} from there`}`
}

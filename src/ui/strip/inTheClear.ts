import { useEffect, useState } from 'react'
import type { Session } from '../../host/protocol.ts'
import type { Side } from '../ladder/row.ts'
import { bars, PART } from './density.ts'
import type { Line, StripLane } from './layout.ts'

/** A capture of the two hosts: their addresses as it has them, how long it is, and where on the line it begins; seconds. */
export interface Taken {
  readonly trace: 0 | 1
  readonly left: string
  readonly right: string
  readonly span: number
  readonly begins: number
}

/** Packets in the clear from one of the two hosts to the other, by parts of the capture's time. */
export interface InTheClear extends Pick<Taken, 'span' | 'begins'> {
  readonly from: Side
  readonly counts: Uint32Array
}

const none: readonly InTheClear[] = []

/** Asks how much two hosts said in the clear, each way; of two captures the one that saw more of it is told. */
export function useInTheClear(session: Session | undefined, taken: readonly Taken[], width: number): readonly InTheClear[] {
  const [told, setTold] = useState(none)
  const parts = Math.floor(width / PART)
  const asked = `${parts} ${taken.map(({ trace, left, right, span, begins }) => [trace, left, right, span, begins]).join(' ')}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked for, not the list that says so
  useEffect(() => {
    const captures = taken.filter(({ left, span }) => left !== '' && span > 0)
    if (!session || captures.length === 0 || parts <= 0) return setTold(none)
    let current = true
    Promise.all(captures.map(one => ask(session, one, parts))).then(
      all => current && setTold(all.reduce((most, one) => (sum(one) > sum(most) ? one : most), none)),
      () => {},
    )
    return () => {
      current = false
    }
  }, [session, asked])
  return told
}

async function ask(session: Session, { trace, left, right, span, begins }: Taken, parts: number): Promise<readonly InTheClear[]> {
  const ways = [
    { from: left, to: right },
    { from: right, to: left },
  ]
  const counts = await session.density(trace, ways, span, parts)
  return counts.map((counts, i) => ({ from: i === 0 ? 'left' : 'right', counts, span, begins }))
}

function sum(all: readonly InTheClear[]): number {
  return all.reduce((sum, { counts }) => counts.reduce((sum, count) => sum + count, sum), 0)
}

/** Lanes of what was said in the clear, one for each way that has any; bars of both to one scale. @param names of the lanes; else each says so */
export function clearLanes(all: readonly InTheClear[], line: Line, names?: Readonly<Record<Side, string>>): StripLane[] {
  const most = all.reduce((most, { counts }) => counts.reduce((most, count) => Math.max(most, count), most), 1)
  return all
    .filter(({ counts }) => names !== undefined || counts.some(count => count > 0))
    .map(({ from, counts, span, begins }) => ({
      name: names?.[from] ?? `in the clear ${from === 'left' ? '→' : '←'}`,
      marks: bars(counts, span, begins, line, most).map(bar => ({ ...bar, kind: 'clear' as const })),
    }))
}

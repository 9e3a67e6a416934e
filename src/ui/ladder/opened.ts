import { useEffect, useState } from 'react'
import type { Carried, Session } from '../../host/protocol.ts'
import { grouped } from '../../text/figures.ts'
import type { Flow } from '../../trace/report.ts'
import type { BandRow, BothSeen, Row, Side, SingleRow } from './row.ts'
import { OF_BAND, singleName, singleSays } from './single.ts'
import type { OnTheWay } from './took.ts'

// A band that somebody opens is drawn packet by packet, some at a time. Which are open, and how many of each, is in the
// folds: the band's own id, and one id more for each time that more of it was asked for.

/** Packets drawn at a time. */
const STEP = 200

/** What was told of the packets of bands, by the band's id; of both ends also those that the sender's capture does not have. */
export type Opened = ReadonlyMap<string, Carried & { readonly onlyCame?: Carried['packets'] }>
const none: Opened = new Map()

/** Id of the row that stands for the rest of a band's packets, after so many steps. */
function restId(band: string, steps: number): string {
  return `${band} more ${steps}`
}

function stepsOf(band: string, open: ReadonlySet<string>): number {
  let steps = 1
  while (open.has(restId(band, steps))) steps++
  return steps
}

/** Asks for the packets of open bands. @param shown the trace, where not both are */
export function useOpened(session: Session | undefined, rows: readonly Row[], open: ReadonlySet<string>): Opened {
  const [opened, setOpened] = useState(none)
  const bands = open.size === 0 ? [] : rows.filter((row): row is BandRow => row.kind === 'band' && open.has(row.id))
  const asked = bands.map(({ id }) => `${id} ${stepsOf(id, open)}`).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked for, not the lists that say so
  useEffect(() => {
    if (!session || bands.length === 0) return setOpened(none)
    let current = true
    Promise.all(
      bands.map(async ({ id, flow, arrived }) => {
        const count = stepsOf(id, open) * STEP
        const [told, came] = await Promise.all([inSteps(session, flow, count), arrived && inSteps(session, arrived, count)])
        return [id, { ...told, ...(came ? { onlyCame: came.packets.filter(({ seen }) => !seen) } : {}) }] as const
      }),
    ).then(
      all => current && setOpened(new Map(all)),
      () => {},
    )
    return () => {
      current = false
    }
  }, [session, asked])
  return opened
}

async function inSteps(session: Session, { trace, spi, from, to }: BandRow['flow'], count: number): Promise<Carried> {
  const packets: Carried['packets'][number][] = []
  for (;;) {
    const told = await session.carried(trace, { spi, from, to }, packets.length, Math.min(STEP, count - packets.length))
    packets.push(...told.packets)
    if (told.packets.length === 0 || packets.length >= Math.min(count, told.of)) return { of: told.of, packets }
  }
}

/** Where a packet was captured, and on which clock its times are. */
export interface Ground {
  readonly near?: Side
  /** With both ends: a time of either trace on A's clock. */
  readonly onA?: (trace: 0 | 1, time: number) => number
  readonly onTheWay?: OnTheWay
}

/** The rows with the packets of open bands among them, in the order of time, and what is left of each band behind its last one. */
export function withOpened(rows: readonly Row[], opened: Opened, open: ReadonlySet<string>, ground: Ground): readonly Row[] {
  if (opened.size === 0) return rows
  const drawn = new Set(rows.flatMap(row => (row.kind === 'single' ? [`${row.from} ${row.packets[0]}`] : [])))
  const added: Row[] = []
  const all = rows.map(row => {
    const told = row.kind === 'band' && open.has(row.id) ? opened.get(row.id) : undefined
    if (row.kind !== 'band' || !told) return row
    for (const packet of told.packets) if (!drawn.has(`${row.from} ${packet.number}`)) added.push(singleOf(packet, row, row.flow, ground))
    const left = told.of - told.packets.length
    const last = added.at(-1)?.time ?? row.time
    if (row.arrived && ground.onA)
      for (const packet of told.onlyCame ?? []) {
        const single = singleOf(packet, row, row.arrived, ground)
        if (left <= 0 || single.time <= last)
          added.push({ ...single, says: [...single.says, 'not in the capture of its sender'], end: 'arrived' })
      }
    if (left > 0)
      added.push({ kind: 'rest', id: restId(row.id, stepsOf(row.id, open)), time: last, packets: [], flow: row.flow, from: row.from, left })
    return { ...row, open: true }
  })
  return [...all, ...added].sort((one, other) => one.time - other.time)
}

function singleOf(packet: Carried['packets'][number], { from }: BandRow, flow: Flow, { near, onA, onTheWay }: Ground): SingleRow {
  const { number, time, protocol, info, length, missing, fate, seen, atR } = packet
  const { trace } = flow
  const gap = missing && !onA ? [`${missing === 1 ? 'one' : grouped(missing)} before it not in this capture`] : []
  const own = { packets: [number], time: onA ? onA(trace, time) : time }
  const other = seen && { packets: [seen.packet], time: onA ? onA(trace === 0 ? 1 : 0, seen.time) : seen.time }
  const both: BothSeen = trace === 0 ? [own, other] : [other, own]
  return {
    kind: 'single',
    id: `${OF_BAND}${trace} ${number}`,
    time: own.time,
    packets: [number],
    ...(onA ? { seen: both } : {}),
    ...(onA && atR !== undefined ? { atR } : {}),
    from,
    name: singleName(protocol),
    says: [...singleSays(info), ...gap],
    bytes: length,
    end: onA ? (fate === 'lost' ? 'lost' : seen ? 'arrived' : 'unknown') : near !== undefined && near !== from ? 'arrived' : 'unknown',
    ...(other ? onTheWay?.(other.time - own.time, own.time) : {}),
  }
}

import { useEffect, useState } from 'react'
import type { PacketRow, Session } from '../../host/protocol.ts'
import { directionOf } from './direction.ts'
import type { HostPair } from './hostPairs.ts'
import { isAmongBands, rowNaming } from './layout.ts'
import type { Row, Side, SingleRow } from './row.ts'

// Protected traffic is drawn as bands. A packet of it that something is said about, by ICMP or by a finding, is drawn by
// itself as well; what it was is asked of the session.

/** So many are asked for; more would hide the story instead of telling it. */
const MOST = 60
const shown = new Set(['ESP', 'UDP-ESP', 'AH', 'Fragment'])
const none: readonly PacketRow[] = []

/** How ids of rows begin that stand for a packet of a band that is open. */
export const OF_BAND = 'single of '

/** Numbers of the packets to be drawn by themselves: those cited, and those that ICMP errors quote, as far as no row has them. */
export function toSingle(wanted: readonly number[], rows: readonly Row[]): number[] {
  const quoted = rows.flatMap(row => (row.kind === 'icmp' && row.error.quotes?.packet !== undefined ? [row.error.quotes.packet] : []))
  const all = new Set([...wanted, ...quoted])
  for (const row of rows) if (row.kind !== 'band') for (const packet of row.packets) all.delete(packet)
  return [...all].slice(0, MOST).sort((one, other) => one - other)
}

/** Whether packets of a protocol, as the packet list names it, are drawn by themselves. */
export function isSaidOf(protocol: string): boolean {
  return shown.has(protocol)
}

/** What such a packet is called at its arrow. */
export function singleName(protocol: string): string {
  return protocol === 'UDP-ESP' ? 'ESP' : protocol
}

/** The packet list's words on it in parts, the most telling first. */
export function singleSays(info: string): string[] {
  return info
    .replace(/^(ESP|AH) /, '')
    .replace(' seq ', ', sequence ')
    .split(/, |: /)
    .flatMap(part => INSIDE.exec(part)?.slice(1) ?? [part])
}

/** What is inside: its addresses, and what it is; each may find room where both do not. */
const INSIDE = /^(\S+ → \S+) ([A-Z].*)$/

/** The packet looked at, where a band may fold it away: then it is drawn by itself as well. @param row that it was chosen from, by id */
export function toLookAt(packet: number, row: string | undefined, rows: readonly Row[], trace: 0 | 1): readonly number[] {
  const isDrawn = row?.startsWith(OF_BAND) || rowNaming(rows, trace, packet) !== undefined
  return !isDrawn && isAmongBands(rows, trace, packet) ? [packet] : []
}

/** What those packets are; until the answers are here, those of before. */
export function useSingles(session: Session | undefined, trace: 0 | 1, numbers: readonly number[]): readonly PacketRow[] {
  const [told, setTold] = useState<{ readonly session?: Session; readonly trace: 0 | 1; readonly packets: readonly PacketRow[] }>()
  const asked = numbers.join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the numbers asked for, not the list that holds them
  useEffect(() => {
    if (!session || numbers.length === 0) return setTold(undefined)
    let current = true
    Promise.all(numbers.map(number => session.rows(trace, number - 1, number))).then(
      rows => current && setTold({ session, trace, packets: rows.flat() }),
      () => {},
    )
    return () => {
      current = false
    }
  }, [session, trace, asked])
  return told && told.session === session && told.trace === trace ? told.packets : none
}

/** Rows of the ladder with those packets between them. @param near where the capture was taken */
export function withSingles(rows: readonly Row[], packets: readonly PacketRow[], pair: HostPair, near: Side | undefined): Row[] {
  const singles = new Map<number, SingleRow>()
  // Behind a NAT a host has other addresses in this capture than its negotiation goes by.
  const hosts = new Set([pair.left, pair.right, ...pair.flows.flatMap(({ from, to }) => [from, to])])
  for (const { number, time, source, destination, protocol, info, length } of packets) {
    if (!shown.has(protocol) || !hosts.has(source) || !hosts.has(destination)) continue
    const from = directionOf(source, destination, pair)
    singles.set(number, {
      kind: 'single',
      id: `single ${number}`,
      time,
      packets: [number],
      from,
      name: singleName(protocol),
      says: singleSays(info),
      bytes: length,
      end: near !== undefined && near !== from ? 'arrived' : 'unknown',
    })
  }
  if (singles.size === 0) return [...rows]
  return [...rows, ...singles.values()].sort((one, other) => one.time - other.time)
}

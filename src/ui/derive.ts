import type { Negotiation, Report } from '../trace/report.ts'
import type { HostPair } from './ladder/hostPairs.ts'
import { type Layout, rowOfPacket } from './ladder/layout.ts'
import type { Row } from './ladder/row.ts'
import type { State } from './state.ts'

/** The pair of hosts whose ladder is shown: the chosen one, else the first with a negotiation, else the first. */
export function shownPair<P extends HostPair>(
  pairs: readonly P[],
  { pair, negotiation }: Pick<State, 'pair' | 'negotiation'>,
): P | undefined {
  return (
    pairs.find(one => one.key === pair) ??
    pairs.find(one => negotiation !== undefined && one.negotiations.some(({ id }) => id === negotiation)) ??
    pairs.find(one => one.negotiations.length > 0) ??
    pairs[0]
  )
}

/** The row that stands for what is selected. */
export function selectedRow({ rows, indexOf }: Layout, { selection, trace }: Pick<State, 'selection' | 'trace'>): Row | undefined {
  if (!selection) return undefined
  const own = selection.row === undefined ? undefined : rows[indexOf.get(selection.row) ?? -1]
  return own ?? rowOfPacket(rows, trace, selection.packet)
}

/** The heading that stands for a negotiation which was chosen as a whole, while nothing of it is selected. */
export function chosenHeading({ rows }: Layout, { selection, negotiation }: Pick<State, 'selection' | 'negotiation'>): Row | undefined {
  if (selection || negotiation === undefined) return undefined
  return rows.find(row => row.kind === 'start' && row.negotiation === negotiation)
}

/** The negotiation in view: that of the selected row, else the chosen one, else the pair's first. */
export function shownNegotiation(
  pair: HostPair | undefined,
  row: Row | undefined,
  { negotiation }: Pick<State, 'negotiation'>,
): Negotiation | undefined {
  const id = row?.negotiation ?? negotiation
  return pair?.negotiations.find(one => one.id === id) ?? pair?.negotiations[0]
}

/** Where a packet belongs: the pair of hosts and the negotiation that its row is in; nothing for a packet without a row. */
export function whereabouts(
  pairs: readonly HostPair[],
  trace: 0 | 1,
  packet: number,
): { readonly pair?: string; readonly negotiation?: string } {
  for (const pair of pairs) {
    for (const { id, exchanges } of pair.negotiations)
      for (const { messages } of exchanges)
        for (const { transmissions } of messages)
          for (const { sightings } of transmissions)
            for (const sighting of sightings)
              if (sighting.trace === trace && sighting.packets.includes(packet)) return { pair: pair.key, negotiation: id }
    if (pair.icmpErrors.some(error => error.trace === trace && error.packet === packet)) return { pair: pair.key }
  }
  const around = (first?: number, last?: number) => first !== undefined && first <= packet && packet <= (last ?? first)
  const traffic = pairs.find(pair =>
    pair.flows.some(flow => flow.trace === trace && (flow.firstPacket === packet || flow.lastPacket === packet)),
  )
  const near = traffic ?? pairs.find(pair => pair.keepalives.some(one => one.trace === trace && around(one.firstPacket, one.lastPacket)))
  if (near) return { pair: near.key }
  // Amid a flow its number tells nothing where flows of other hosts run at the same time.
  const amid = pairs.filter(pair => pair.flows.some(flow => flow.trace === trace && around(flow.firstPacket, flow.lastPacket)))
  return amid.length === 1 ? { pair: amid[0]!.key } : {}
}

/** All negotiations in the order of the list. */
export function listed(pairs: readonly HostPair[]): { readonly pair: string; readonly negotiation: Negotiation }[] {
  return pairs.flatMap(pair => pair.negotiations.map(negotiation => ({ pair: pair.key, negotiation })))
}

/** Whether there is a ladder to draw at all. */
export function hasStory({ negotiations, flows, icmpErrors = [], clearHosts = [] }: Report): boolean {
  return [negotiations, flows, icmpErrors, clearHosts].some(({ length }) => length > 0)
}

import type { PacketName, Selected } from '../../lessons/index.ts'
import { useApp } from '../app.ts'
import { packetsIn } from '../ladder/layout.ts'
import type { Row } from '../ladder/row.ts'

/** The packet that is selected, with the packets of the same message in the other capture. */
export function useSelected(row: Row | undefined): Selected | undefined {
  const { state } = useApp()
  const { selection, trace } = state
  if (!selection) return undefined
  const other = trace === 0 ? 1 : 0
  const own = row?.kind === 'message' ? packetsIn(row, trace) : []
  const theirs = row?.kind === 'message' ? packetsIn(row, other) : []
  // Piece by piece: the second fragment here is the second fragment there, where both ends have all of them.
  const place = own.indexOf(selection.packet)
  const twins: PacketName[] = place >= 0 && own.length === theirs.length ? [{ trace: other, packet: theirs[place]! }] : []
  return { trace, packet: selection.packet, twins }
}

/** The packets picked, with one more or one less. */
export function toggledPick(picked: readonly Selected[], one: Selected): readonly Selected[] {
  const same = (other: Selected) => other.trace === one.trace && other.packet === one.packet
  return picked.some(same) ? picked.filter(other => !same(other)) : [...picked, one]
}

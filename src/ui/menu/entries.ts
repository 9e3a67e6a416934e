import { type Capture, captureName, choosing, inList } from '../captures.ts'
import { lookedAt } from '../ladder/lookedAt.ts'
import type { Row } from '../ladder/row.ts'
import { happenings } from '../ladder/rows.ts'
import { noteOn } from '../notes/added.ts'
import { rowsAsSvg } from './asSvg.ts'
import { findingAsText, negotiationAsText, packetsAsHex, rowsAsText } from './asText.ts'
import { cutting } from './cutting.ts'
import { type Entry, narrowing, quoted, type Surroundings } from './entry.ts'
import { ofField } from './ofField.ts'
import { packetsOf } from './packetsOf.ts'
import type { Subject } from './subject.ts'

/** The lines of a menu in groups. To add one: a line in the function of its subject. */
export function entriesOf(subject: Subject, around: Surroundings): readonly (readonly Entry[])[] {
  const groups = {
    row: () => subject.kind === 'row' && ofRow(subject.row, around),
    packet: () => subject.kind === 'packet' && ofPacket(subject.packet, around),
    negotiation: () => subject.kind === 'negotiation' && ofNegotiation(subject.id, around),
    host: () => subject.kind === 'host' && ofHost(subject.address, around),
    finding: () => subject.kind === 'finding' && ofFinding(subject.index, around),
    field: () => subject.kind === 'field' && ofField(subject.path, around),
  }[subject.kind]()
  // Notes, what is hidden and the filter are of the packets of the ends.
  const ofR = around.state.inR === true && around.state.view === 'ladder' && IN_LADDER.has(subject.kind)
  const fits = ({ id }: Entry) => !ofR || !OF_ENDS.has(id)
  return (groups || []).map(group => group.filter(fits)).filter(group => group.length > 0)
}

/** What is of the capture whose ladder is looked at; the rest is of all. */
export const IN_LADDER: ReadonlySet<Subject['kind']> = new Set<Subject['kind']>(['row', 'negotiation', 'host'])

const OF_ENDS: ReadonlySet<string> = new Set(['note', 'hide', 'hideAll', 'unhide', 'only'])

function ofRow(row: Row, around: Surroundings): Entry[][] {
  const { state, dispatch, pair, copy, navigation } = around
  const { trace } = state
  const at = lookedAt(row, trace)
  const its = at && packetsOf(row, at.trace, around.session)
  const spoken = pair && { pair, peers: state.peers, trace: inList(state) }
  return [
    at ? [noting(at.trace, at.packet, around), { id: 'list', name: 'Show in the packet list', does: () => toList(at, around) }] : [],
    [
      ...(row.kind === 'fold' || row.kind === 'band'
        ? [
            {
              id: 'open',
              name: row.open ? 'Close it again' : row.kind === 'band' ? 'Open into arrows' : 'Show each copy',
              hint: '→',
              does: () => dispatch({ type: 'fold', row: row.id }),
            },
          ]
        : []),
    ],
    [
      ...(spoken ? [{ id: 'text', name: 'Copy as text', does: () => copy('Text', () => rowsAsText([row], spoken)) }] : []),
      ...(pair ? [picturing(() => [row], around)] : []),
      ...(at && its ? [hexing(at.trace, its.numbers, around), cutting(at.trace, its, around)] : []),
    ],
    [
      ...(at ? [{ id: 'hide', name: 'Hide this row', hint: 'H', does: () => navigation.hide() }] : []),
      ...hidingNegotiation(row.negotiation, around),
    ],
    [
      ...(row.kind === 'band' ? [narrowing(`spi:${row.flow.spi}`, `Show only SPI ${row.flow.spi}`, around)] : []),
      ...(row.kind === 'message' || row.kind === 'fold'
        ? [narrowing(wordOf(row.message.name), `Show only ${row.message.name}`, around)]
        : []),
    ],
    [
      ...(row.negotiation && pair
        ? [{ id: 'negotiation', name: 'About its negotiation', does: () => navigation.toNegotiation(pair.key, row.negotiation!) }]
        : []),
      ...naming(around),
    ],
  ]
}

function ofPacket(packet: number, around: Surroundings): Entry[][] {
  const { state, report, dispatch } = around
  const trace = inList(state)
  const { trace: end = state.trace, packet: there } = choosing(report, trace, packet)
  return [
    [
      ...(there > 0 ? [noting(end, there, around)] : []),
      {
        id: 'ladder',
        name: 'Show in the ladder',
        does: () => {
          dispatch({ type: 'view', view: state.opened?.report.pair ? 'both' : 'ladder' })
          around.navigation.toPacket(trace, packet)
        },
      },
    ],
    [
      {
        id: 'text',
        name: 'Copy as text',
        does: () =>
          around.copy('Text', async () => {
            const [line] = (await around.session?.rows(trace, packet - 1, packet)) ?? []
            return line
              ? `${captureName(trace)}${packet}  ${line.time.toFixed(3)} s  ${line.source} → ${line.destination}  ${line.protocol}  ${line.info}`
              : ''
          }),
      },
      hexing(trace, async () => [packet], around),
      cutting(trace, { count: 1, numbers: async () => [packet] }, around),
    ],
  ]
}

function ofNegotiation(id: string, around: Surroundings): Entry[][] {
  const { state, report, copy } = around
  const pair = around.pairs.find(one => one.negotiations.some(negotiation => negotiation.id === id))
  const negotiation = pair?.negotiations.find(one => one.id === id)
  if (!pair || !negotiation) return []
  const text = () => {
    const told = pair === around.pair ? around.all : happenings(report, state.trace, pair)
    const rows = told.filter(row => row.negotiation === id)
    return negotiationAsText(negotiation, rows, { pair, peers: state.peers, trace: inList(state) })
  }
  return [
    [
      { id: 'go', name: 'Show in the ladder', does: () => around.navigation.toNegotiation(pair.key, id) },
      narrowing(`spi:${negotiation.initiatorSpi}`, 'Show only this negotiation', around),
    ],
    [
      { id: 'text', name: 'Copy as text', does: () => copy('Text', text) },
      ...(pair === around.pair ? [picturing(() => drawnOf(id, around.rows), around)] : []),
    ],
    [...hidingNegotiation(id, around), ...naming(around)],
  ]
}

function ofHost(address: string, around: Surroundings): Entry[][] {
  const name = around.state.peers.get(address)
  return [
    [narrowing(`ip:${address}`, `Show only packets of ${name ?? address}`, around)],
    [{ id: 'text', name: 'Copy the address', does: () => around.copy('Address', () => address) }],
    naming(around),
  ]
}

function ofFinding(index: number, around: Surroundings): Entry[][] {
  const finding = around.report.findings[index]
  if (!finding) return []
  return [
    [
      { id: 'go', name: 'Show its packets', hint: 'F', does: () => around.navigation.toFinding(index) },
      narrowing(`finding:${finding.rule}`, 'Show only its packets', around),
    ],
    [{ id: 'text', name: 'Copy as text', does: () => around.copy('Text', () => findingAsText(finding)) }],
  ]
}

function wordOf(message: string): string {
  return `msg:${quoted(message)}`
}

function noting(trace: 0 | 1, packet: number, { state, dispatch }: Surroundings): Entry {
  const name = noteOn(state.notes, trace, packet) ? 'Change the note…' : 'Write a note…'
  return {
    id: 'note',
    name,
    hint: 'N',
    does: () => {
      dispatch({ type: 'select', trace, packet, reveal: false })
      dispatch({ type: 'dialog', dialog: 'note' })
    },
  }
}

function naming({ dispatch }: Surroundings): Entry[] {
  return [{ id: 'names', name: 'Name the hosts…', does: () => dispatch({ type: 'dialog', dialog: 'names' }) }]
}

function hidingNegotiation(id: string | undefined, { state, dispatch }: Surroundings): Entry[] {
  return [
    ...(id ? [{ id: 'hideAll', name: 'Hide this negotiation', does: () => dispatch({ type: 'hide', marks: [id] }) }] : []),
    ...(state.hidden.size > 0 ? [{ id: 'unhide', name: 'Show all that is hidden', does: () => dispatch({ type: 'unhide' }) }] : []),
  ]
}

function picturing(rows: () => readonly Row[], { state, report, pair, copy }: Surroundings): Entry {
  return { id: 'svg', name: 'Copy as SVG', does: () => pair && copy('SVG', () => rowsAsSvg(rows(), pair, report, state)) }
}

/** A negotiation as it is drawn, from its heading to its last row, with the pauses between. */
function drawnOf(id: string, rows: readonly Row[]): readonly Row[] {
  const [first, last] = [rows.findIndex(row => row.negotiation === id), rows.findLastIndex(row => row.negotiation === id)]
  return rows.slice(Math.max(first, 0), last + 1).filter(row => row.negotiation === id || row.negotiation === undefined)
}

/** More packets than this make no text that somebody wants. */
const MOST_HEX = 200

function hexing(trace: Capture, numbers: (most: number) => Promise<readonly number[]>, { session, copy }: Surroundings): Entry {
  const text = async () => packetsAsHex(await Promise.all((await numbers(MOST_HEX)).map(packet => session!.packet(trace, packet))))
  return { id: 'hex', name: 'Copy as hex', does: () => session && copy('Hex', text) }
}

function toList({ trace, packet }: { readonly trace: 0 | 1; readonly packet: number }, { dispatch }: Surroundings): void {
  dispatch({ type: 'view', view: 'packets' })
  dispatch({ type: 'select', trace, packet, reveal: false })
}

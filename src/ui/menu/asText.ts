import { hexDump } from '../../dissectors/hexDump.ts'
import type { PacketView } from '../../host/protocol.ts'
import { counted, grouped } from '../../text/figures.ts'
import type { Finding, Negotiation } from '../../trace/report.ts'
import { type Capture, captureName } from '../captures.ts'
import { modeName, outcomeName } from '../case/names.ts'
import type { HostPair } from '../ladder/hostPairs.ts'
import { contentTexts, packetRange } from '../ladder/label.ts'
import { packetsIn } from '../ladder/layout.ts'
import { againText } from '../ladder/messageWords.ts'
import { isHere } from '../ladder/pieces.ts'
import type { Row, Side } from '../ladder/row.ts'
import { rowWords } from '../ladder/rowName.ts'
import { moment } from '../time.ts'

/** What a mail needs to speak of hosts. */
export interface Spoken {
  readonly pair: Pick<HostPair, 'left' | 'right'>
  readonly peers: ReadonlyMap<string, string>
  /** The capture whose numbers they are, where a row does not say. */
  readonly trace: Capture
}

const fates = { arrived: '', unknown: 'arrival unknown', lost: 'lost on the way', refused: 'refused' }

/** Rows of the ladder as lines of text for a mail: packets, time, who to whom, what. */
export function rowsAsText(rows: readonly Row[], spoken: Spoken): string {
  const cells = rows.map(row => cellsOf(row, spoken))
  const widths = [0, 1, 2].map(column => Math.max(0, ...cells.map(cell => cell[column]!.length)))
  return cells
    .map(([packets, time, who, what]) =>
      `${packets.padEnd(widths[0]!)}  ${time.padStart(widths[1]!)}  ${who.padEnd(widths[2]!)}  ${what}`.trim(),
    )
    .join('\n')
}

function cellsOf(row: Row, spoken: Spoken): [packets: string, time: string, who: string, what: string] {
  if (row.kind === 'pause') return ['', '', '', `(${rowWords(row)})`]
  if (row.kind !== 'message')
    return [packetsOf(row, spoken.trace), secondsOf(row), 'from' in row && row.from ? way(row.from, spoken) : '', wordsOf(row)]
  const { message, end, copy, pieces, cutAs, modified } = row
  const unseen = pieces.filter(piece => !isHere(piece)).length
  const what = [
    contentTexts(message).join(', '),
    copy > 1 ? againText(row) : '',
    `${grouped(message.bytes)} bytes${cutAs ? ` in ${pieces.length} ${cutAs}${unseen > 0 ? `, ${unseen} not in this capture` : ''}` : ''}`,
    fates[end],
    modified ? 'changed on the way' : '',
  ]
  return [packetsOf(row, spoken.trace), secondsOf(row), way(row.from, spoken), `${message.name}  ${what.filter(Boolean).join(', ')}`]
}

function wordsOf(row: Row): string {
  return rowWords(row).replace(/, (left to right|right to left)/, '')
}

function packetsOf(row: Row, trace: Capture): string {
  if (!row.seen) return row.packets.length > 0 ? `${captureName(trace)}${packetRange(row.packets)}` : ''
  const of = (one: 0 | 1) => (packetsIn(row, one).length > 0 ? [`${captureName(one)}${packetRange(packetsIn(row, one))}`] : [])
  return [...of(0), ...of(1)].join(' ')
}

function secondsOf(row: Row): string {
  return row.packets.length > 0 ? `${row.time.toFixed(3)} s` : ''
}

function way(from: Side, { pair, peers }: Spoken): string {
  const [left, right] = [pair.left, pair.right].map(address => peers.get(address) ?? address)
  return from === 'left' ? `${left} → ${right}` : `${right} → ${left}`
}

/** A negotiation in a few lines: what it was, between whom, how it ended, and its messages. */
export function negotiationAsText(negotiation: Negotiation, rows: readonly Row[], spoken: Spoken): string {
  const { initiator, responder, initiatorSpi, responderSpi } = negotiation
  const name = (address: string) => (spoken.peers.has(address) ? `${spoken.peers.get(address)} (${address})` : address)
  return [
    `${modeName(negotiation)}, ${outcomeName(negotiation)}`,
    `initiator ${name(initiator.address)}, SPI ${initiatorSpi}; responder ${name(responder.address)}, SPI ${responderSpi ?? 'none'}`,
    rowsAsText(rows, spoken),
  ].join('\n')
}

/** A finding as somebody would write it in a ticket. */
export function findingAsText(finding: Finding): string {
  const { title, says, because, evidence, otherwise, tryNext } = finding
  const part = (name: string, texts: readonly string[]) => (texts.length > 0 ? [`${name}:`, ...texts.map(text => `- ${text}`)] : [])
  const packets = [...new Set(evidence.map(({ trace, packet }) => `${captureName(trace)}${packet}`))]
  return [
    `${title} (${finding.confidence})`,
    says,
    ...part('Because', because),
    ...(packets.length > 0
      ? [`Packets: ${packets.slice(0, 40).join(', ')}${packets.length > 40 ? ` and ${packets.length - 40} more` : ''}`]
      : []),
    ...part('It could also be', otherwise),
    ...part('Try next', tryNext),
  ].join('\n')
}

/** Packets as captured, in the hex that text2pcap reads too. */
export function packetsAsHex(views: readonly PacketView[]): string {
  return views
    .map(({ trace, number, time, original, captured, roots }) => {
      const size = captured < original ? `${grouped(captured)} of ${counted(original, 'byte')}` : counted(original, 'byte')
      return [`# ${captureName(trace)}${number}, at ${moment(time)}, ${size}`, ...hexDump(roots[0]?.bytes ?? new Uint8Array())].join('\n')
    })
    .join('\n\n')
}

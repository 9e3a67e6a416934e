import { counted } from '../../text/figures.ts'
import { duration, moment } from '../time.ts'
import { contextName, contextWords } from './context.ts'
import { contentTexts, packetRange } from './label.ts'
import { bandText } from './marks/BandMark.tsx'
import { dueText, pauseText, quoteText } from './marks/EventMarks.tsx'
import { foldText } from './marks/FoldMark.tsx'
import { restText } from './marks/RestMark.tsx'
import { againText, footTexts } from './messageWords.ts'
import { isHere, UNNUMBERED } from './pieces.ts'
import type { IcmpRow, MessageRow, Piece, Row, Side } from './row.ts'

/** A row in words, for those who do not see the drawing: what it says, its packets, when. */
export function rowName(row: Row): string {
  return [rowWords(row), ...(row.packets.length > 0 ? [packetWords(row), `at ${moment(row.time)}`] : [])].join(', ')
}

/** `packets 7–8`; of both ends `A7–8, B7`. */
function packetWords({ packets, seen }: Row): string {
  if (!seen) return `${packets[0] === packets.at(-1) ? 'packet' : 'packets'} ${packetRange(packets)}`
  return seen.flatMap((one, trace) => (one && one.packets.length > 0 ? [`${'AB'[trace]}${packetRange(one.packets)}`] : [])).join(', ')
}

/** The same without its packets and its time. */
export function rowWords(row: Row): string {
  switch (row.kind) {
    case 'start':
      return row.title
    case 'port':
      return `UDP port ${row.port}: ${row.says}`
    case 'message': {
      const again = row.copy > 1 ? [againText(row)] : []
      return [
        row.message.name,
        way(row.from),
        ...(row.message.decrypted ? ['decrypted'] : []),
        ...contentTexts(row.message),
        ...again,
        ...fateOf(row),
        ...wayTexts(row),
      ].join(', ')
    }
    case 'fold': {
      const [more, rest] = foldText(row)
      return `${row.message.name}: ${more} ${rest.join(', ')}`
    }
    case 'pause':
      return pauseText(row)
    case 'icmp': {
      const { type, code, from, means, mtu } = row.error
      const size = mtu === undefined ? [] : [`MTU ${mtu}`]
      return [`ICMP ${type}/${code} from ${from}`, means, ...size, ...quoteOf(row), ...(row.lost ? ['lost'] : []), ...delayOf(row)].join(
        ', ',
      )
    }
    case 'band':
      return `${row.flow.protocol.toUpperCase()} ${row.flow.spi}, ${way(row.from)}, ${bandText(row)}`
    case 'rest':
      return `${restText(row)}: show more of them`
    case 'single': {
      const says = [`${row.name} ${row.says.join(', ')}`, way(row.from), ...(fates[row.end] ? [fates[row.end]] : [])]
      return [...says, ...(row.changed ? [changedWords(row.changed)] : []), counted(row.bytes, 'byte'), ...delayOf(row)].join(', ')
    }
    case 'keepalive':
      return `${counted(row.count, 'NAT keepalive')}${row.count > 1 ? ` in ${duration(row.seconds)}` : ''}, ${way(row.from)}`
    case 'context':
      return `${contextName(row.run)}, in the clear, ${contextWords(row)}${row.third ? `, with ${row.third}` : ''}`
    case 'due':
      return `${row.name} ${dueText(row)}`
    case 'edge':
      return row.says
    case 'note':
      return `Note on packet ${row.on.trace === 0 ? 'A' : 'B'}${row.on.packet}: ${row.text}`
  }
}

function way(from: Side): string {
  return from === 'left' ? 'left to right' : 'right to left'
}

const fates = { arrived: '', unknown: 'arrival unknown', lost: 'lost', refused: 'refused' }

/** What became of a message; where it was so of some of its pieces only, of which: `lost: fragment 1480–2355`. */
function fateOf({ end, pieces, cutAs }: MessageRow): string[] {
  const same = pieces.filter(piece => piece.end === end)
  const some = end !== 'arrived' && same.length > 0 && same.length < pieces.length
  const unseen = pieces.filter(piece => !isHere(piece) && piece.end === undefined)
  return [
    ...(fates[end] ? [some && cutAs ? `${fates[end]}: ${fragments(same)}` : fates[end]] : []),
    ...(unseen.length > 0 ? [`${fragments(unseen)} not in this capture`] : []),
  ]
}

/** Pieces that are named; of more their number is told. */
const NAMED = 4

function fragments(pieces: readonly Piece[]): string {
  if (pieces.some(piece => piece.label === UNNUMBERED)) return counted(pieces.length, 'fragment')
  const named = pieces.slice(0, NAMED).map(piece => piece.label)
  const more = pieces.length > NAMED ? [`${pieces.length - NAMED} more`] : []
  return `${pieces.length === 1 ? 'fragment' : 'fragments'} ${[...named, ...more].join(' and ')}`
}

/** What stands below its arrow: size, changes, marks, and how long it was on the way. */
function wayTexts(row: MessageRow): string[] {
  const [size, ...rest] = footTexts({ ...row, modified: false })
  const changed = row.modified ? [row.changed ? changedWords(row.changed) : 'changed on the way'] : []
  return [...changed, size!, ...rest, ...delayOf(row)]
}

/** `changed on the way: 3 bytes in the encrypted payload, byte 118: 7b → fb`. */
function changedWords(changed: readonly string[]): string {
  const [what, ...values] = changed
  const said = [what?.replace(/ ?changed/, '').trim(), ...values].filter(Boolean).join(', ')
  return said === '' ? 'changed on the way' : `changed on the way: ${said}`
}

function quoteOf(row: IcmpRow): string[] {
  return (row.after ?? row.quoted) === undefined ? [] : [quoteText(row)]
}

function delayOf({ delay }: { readonly delay?: number }): string[] {
  return delay === undefined ? [] : [`${duration(delay)} on the way`]
}

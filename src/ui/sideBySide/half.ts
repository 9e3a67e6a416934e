import { ordinal } from '../../text/figures.ts'
import type { Transmission, WayMark } from '../../trace/report.ts'
import type {
  BandRow,
  ContextRow,
  DueRow,
  EdgeRow,
  FoldRow,
  IcmpRow,
  KeepaliveRow,
  MessageRow,
  Piece,
  Row,
  Side,
  SingleRow,
} from '../ladder/row.ts'
import { endText } from './closed.ts'

// Each half tells only what its own capture has. What became of a packet on the way is said where it should have come.

/** Whoever has a part of the asking knows why it did not answer; the other end only that nothing came. */
function dueAt(row: DueRow, trace: 0 | 1): DueRow | undefined {
  if (row.asked?.[trace] === false) return undefined
  const knowsWhy = row.since === undefined && trace === (row.from === 'left' ? 0 : 1)
  return knowsWhy ? row : { ...row, absent: 'not in this capture' }
}

/** A row as one end alone shows it; undefined where that end has nothing of it. */
export function atEnd(row: Row, trace: 0 | 1): Row | undefined {
  if (row.kind === 'edge') return edgeAt(row, trace)
  if (row.kind === 'due') return dueAt(row, trace)
  if (row.seen && !row.seen[trace]) return undefined
  switch (row.kind) {
    case 'message':
      return messageAt(row, trace)
    case 'fold':
      return foldAt(row, trace)
    case 'icmp':
      return icmpAt(row)
    case 'band':
      return bandAt(row, trace)
    case 'single':
      return singleAt(row, trace)
    case 'context':
      return contextAt(row, trace)
    case 'keepalive':
      return keepaliveAt(row, trace)
    case 'port':
      return row.saysAt ? { ...row, says: row.saysAt[trace] } : row
    default:
      return row
  }
}

/** Whether it left at that end. */
function sends({ from }: { readonly from: Side }, trace: 0 | 1): boolean {
  return from === (trace === 0 ? 'left' : 'right')
}

function edgeAt(row: EdgeRow, trace: 0 | 1): EdgeRow | undefined {
  if (row.of !== undefined && row.of !== trace) return undefined
  return row.ends ? { ...row, says: endText(row.ends, trace) } : row
}

/** What is said of a message where it arrived. */
const ofReceiver: ReadonlySet<WayMark> = new Set<WayMark>(['duplicated', 'reordered', 're-fragmented', 'not answered'])

function messageAt({ delay: _, within: _within, marks = [], undecided, after: __, ...row }: MessageRow, trace: 0 | 1): MessageRow {
  const isSent = sends(row, trace)
  const own = isSent ? [] : marks.filter(mark => ofReceiver.has(mark))
  return {
    ...row,
    ...copiesBefore(row, trace),
    end: row.end === 'refused' && isSent ? 'refused' : 'arrived',
    pieces: row.pieces.map(isSent ? left : received),
    modified: row.modified && !isSent,
    complete: row.message.transmissions[row.copy - 1]?.sightings.find(one => one.trace === trace)?.complete ?? row.complete,
    ...(own.length > 0 ? { marks: own } : {}),
    ...(undecided && isSent ? { undecided } : {}),
  }
}

function left({ other: _, ...piece }: Piece): Piece {
  if (piece.packet === undefined) return { label: piece.label, ...(piece.span ? { span: piece.span } : {}) }
  return { ...piece, end: piece.end === 'refused' ? 'refused' : 'arrived' }
}

function received({ label, span, other, end }: Piece): Piece {
  const place = { label, ...(span ? { span } : {}) }
  if (other !== undefined) return { ...place, packet: other, other, end: 'arrived' }
  return end === 'lost' || end === 'refused' ? { ...place, end } : place
}

/** The copies are numbered as they were sent; this capture may lack some of those before. */
function copiesBefore({ copy, message }: Pick<MessageRow, 'copy' | 'message'>, trace: 0 | 1): Pick<MessageRow, 'after' | 'again'> {
  const sights = message.transmissions.slice(0, copy).map(({ sightings }) => sightings.find(one => one.trace === trace))
  const [own, last] = [sights[copy - 1], sights.slice(0, copy - 1).findLast(Boolean)]
  const after = own && last && own.time - last.time
  const missing = sights.flatMap((one, i) => (one || i === copy - 1 ? [] : [i]))
  if (missing.length === 0) return after === undefined ? {} : { after }
  const many = missing.length > 1
  const without = missing.map(i => message.transmissions[i]!)
  const lost = without.every(({ fate }) => fate === 'lost')
  const one = missing[0] === 0 ? 'the first' : `the ${ordinal(missing[0]! + 1)}`
  const which = !many ? one : last ? `${missing.length} before it` : `the first ${missing.length}`
  const gone = without.every(inPart) ? 'came only in part' : without.some(inPart) ? 'did not come whole' : 'did not come'
  const absent = `${which} ${lost ? gone : many ? 'are not in this capture' : 'is not in this capture'}`
  return { again: last ? `again, ${ordinal(copy)} copy, ${absent}` : `${ordinal(copy)} copy, ${absent}` }
}

/** Some of its packets were lost, and not all. */
function inPart({ sightings, way }: Transmission): boolean {
  const lost = way?.lostPackets?.length ?? 0
  return lost > 0 && sightings.some(({ packets }) => packets.length > lost)
}

function foldAt({ fate, ...row }: FoldRow, trace: 0 | 1): FoldRow {
  const { inside, shown, sent } = row
  if (!inside) return row
  const copies = inside.copies.filter(copy => copy.seen?.[trace])
  const errors = inside.errors.flatMap(({ error, seen, quotes }) => {
    const own = seen?.[trace]
    const packet = copies.find(copy => copy.id === quotes)?.seen?.[trace]?.packets[0]
    return own
      ? [{ ...error, time: own.time, ...(error.quotes && packet !== undefined ? { quotes: { ...error.quotes, packet } } : {}) }]
      : []
  })
  return {
    ...row,
    sent: copies.flatMap(copy => copy.seen?.[trace] ?? []),
    shown: inside.copies.slice(0, shown).filter(copy => copy.seen?.[trace]).length,
    errors,
    since: sent[0]?.time ?? row.time,
    gaveUp: row.gaveUp && sends(row, trace),
    ...(fate !== undefined && !sends(row, trace) ? { fate } : {}),
  }
}

function icmpAt({ delay: _, within: _within, ...row }: IcmpRow): IcmpRow {
  return { ...row, lost: false }
}

function bandAt({ sent: _, lost, refused, changed, arrived, ...row }: BandRow, trace: 0 | 1): BandRow {
  const own = arrived?.trace === trace ? arrived : row.flow
  if (sends(row, trace)) return { ...row, flow: own, ...(refused === undefined ? {} : { refused }) }
  // What a router refused it told the sender; here it is missing, and no more.
  const gone = refused !== undefined && refused === lost ? undefined : lost && lost - (refused ?? 0)
  // Where numbers were changed on the way others seem to be missing.
  return {
    ...row,
    flow: changed === undefined ? own : { ...own, missing: 0 },
    ...(gone === undefined ? {} : { lost: gone }),
    ...(changed === undefined ? {} : { changed }),
  }
}

/** What was changed on the way left its sender as it was, and has at the receiver what came. */
function singleAt({ changed, came, delay: _, within: _within, ...row }: SingleRow, trace: 0 | 1): SingleRow {
  if (sends(row, trace)) return { ...row, end: row.end === 'refused' ? 'refused' : 'arrived' }
  return { ...row, ...came, end: 'arrived', ...(changed ? { changed } : {}) }
}

/** Each half has its own capture's run, and nothing of the other one. */
function contextAt({ runs, ...row }: ContextRow, trace: 0 | 1): ContextRow {
  return { ...row, run: runs?.[trace] ?? row.run }
}

function keepaliveAt({ arrived, ...row }: KeepaliveRow, trace: 0 | 1): KeepaliveRow {
  return arrived && !sends(row, trace) ? { ...row, ...arrived } : row
}

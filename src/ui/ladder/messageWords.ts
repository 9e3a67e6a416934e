import { grouped, ordinal } from '../../text/figures.ts'
import type { WayMark } from '../../trace/report.ts'
import { duration } from '../time.ts'
import { bytesOf, isHere } from './pieces.ts'
import type { MessageRow } from './row.ts'

/** `again, 2nd copy after 4.0 s`. */
export function againText({ copy, after, again }: Pick<MessageRow, 'copy' | 'after' | 'again'>): string {
  if (again !== undefined) return again
  return `again, ${ordinal(copy)} copy${after === undefined ? '' : ` after ${duration(after)}`}`
}

/** What stands below it, the most telling first: its size, and what is to be said of its way. */
export function footTexts(row: MessageRow): string[] {
  // Who refuses it answers, though not by IKE.
  const isTold = (mark: WayMark) => mark !== 'translated' && !(mark === 'not answered' && row.end === 'refused')
  const marks = row.marks?.filter(isTold).map(mark => (mark === 'outside' && row.outside) || (markWords[mark] ?? mark)) ?? []
  const partial = !row.pieces.every(isHere)
  return [
    sizeText(row),
    ...(row.modified ? ['changed on the way'] : []),
    ...(row.complete || partial ? [] : ['not all of it is here']),
    ...marks,
    ...(row.undecided ? ['perhaps before the one above'] : []),
  ]
}

/** `396 bytes`; `2 IP fragments, 2,356 bytes in all, 2,348 of them IKE`; `first of 2 IP fragments, 1,480 of 2,356 bytes`. */
export function sizeText({ message, pieces, cutAs }: Pick<MessageRow, 'message' | 'pieces' | 'cutAs'>): string {
  const size = `${grouped(message.bytes)} bytes`
  if (!cutAs) return size
  const held = pieces.filter(isHere)
  const bytes = bytesOf(pieces)
  if (held.length < pieces.length) {
    const which = held.length > 1 ? `${held.length}` : held[0] === pieces[0] ? 'first' : 'one'
    const known = bytes ? `${grouped(bytes.here)} of ${grouped(bytes.all)} bytes` : `of a message of ${size}`
    return `${which} of ${pieces.length} ${cutAs}, ${known}`
  }
  const many = `${held.length} ${held.length === 1 ? cutAs.slice(0, -1) : cutAs}`
  const together = held.length === 1 ? '' : ' in all'
  return bytes ? `${many}, ${grouped(bytes.all)} bytes${together}, ${grouped(message.bytes)} of them IKE` : `${many}, ${size}`
}

const markWords: Partial<Record<WayMark, string>> = {
  're-fragmented': 'cut again on the way',
  'not answered': 'arrived, not answered',
  'sender missed it': 'not in the capture of its sender',
  outside: 'the other capture could not see it',
  duplicated: 'captured more than once',
  reordered: 'overtaken on the way',
}

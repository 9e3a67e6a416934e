import type { IcmpError, Message } from '../../trace/report.ts'
import { each, type Slices } from '../slices.ts'
import type { BothSeen, FoldRow, IcmpRow, MessageRow, Row, Seen } from './row.ts'

/** So many copies of one message fold into a row; the first two stay drawn. */
const FOLD_FROM = 5
const DRAWN = 2

/**
 * Folds long retransmissions, and the ICMP errors that quote the folded copies.
 * @param all the rows of the whole time, where `rows` are those of a part of it: what comes after is known from them
 */
export function* folding(rows: readonly Row[], open: ReadonlySet<string>, all: readonly Row[] = rows): Slices<Row[]> {
  const many = new Map<Message, MessageRow[]>()
  yield* each(rows, row => {
    if (row.kind !== 'message' || row.copies < FOLD_FROM) return
    const together = many.get(row.message)
    if (together) together.push(row)
    else many.set(row.message, [row])
  })
  for (const [message, together] of many) if (together.length < FOLD_FROM) many.delete(message)
  if (many.size === 0) return [...rows]

  const lastOf = new Map<string, MessageRow>()
  yield* each(all, row => {
    if (row.kind === 'message') lastOf.set(row.negotiation ?? '', row)
  })
  const folds = new Map<Message, { row: FoldRow; errors: IcmpError[]; errorRows: IcmpRow[] }>()
  const foldOf = new Map<string, Message>()
  yield* each(many, ([message, together]) => {
    const folded = together.slice(DRAWN)
    const errors: IcmpError[] = []
    const errorRows: IcmpRow[] = []
    const id = `fold ${folded[0]!.id}`
    const last = together.at(-1)!
    const row: FoldRow = {
      kind: 'fold',
      id,
      time: folded[0]!.time,
      packets: folded.flatMap(copy => copy.packets),
      ...(last.negotiation === undefined ? {} : { negotiation: last.negotiation }),
      message,
      from: last.from,
      open: open.has(id),
      sent: together.map(({ time, packets }) => ({ time, packets })),
      shown: DRAWN,
      errors,
      gaveUp: last.end !== 'arrived' && lastOf.get(last.negotiation ?? '') === last,
      ...(last.seen ? { seen: seenTogether(folded), fate: fateOf(folded), inside: { copies: together, errors: errorRows } } : {}),
    }
    folds.set(message, { row, errors, errorRows })
    for (const copy of folded) foldOf.set(copy.id, message)
  })
  const begun = new Set<Message>()
  const shown: Row[] = []
  yield* each(rows, row => {
    const message = row.kind === 'message' ? foldOf.get(row.id) : row.kind === 'icmp' ? foldOf.get(row.quotes ?? '') : undefined
    const into = message && folds.get(message)
    if (message && into) {
      if (row.kind === 'icmp') {
        into.errors.push(row.error)
        into.errorRows.push(row)
      } else if (!begun.has(message)) shown.push(into.row)
      if (row.kind === 'message') begun.add(message)
    }
    if (!into || into.row.open) shown.push(row)
  })
  return shown
}

/** What either end saw of several copies. */
function seenTogether(copies: readonly MessageRow[]): BothSeen {
  const of = (trace: 0 | 1): Seen | undefined => {
    const seen = copies.flatMap(copy => copy.seen?.[trace] ?? [])
    return seen[0] && { packets: seen.flatMap(one => one.packets), time: seen[0].time }
  }
  return [of(0), of(1)]
}

function fateOf(copies: readonly MessageRow[]): string {
  const lost = copies.filter(copy => copy.end === 'lost').length
  const cut = copies.filter(copy => copy.end === 'lost' && copy.pieces.some(piece => piece.end === 'arrived')).length
  if (lost === 0) return copies.every(copy => copy.end === 'arrived') ? 'all arrived' : ''
  if (cut === copies.length) return 'each missing a piece'
  return lost === copies.length ? 'all lost on the way' : `${lost} lost on the way`
}

import type { Note } from '../notes/added.ts'
import { packetsIn } from './layout.ts'
import type { NoteRow, Row } from './row.ts'

/** The rows with each note below the row that shows its packet; of copies that are folded away, below the fold. */
export function withNotes(rows: readonly Row[], notes: readonly Note[], shown: 0 | 1): readonly Row[] {
  if (notes.length === 0) return rows
  const left = new Map(notes.map(note => [`${note.trace} ${note.packet}`, note]))
  const opened = new Set(rows.flatMap(row => (row.kind === 'message' || row.kind === 'single' ? keysOf(row, shown) : [])))
  return rows.flatMap(row => {
    const own = keysOf(row, shown).flatMap((key): NoteRow[] => {
      const note = left.get(key)
      if (!note || (row.kind !== 'message' && row.kind !== 'single' && opened.has(key))) return []
      left.delete(key)
      const negotiation = row.negotiation === undefined ? {} : { negotiation: row.negotiation }
      return [{ kind: 'note', id: `note ${key}`, time: row.time, packets: [], ...negotiation, text: note.text, on: note }]
    })
    return own.length > 0 ? [row, ...own] : [row]
  })
}

function keysOf(row: Row, shown: 0 | 1): string[] {
  const of = (trace: 0 | 1) => packetsIn(row, trace).map(packet => `${trace} ${packet}`)
  return row.seen ? [...of(0), ...of(1)] : of(shown)
}

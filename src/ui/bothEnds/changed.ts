import { grouped } from '../../text/figures.ts'
import type { ModifiedPacket } from '../../trace/report.ts'

/** What arrived otherwise than it left, the most telling first: `changed in the encrypted payload`, `byte 99: 7b → fb`. */
export function changedTexts({ differences, octets }: ModifiedPacket): string[] {
  const places = [...new Set(differences.flatMap(one => (one.field === undefined ? [] : [placeOf(one.field)])))]
  const where = places.length === 0 ? '' : ` in ${places.slice(0, 2).join(' and ')}`
  const values = differences.filter(({ before }) => before.length <= MOST_DIGITS).slice(0, MOST_VALUES)
  return [
    `${octets === 1 ? '' : `${grouped(octets)} bytes `}changed${where}`,
    ...values.map(one => `byte ${one.start}: ${one.before} → ${one.after}`),
  ]
}

/** Hex digits of a value that is written out, and values. */
const MOST_DIGITS = 8
const MOST_VALUES = 2

/** A field's path in plain words. */
function placeOf(path: string): string {
  const parts = path.split('/')
  const [first, last] = [parts[0]!, parts.at(-1)!]
  return known[path] ?? (first === last ? first : `the ${first} ${last.toLowerCase()}`)
}

const known: Readonly<Record<string, string>> = {
  'ESP/Encrypted or NULL payload': 'the encrypted payload',
  'ESP/Sequence Number': 'the sequence number',
  'ESP/SPI': 'the SPI',
}

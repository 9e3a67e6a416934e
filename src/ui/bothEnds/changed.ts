import type { ModifiedPacket } from '../../trace/report.ts'
import { counted } from '../ladder/label.ts'

/** What arrived otherwise than it left, the most telling first: `1 byte changed in the encrypted payload`, `7b → fb at byte 99`. */
export function changedTexts({ differences, octets }: ModifiedPacket): string[] {
  const places = [...new Set(differences.flatMap(one => (one.field === undefined ? [] : [placeOf(one.field)])))]
  const where = places.length === 0 ? '' : ` in ${places.slice(0, 2).join(' and ')}`
  const values = differences.filter(({ before }) => before.length <= MOST_DIGITS).slice(0, MOST_VALUES)
  return [`${counted(octets, 'byte')} changed${where}`, ...values.map(one => `${one.before} → ${one.after} at byte ${one.start}`)]
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

import type { Cursor } from '../cursor.ts'
import type { Meaning, Names } from '../meaning.ts'
import { hex } from '../text.ts'
import { words } from './configuration.ts'
import type { Attribute } from './facts.ts'

/** What a family of attributes is called and means. */
export interface AttributeTable {
  readonly name: Names
  /** What a number stands for, by attribute type. */
  readonly value?: (type: number) => Meaning | undefined
  /** What bytes stand for, by attribute type; such an attribute is shown as bytes however short it is. */
  readonly bytes?: (type: number) => Meaning<Uint8Array> | undefined
  /** Whether it holds what nobody else may read, by attribute type: only its length is told. */
  readonly secret?: (type: number) => boolean
}

/** Data attributes to the end of the part. The first bit of the type says whether a value or a length follows. RFC 2408 §3.3. */
export function attributes(c: Cursor, table: AttributeTable): Attribute[] {
  const all: Attribute[] = []
  while (c.here > 0) {
    const before = c.at
    const one = attribute(c, table)
    if (one) all.push(one)
    if (c.at === before) break
  }
  return all
}

function attribute(c: Cursor, table: AttributeTable): Attribute | undefined {
  const [high = 0, low = 0, lengthHigh = 0, lengthLow = 0] = c.peek(4)
  const type = ((high & 0x7f) << 8) | low
  const short = high > 0x7f
  const name = attributeName(table.name, type)
  const length = c.here < 4 ? undefined : short ? 4 : 4 + ((lengthHigh << 8) | lengthLow)
  return c.struct(name, length, c => {
    c.split('Attribute Type', 2, [
      ['AF', 1, format],
      ['Type', 15, table.name],
    ])
    const { value, meaning } = short ? shortValue(c, table.value?.(type)) : longValue(c, type, table)
    return { type, name, value, ...(meaning === undefined ? {} : { meaning }) }
  })
}

/** The registry's name; the number of one it lacks. */
export function attributeName(table: Names, type: number): string {
  return table.entries[type] ?? `Attribute ${type}`
}

function format(af: number): string {
  return af ? 'Type/Value' : 'Type/Length/Value'
}

function shortValue(c: Cursor, of: Meaning | undefined): { value: number; meaning?: string } {
  const value = c.u16('Attribute Value', of)
  const meaning = of?.(value)
  c.means(meaning ?? String(value))
  return { value, meaning }
}

/** Length and value: numbers up to six octets, or bytes. */
export function longValue(
  c: Cursor,
  type: number,
  table: AttributeTable,
  field = 'Attribute',
): { value: number | string; meaning?: string } {
  const length = c.u16(`${field} Length`.trim())
  const name = `${field} Value`.trim()
  if (length > 0 && table.secret?.(type)) {
    const value = c.secret(name, length)
    c.means(value)
    return { value }
  }
  const text = table.bytes?.(type)
  if (text || length === 0 || length > 6) {
    const says = c.here < length ? beginning(text) : text
    const bytes = c.beginning(name, length, says)
    const meaning = says?.(bytes)
    c.means(meaning)
    return { value: hex(bytes), meaning }
  }
  const of = table.value?.(type)
  const value = number(c.peek(length))
  if (length === 1) c.u8(name, of)
  else if (length === 2) c.u16(name, of)
  else if (length === 4) c.u32(name, of)
  else c.as(name, length, bytes => String(number(bytes)))
  const meaning = of?.(value)
  c.means(meaning ?? String(value))
  return { value, meaning }
}

/** What the first bytes of a value that the capture cut stand for: something only where all of it is a text. */
function beginning(text: Meaning<Uint8Array> | undefined): Meaning<Uint8Array> | undefined {
  return text === words ? bytes => words(bytes) && `${words(bytes)}…` : undefined
}

function number(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0)
}

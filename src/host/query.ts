import type { Field } from '../dissectors/field.ts'
import { hex, unhex } from '../dissectors/text.ts'
import type { Query, Term } from './asked.ts'

/** Names under which fields are looked for when they are not called so. */
const called: Readonly<Record<string, RegExp>> = {
  ip: /address/,
  host: /address/,
  port: /port$/,
  spi: /^spi$|cookie$|^(initiator|responder|ike sa).*spi|security parameters index/,
  cookie: /cookie$|spi$/,
  notify: /^notify message type$/,
  vid: /vendor id/,
  exchange: /^exchange type$/,
  id: /^identification( data)?$|^message id$|^id type$|^id$/,
}

/** Keys that mean something other than a field: what the report knows, and bytes. */
const otherKeys = ['packet', 'msg', 'finding', 'hex'] as const
/** Keys to offer while somebody types. */
export const keys: readonly string[] = [...Object.keys(called), ...otherKeys]

/** Whether one field says what a word asks for; `bytes` are those it counts in. */
export type FieldTest = (field: Field, bytes: Uint8Array) => boolean

/** The test for a word; undefined when it asks for no field. @param named told when a field is called as the word asks */
export function fieldTest({ key, value }: Term, named: () => void = () => {}): FieldTest | undefined {
  if (key !== undefined && key !== 'hex' && (otherKeys as readonly string[]).includes(key)) return undefined
  if (key === 'hex') {
    named()
    return holds(unhex(value.replaceAll(/[^0-9a-f]/g, '')))
  }
  const says = valueTest(value, key)
  if (key === undefined) {
    const isCalled = textTest(value, /^[a-z]/.test(value))
    return (field, bytes) => isCalled(field.name.toLowerCase()) || says(field, bytes)
  }
  const known = called[key]
  if (known) {
    named()
    return (field, bytes) => known.test(field.name.toLowerCase()) && says(field, bytes)
  }
  return (field, bytes) => {
    if (!field.name.toLowerCase().replaceAll(' ', '').includes(key)) return false
    named()
    return says(field, bytes)
  }
}

function valueTest(text: string, key: string | undefined): FieldTest {
  const exactly = key !== undefined
  const number = /^(0x[0-9a-f]+|\d+)$/.test(text) ? BigInt(text) : undefined
  const digits = /^(0x)?([0-9a-f]{4,})$/.exec(text)?.[2]
  const inHex =
    digits !== undefined && (number === undefined || !exactly || key === 'spi' || key === 'cookie') ? BigInt(`0x${digits}`) : undefined
  const includes = textTest(text)
  return (field, bytes) => {
    const { value, meaning } = field
    if (typeof value === 'number' || typeof value === 'bigint') {
      if (BigInt(value) === number || BigInt(value) === inHex) return true
    } else if (value !== undefined) {
      const low = value.toLowerCase()
      if (number !== undefined && exactly ? low === text : includes(low)) return true
    } else if (
      digits !== undefined &&
      !field.children &&
      hex(bytes.subarray(field.start, Math.min(field.end, field.start + LONGEST))).includes(digits)
    )
      return true
    return meaning !== undefined && (!exactly || number === undefined) && includes(meaning.toLowerCase())
  }
}

/**
 * Whether a text in lower case holds another one. A whole IPv4 address is not the beginning of a longer one; two or three letters
 * are a word or begin one, so that NAT is not found in "destination"; and one name is written with hyphens in one table, with
 * underscores in another and with spaces by people: NO-PROPOSAL-CHOSEN.
 * @param begins it has to begin a word, however long it is
 */
export function textTest(text: string, begins = /^[a-z]{2,3}$/.test(text)): (low: string) => boolean {
  const address = /^\d+\.\d+\.\d+\.\d+$/.test(text)
  const joined = /[a-z0-9][-_ ][a-z0-9]/.test(text)
  if (!address && !joined && !begins) return low => low.includes(text)
  const plain = text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/[-_ ]/g, '[-_ ]')
  const wanted = new RegExp(address ? `(^|[^0-9.])${plain}($|[^0-9])` : `${begins ? '(^|[^a-z0-9])' : ''}${plain}`)
  return low => wanted.test(low)
}

/** Whether any word of a query can be true of a field; if none can, no packet has to be looked into. */
export function asksForFields({ terms }: Query): boolean {
  return terms.some(term => fieldTest(term) !== undefined)
}

/** Bytes of an opaque field that are compared as hex. */
const LONGEST = 256

/** Fields without parts, whose bytes hold some bytes. */
function holds(wanted: Uint8Array): FieldTest {
  return (field, bytes) => {
    if (wanted.length === 0 || field.children) return false
    for (let at = field.start; at + wanted.length <= field.end; at++) if (wanted.every((byte, i) => bytes[at + i] === byte)) return true
    return false
  }
}

import type { Cursor } from '../cursor.ts'
import type { Kerberos, Layer } from '../layer.ts'
import { printable } from '../text.ts'
import { element, elementAhead } from './der.ts'
import { encryptionType, errorText, messageName, principalType } from './kerberos/names.ts'
import { type Shape, shapes, type What } from './kerberos/shapes.ts'

// A message is DER all through: an application tag says which message, numbered elements inside are its fields, and the
// few that can be read without a key say who wants what from whom: realm, service, how a ticket is encrypted and with which
// version of the key, and what went wrong. Elements are read one by one rather than by an ASN.1 library, since each has to
// keep its place in the bytes, and since what a capture cut off still shows its beginning.

/** Class and form of an element that has a number of its message's own. X.690 §8.1.2. */
const NUMBERED = 5

type Told = { -readonly [K in keyof Omit<Kerberos, 'kind' | 'messageType'>]?: Kerberos[K] }

/** A Kerberos message on its port. RFC 4120 §5. */
export function kerberos(c: Cursor, layers: Layer[]): void {
  const message = kerberosMessage(c)
  if (message) layers.push(message)
}

/** A Kerberos message: which it is, and what can be read of it. Undefined when the bytes are none, and nothing is read then. */
export function kerberosMessage(c: Cursor): Kerberos | undefined {
  const ahead = elementAhead(c)
  if (!ahead || ahead.tag >> 5 !== 3 || messageName(ahead.number) === undefined) return undefined
  const told: Told = {}
  c.struct('Kerberos', ahead.headerLength + ahead.length, c => {
    c.means(messageName(ahead.number))
    element(c, () => inside(c, shapes[ahead.number] ?? {}, told))
  })
  return { kind: 'kerberos', messageType: ahead.number, ...told }
}

/** The same behind its length, when the segment holds all of it. RFC 4120 §7.2.2. */
export function kerberosOverTcp(c: Cursor, layers: Layer[]): void {
  const [first, second, third, fourth, tag] = c.peek(5)
  if (tag === undefined || tag >> 5 !== 3 || first !== 0) return
  const length = second! * 65536 + third! * 256 + fourth!
  if (4 + length > c.left) return
  c.struct('Length', 4, c => c.u32('Length'))
  c.within(length, c => kerberos(c, layers))
}

/** A SEQUENCE, its numbered elements by name. A ticket is one more application tag around its own. */
function inside(c: Cursor, shape: Shape, told: Told, wrapped = true): void {
  const ahead = elementAhead(c)
  if (ahead?.tag === 0x61 && wrapped) {
    element(c, () => inside(c, shape, told, false))
    return
  }
  if (ahead?.tag !== 0x30) {
    c.rest('Value')
    return
  }
  element(c, () => {
    while (c.left > 0) {
      const part = elementAhead(c)
      const [name, what] = (part && part.tag >> 5 === NUMBERED ? shape[part.number] : undefined) ?? [`[${part?.number ?? '?'}]`]
      c.struct(name, part && part.headerLength + part.length, c => element(c, () => value(c, what, told)))
    }
  })
}

function value(c: Cursor, what: What | Shape | undefined, told: Told): void {
  if (what === undefined) c.rest('Value')
  else if (typeof what === 'object') inside(c, what, told)
  else c.means(read[what](c, told))
}

/** How the fields that tell something are read; what each returns stands beside its name. */
const read: Readonly<Record<What, (c: Cursor, told: Told) => string | undefined>> = {
  realm: (c, told) => (told.realm ??= element(c, text)),
  service: (c, told) => (told.service ??= principal(c)),
  errorCode: (c, told) => integer(c, code => (told.errorCode = code), errorText),
  etype: (c, told) => integer(c, type => (told.encryptionType ??= type), encryptionType),
  kvno: (c, told) => integer(c, version => (told.keyVersion ??= version)),
  number: c => integer(c, () => {}),
  messageType: c => integer(c, () => {}, messageName),
  options: c => element(c, options),
  time: c => element(c, time),
  text: c => element(c, text),
  name: principal,
}

function text(c: Cursor): string {
  return c.left > 0 ? c.text('Text', c.left, printable) : ''
}

/** `20260102030405Z`. X.680 §46. */
function time(c: Cursor): string {
  return text(c).replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3 $4:$5:$6 UTC')
}

/** AP-OPTIONS: a bit string whose first octet counts unused bits. RFC 4120 §5.5.1. */
function options(c: Cursor): string | undefined {
  c.u8('Unused Bits')
  if (c.left === 0) return undefined
  const set = c.flags('Options', { 64: 'use-session-key', 32: 'mutual-required' })
  return set & 0x20 ? 'mutual-required' : undefined
}

/** An INTEGER of up to four octets, in two's complement. */
function integer(c: Cursor, take: (value: number) => void, meaning?: (value: number) => string | undefined): string | undefined {
  return element(c, c => {
    const octets = c.peek(c.left)
    if (octets.length === 0 || octets.length !== c.left || octets.length > 4) return undefined
    const value = octets.reduce((sum, octet) => sum * 256 + octet, octets[0]! > 0x7f ? -1 : 0)
    c.as(
      'Number',
      octets.length,
      () => String(value),
      () => meaning?.(value),
    )
    take(value)
    return meaning?.(value) ?? String(value)
  })
}

/** PrincipalName: a type and its components, shown as `host/name`. RFC 4120 §5.2.2. */
function principal(c: Cursor): string {
  const parts: string[] = []
  element(c, () => {
    c.struct('name-type', elementLength(c), nameType)
    if (c.left > 0) c.struct('name-string', elementLength(c), c => element(c, () => element(c, () => components(c, parts))))
  })
  return parts.join('/')
}

function nameType(c: Cursor): void {
  c.means(element(c, c => integer(c, () => {}, principalType)))
}

function components(c: Cursor, parts: string[]): void {
  while (c.left > 0) c.struct('Component', elementLength(c), c => element(c, () => parts.push(text(c))))
}

function elementLength(c: Cursor): number | undefined {
  const ahead = elementAhead(c)
  return ahead && ahead.headerLength + ahead.length
}

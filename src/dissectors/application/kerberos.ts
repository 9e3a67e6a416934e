import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { names } from '../meaning.ts'
import { printable } from '../text.ts'
import { element, elementAhead } from './der.ts'

/** Application tags of Kerberos messages. RFC 4120 §5.10. */
const messageName = names({
  1: 'Ticket',
  10: 'AS-REQ',
  11: 'AS-REP',
  12: 'TGS-REQ',
  13: 'TGS-REP',
  14: 'AP-REQ',
  15: 'AP-REP',
  20: 'KRB-SAFE',
  21: 'KRB-PRIV',
  22: 'KRB-CRED',
  30: 'KRB-ERROR',
})

/** Error codes that explain why a peer could not be authenticated. RFC 4120 §7.5.9. */
const errorName = names({
  6: 'KDC_ERR_C_PRINCIPAL_UNKNOWN',
  7: 'KDC_ERR_S_PRINCIPAL_UNKNOWN',
  12: 'KDC_ERR_POLICY',
  14: 'KDC_ERR_ETYPE_NOSUPP',
  18: 'KDC_ERR_CLIENT_REVOKED',
  23: 'KDC_ERR_KEY_EXPIRED',
  24: 'KDC_ERR_PREAUTH_FAILED',
  25: 'KDC_ERR_PREAUTH_REQUIRED',
  29: 'KDC_ERR_SVC_UNAVAILABLE',
  31: 'KRB_AP_ERR_BAD_INTEGRITY',
  32: 'KRB_AP_ERR_TKT_EXPIRED',
  33: 'KRB_AP_ERR_TKT_NYV',
  34: 'KRB_AP_ERR_REPEAT',
  37: 'KRB_AP_ERR_SKEW',
  40: 'KRB_AP_ERR_MSG_TYPE',
  41: 'KRB_AP_ERR_MODIFIED',
  52: 'KRB_ERR_RESPONSE_TOO_BIG',
  60: 'KRB_ERR_GENERIC',
  68: 'KDC_ERR_WRONG_REALM',
})

interface Told {
  realm?: string
  service?: string
  errorCode?: number
}

/** What the numbered elements of a message hold, and where realm and service lie: by application tag. RFC 4120 §5.4 to §5.9. */
type Shape = Readonly<Record<number, readonly [name: string, what?: 'realm' | 'service' | 'errorCode' | Shape]>>

const ticket: Shape = { 0: ['tkt-vno'], 1: ['realm', 'realm'], 2: ['sname', 'service'], 3: ['enc-part'] }
const requestBody: Shape = {
  0: ['kdc-options'],
  1: ['cname'],
  2: ['realm', 'realm'],
  3: ['sname', 'service'],
  5: ['till'],
  7: ['nonce'],
  8: ['etype'],
}
const request: Shape = { 1: ['pvno'], 2: ['msg-type'], 3: ['padata'], 4: ['req-body', requestBody] }
const reply: Shape = { 0: ['pvno'], 1: ['msg-type'], 2: ['padata'], 3: ['crealm'], 4: ['cname'], 5: ['ticket', ticket], 6: ['enc-part'] }

const shapes: Readonly<Record<number, Shape>> = {
  10: request,
  11: reply,
  12: request,
  13: reply,
  14: { 0: ['pvno'], 1: ['msg-type'], 2: ['ap-options'], 3: ['ticket', ticket], 4: ['authenticator'] },
  15: { 0: ['pvno'], 1: ['msg-type'], 2: ['enc-part'] },
  30: {
    0: ['pvno'],
    1: ['msg-type'],
    4: ['stime'],
    5: ['susec'],
    6: ['error-code', 'errorCode'],
    7: ['crealm'],
    8: ['cname'],
    9: ['realm', 'realm'],
    10: ['sname', 'service'],
    11: ['e-text'],
    12: ['e-data'],
  },
}

/** A Kerberos message: which it is, the realm, the service asked for, an error's code. RFC 4120 §5. */
export function kerberos(c: Cursor, layers: Layer[]): void {
  const ahead = elementAhead(c)
  if (!ahead || ahead.tag >> 5 !== 3 || messageName(ahead.number) === undefined) return
  const told: Told = {}
  c.struct('Kerberos', ahead.headerLength + ahead.length, c => {
    c.means(messageName(ahead.number))
    element(c, () => inside(c, shapes[ahead.number] ?? {}, told))
  })
  layers.push({ kind: 'kerberos', messageType: ahead.number, ...told })
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
      const [name, what] = (part && shape[part.number]) ?? [`[${part?.number ?? '?'}]`]
      c.struct(name, part && part.headerLength + part.length, c => element(c, () => value(c, what, told)))
    }
  })
}

function value(c: Cursor, what: 'realm' | 'service' | 'errorCode' | Shape | undefined, told: Told): void {
  if (typeof what === 'object') inside(c, what, told)
  else if (what === 'realm') {
    const realm = element(c, text)
    told.realm ??= realm
    c.means(realm)
  } else if (what === 'service') {
    const service = principal(c)
    told.service ??= service
    c.means(service)
  } else if (what === 'errorCode') element(c, () => errorCode(c, told))
  else c.rest('Value')
}

function text(c: Cursor): string {
  return c.left > 0 ? c.as('Text', c.left, printable) : ''
}

function errorCode(c: Cursor, told: Told): void {
  if (c.left === 1) told.errorCode = c.u8('Number', errorName)
  else c.rest('Number')
  if (told.errorCode !== undefined) c.means(errorName(told.errorCode))
}

/** PrincipalName: a type and its components, shown as `host/name`. RFC 4120 §5.2.2. */
function principal(c: Cursor): string {
  const parts: string[] = []
  element(c, () => {
    c.struct('name-type', elementLength(c), c => c.rest('Value'))
    if (c.left > 0) c.struct('name-string', elementLength(c), c => element(c, () => element(c, () => components(c, parts))))
  })
  return parts.join('/')
}

function components(c: Cursor, parts: string[]): void {
  while (c.left > 0) c.struct('Component', elementLength(c), c => element(c, () => parts.push(text(c))))
}

function elementLength(c: Cursor): number | undefined {
  const ahead = elementAhead(c)
  return ahead && ahead.headerLength + ahead.length
}

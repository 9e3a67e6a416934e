import { element, elementAhead } from '../application/der.ts'
import { messageName } from '../application/kerberos/names.ts'
import { kerberosMessage } from '../application/kerberos.ts'
import type { Cursor } from '../cursor.ts'
import type { Kerberos } from '../layer.ts'
import { hex } from '../text.ts'
import { NTLM_SIGNATURE, ntlm } from './ntlm.ts'
import { isNegotiation, mechType, spnego } from './spnego.ts'
import { looksLikeTls, tls } from './tls.ts'

// A GSS-API token is what one mechanism says to its other end. The first one names its mechanism in front (RFC 2743 §3.1),
// later ones need not. SPNEGO is a mechanism that picks another and carries that one's token inside, so tokens nest: SPNEGO
// around Kerberos, seldom SPNEGO in SPNEGO. The deepest that says something gives the name.

/** What a token told. */
export interface Token {
  /** Mechanism and kind of token: `Kerberos 5 AP-REQ`, `SPNEGO, Kerberos 5 AP-REQ`, `NTLM NEGOTIATE`. */
  readonly mechanism?: string
  /** The Kerberos message inside. */
  readonly kerberos?: Kerberos
}

/** Tokens within tokens that are followed. */
const DEEPEST = 4

const INITIAL = 0x60

/** Two octets that Kerberos puts before its messages. RFC 1964 §1.1, RFC 4121 §4.1. */
const kerberosToken: Readonly<Record<string, string>> = {
  '0100': 'AP-REQ',
  '0200': 'AP-REP',
  '0300': 'KRB-ERROR',
  '0400': 'TGT-REQ',
  '0401': 'TGT-REP',
}

/** Reads to the end of the part as one token of whatever mechanism. RFC 2743 §3.1. */
export function token(c: Cursor, depth = 0): Token {
  const ahead = c.peek(8)
  const next = (c: Cursor) => token(c, depth + 1)
  if (depth > DEEPEST || ahead.length === 0) return opaque(c)
  if (hex(ahead) === NTLM_SIGNATURE) return { mechanism: ntlm(c) }
  if (looksLikeTls(ahead)) return { mechanism: tls(c) }
  if (ahead[0] === INITIAL && elementAhead(c)) return element(c, c => initial(c, next)) ?? {}
  if (isNegotiation(ahead[0])) return spnego(c, next)
  return afterMechanism(c, undefined, next)
}

/** The token that begins a conversation: its mechanism, then that mechanism's own. */
function initial(c: Cursor, next: (c: Cursor) => Token): Token {
  const ahead = elementAhead(c)
  const name = ahead?.tag === 6 ? c.struct('thisMech', ahead.headerLength + ahead.length, mechType) : undefined
  if (isNegotiation(c.peek(1)[0])) return spnego(c, next)
  return afterMechanism(c, name, next)
}

function afterMechanism(c: Cursor, name: string | undefined, next: (c: Cursor) => Token): Token {
  const kind = kerberosToken[hex(c.peek(2))]
  if (kind !== undefined && (name === undefined ? c.peek(3)[2]! >> 5 === 3 : name.startsWith('Kerberos'))) {
    c.as('TOK_ID', 2, hex, () => kind)
    return kerberosSays(c, name ?? 'Kerberos 5', kind)
  }
  const message = name === undefined ? messageName(elementAhead(c)?.number ?? 0) : undefined
  if (message !== undefined && elementAhead(c)!.tag >> 5 === 3) return kerberosSays(c, 'Kerberos 5', message)
  if (name !== undefined && !name.startsWith('Kerberos') && c.here > 0) {
    const inner = next(c)
    return { ...inner, mechanism: inner.mechanism ?? name }
  }
  return { ...opaque(c), ...(name === undefined ? {} : { mechanism: name }) }
}

function kerberosSays(c: Cursor, name: string, kind: string): Token {
  const kerberos = kerberosMessage(c)
  c.rest('Token Data')
  return { mechanism: `${name} ${kind}`, ...(kerberos ? { kerberos } : {}) }
}

function opaque(c: Cursor): Token {
  c.rest('Token Data')
  return {}
}

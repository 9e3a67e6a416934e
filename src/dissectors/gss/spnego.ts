import { element, elementAhead } from '../application/der.ts'
import { objectIdentifier } from '../application/oid.ts'
import type { Cursor } from '../cursor.ts'
import { names } from '../meaning.ts'
import { printable } from '../text.ts'
import { mechanisms } from './mechanisms.ts'
import type { Token } from './token.ts'

const negState = names({ 0: 'accept-completed', 1: 'accept-incomplete', 2: 'reject', 3: 'request-mic' })

/** Names of the numbered elements of NegTokenInit and NegTokenResp, RFC 4178 §4.2. Windows' first token from the acceptor has
 *  hints where the check is, and the check behind them: NegTokenInit2, [MS-SPNG] 2.2.1. */
const elements: Readonly<Record<number, readonly string[]>> = {
  160: ['mechTypes', 'reqFlags', 'mechToken', 'mechListMIC', 'mechListMIC'],
  161: ['negState', 'supportedMech', 'responseToken', 'mechListMIC'],
}

const INIT = 160
const SEQUENCE = 0x30

/** Whether a tag is one of SPNEGO's two. */
export function isNegotiation(tag: number | undefined): boolean {
  return tag !== undefined && tag in elements
}

/**
 * A SPNEGO token: which mechanisms are offered or chosen, and the chosen one's own token inside. RFC 4178 §4.2.
 * @param token reads that token
 */
export function spnego(c: Cursor, token: (c: Cursor) => Token): Token {
  const says: string[] = []
  let inner: Token = {}
  const tag = elementAhead(c)?.tag ?? 0
  element(c, () =>
    element(c, () => {
      while (c.left > 0) {
        const part = elementAhead(c)
        const hints = tag === INIT && part?.number === 3 && c.peek(part.headerLength + 1)[part.headerLength] === SEQUENCE
        const name = hints ? 'negHints' : (elements[tag]?.[part?.number ?? 9] ?? `[${part?.number ?? '?'}]`)
        c.struct(name, part && part.headerLength + part.length, c =>
          element(c, () => {
            if (name === 'mechTypes') element(c, () => mechTypes(c))
            else if (name === 'supportedMech') mechType(c)
            else if (name === 'negState') element(c, () => says.push(state(c)))
            else if (name === 'mechToken' || name === 'responseToken') inner = element(c, token) ?? {}
            else if (name === 'negHints') hintNames(c)
            else c.rest('Value')
          }),
        )
      }
    }),
  )
  return { ...inner, mechanism: ['SPNEGO', ...says, ...(inner.mechanism ? [inner.mechanism] : [])].join(', ') }
}

function state(c: Cursor): string {
  const value = c.u8('State', negState)
  c.means(negState(value))
  return negState(value) ?? `state ${value}`
}

/** A name that says nothing, and an address that nobody uses. */
function hintNames(c: Cursor): void {
  element(c, () => {
    while (c.left > 0) {
      const ahead = elementAhead(c)
      const name = ahead?.number === 0 ? 'hintName' : ahead?.number === 1 ? 'hintAddress' : 'Value'
      c.struct(name, ahead && ahead.headerLength + ahead.length, c =>
        element(c, () => element(c, () => (name === 'hintName' ? c.means(c.text('Text', c.left, printable)) : c.rest('Value')))),
      )
    }
  })
}

function mechTypes(c: Cursor): void {
  const all: string[] = []
  while (c.left > 0) {
    const ahead = elementAhead(c)
    const one = c.struct('MechType', ahead && ahead.headerLength + ahead.length, mechType)
    if (one) all.push(one)
  }
  c.means(all.join(', '))
}

/** One mechanism by name. */
export function mechType(c: Cursor): string {
  const name = (bytes: Uint8Array) => {
    const dotted = objectIdentifier(bytes)
    return dotted === undefined ? undefined : (mechanisms[dotted] ?? dotted)
  }
  const said = element(c, c => name(c.opaque('Object Identifier', c.left, name))) ?? '?'
  c.means(said)
  return said
}

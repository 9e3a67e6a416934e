import { bytes, type Part, u16 } from './bytes.ts'

// Kerberos and GSS-API tokens, element by element. ITU-T X.690, RFC 4120 §5, RFC 4178 §4.2, RFC 2743 §3.1.

/** A DER element. */
export function der(tag: number, ...parts: readonly Part[]): Uint8Array {
  const content = bytes(...parts)
  const length = content.length < 128 ? [content.length] : [0x82, ...u16(content.length)]
  return bytes([tag], length, content)
}

/** An element with a context-specific tag. */
export const numbered = (number: number, ...parts: readonly Part[]) => der(0xa0 + number, ...parts)
/** A SEQUENCE. */
export const sequence = (...parts: readonly Part[]) => der(0x30, ...parts)
/** An INTEGER of one octet, 0 to 127. */
export const integer = (value: number) => der(2, [value])
/** A GeneralString, or what other tag is given. */
export const text = (value: string, tag = 0x1b) =>
  der(
    tag,
    [...value].map(c => c.charCodeAt(0)),
  )
/** A PrincipalName of a service. RFC 4120 §5.2.2, §6.2. */
export const principal = (...names: string[]) => sequence(numbered(0, integer(2)), numbered(1, sequence(...names.map(name => text(name)))))
/** EncryptedData with zeros for ciphertext. @param length octets of it. RFC 4120 §5.2.9 */
export const encryptedData = (etype: number, kvno: number, length: number) =>
  sequence(numbered(0, integer(etype)), numbered(1, integer(kvno)), numbered(2, der(4, new Uint8Array(length))))

/** A ticket for `host/b` in EXAMPLE.COM. */
export const ticket = der(
  0x61,
  sequence(
    numbered(0, integer(5)),
    numbered(1, text('EXAMPLE.COM')),
    numbered(2, principal('host', 'b')),
    numbered(3, encryptedData(18, 3, 280)),
  ),
)

/** An AP-REQ with that ticket. RFC 4120 §5.5.1. */
export const apRequest = der(
  0x6e,
  sequence(
    numbered(0, integer(5)),
    numbered(1, integer(14)),
    numbered(2, der(3, '0020000000')),
    numbered(3, ticket),
    numbered(4, encryptedData(18, 1, 90)),
  ),
)

/** An AP-REP. RFC 4120 §5.5.2. */
export const apReply = der(0x6f, sequence(numbered(0, integer(5)), numbered(1, integer(15)), numbered(2, encryptedData(18, 1, 60))))

/** KRB-ERROR of a host whose clock says `time`, such as `20260102030405Z`. */
export function krbError(code: number, time = '20260102030405Z'): Uint8Array {
  return der(
    0x7e,
    sequence(
      numbered(0, integer(5)),
      numbered(1, integer(30)),
      numbered(4, text(time, 0x18)),
      numbered(5, integer(7)),
      numbered(6, integer(code)),
      numbered(9, text('EXAMPLE.COM')),
      numbered(10, principal('host', 'b')),
    ),
  )
}

/** Object identifier of a mechanism, DER in hex: Kerberos 5. RFC 1964 §1. */
export const KERBEROS = '06 09 2a864886f712010202'
/** Microsoft's own number of it, which differs in one bit. [MS-SPNG] 2. */
export const KERBEROS_MICROSOFT = '06 09 2a864882f712010202'
/** NTLM: 1.3.6.1.4.1.311.2.2.10. */
export const NTLM = '06 0a 2b06010401823702020a'

/** A token that begins a conversation: mechanism, then its own bytes. */
export const initialToken = (mechanism: string, ...token: readonly Part[]) => der(0x60, mechanism, ...token)

/** SPNEGO's offer of mechanisms with the first one's token. */
export const negTokenInit = (mechanisms: readonly string[], ...token: readonly Part[]) =>
  initialToken('06 06 2b0601050502', numbered(0, sequence(numbered(0, sequence(...mechanisms)), numbered(2, der(4, ...token)))))

/** SPNEGO's answer. */
export const negTokenResp = (state: number, mechanism: string, ...token: readonly Part[]) =>
  numbered(1, sequence(numbered(0, der(10, [state])), numbered(1, mechanism), numbered(2, der(4, ...token))))

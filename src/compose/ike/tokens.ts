import { bytes } from '../packets/bytes.ts'
import {
  apReply,
  der,
  encryptedData,
  initialToken,
  integer,
  KERBEROS,
  krbError,
  numbered,
  principal,
  sequence,
  text,
} from '../packets/kerberos.ts'

// GSS-API tokens of Kerberos as main mode carries them. RFC 1964 §1.1, RFC 4120 §5.5, §5.9.

/** `host$@REALM` in two. */
export function names(name: string): { readonly machine: string; readonly realm: string } {
  const [machine = '', realm = 'CORP.EXAMPLE'] = name.split('@')
  return { machine: machine.replace(/\$$/, ''), realm }
}

/** The initiator's token: an AP-REQ with a ticket for the responder. @param ticketSize octets of its encrypted part  @param noise of them */
export function apRequestToken(responder: string, ticketSize: number, noise: (length: number) => Uint8Array): Uint8Array {
  const { machine, realm } = names(responder)
  const service = principal('host', `${machine}.${realm.toLowerCase()}`)
  const ticket = der(
    0x61,
    sequence(numbered(0, integer(5)), numbered(1, text(realm)), numbered(2, service), numbered(3, secret(23, 5, noise(ticketSize)))),
  )
  const request = der(
    0x6e,
    sequence(
      numbered(0, integer(5)),
      numbered(1, integer(14)),
      numbered(2, der(3, '0020000000')),
      numbered(3, ticket),
      numbered(4, secret(23, 0, noise(162))),
    ),
  )
  return initialToken(KERBEROS, '0100', request)
}

/** The responder's token: an AP-REP. */
export const apReplyToken = (): Uint8Array => initialToken(KERBEROS, '0200', apReply)

/** A KRB-ERROR, such as 37 for clocks too far apart. RFC 4120 §7.5.9. */
export function errorToken(code: number, responderTime: Date): Uint8Array {
  const time = responderTime.toISOString().replace(/[-:T]|\.\d+/g, '')
  return initialToken(KERBEROS, '0300', krbError(code, time))
}

/** A hash passed through GSS_Wrap: RFC 1964 §1.2.2. */
export function wrapped(hash: Uint8Array, noise: (length: number) => Uint8Array): Uint8Array {
  return initialToken(KERBEROS, '0201 1100 1000 ffff', noise(24), hash, [1])
}

function secret(etype: number, kvno: number, octets: Uint8Array): Uint8Array {
  if (octets.length === 0) return encryptedData(etype, kvno, 0)
  return sequence(numbered(0, integer(etype)), ...(kvno ? [numbered(1, integer(kvno))] : []), numbered(2, der(4, bytes(octets))))
}

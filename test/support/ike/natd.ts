import { createHash } from 'node:crypto'
import { addressBytes, bytes, u16 } from '../../../src/compose/ike/bytes.ts'
import { ikev1, ikev2 } from '../../../src/compose/ike/message.ts'
import * as v1 from '../../../src/compose/ike/v1.ts'
import * as v2 from '../../../src/compose/ike/v2.ts'

const I = 'a1a1a1a1a1a1a1a1'
const R = 'b2b2b2b2b2b2b2b2'
const NONE = '0000000000000000'

/** An address and a port, as `192.0.2.10 500`; other text is hex of a hash that was made up. */
export type Where = string

/** The hash that a peer makes of an address and a port. RFC 3947 §3.2. */
export function natHash(where: Where, { initiator = I, responder = R, algorithm = 'sha1' } = {}): Uint8Array {
  const [address = '', port] = where.split(' ')
  if (port === undefined) return bytes(address)
  return createHash(algorithm)
    .update(bytes(initiator, responder, addressBytes(address), u16(Number(port))))
    .digest()
}

/** MM3 or MM4 of `sayV1` with NAT-D payloads: where it goes, and where its sender believes to be. */
export function withNatD(
  number: 3 | 4,
  to: Where,
  from: Where,
  { algorithm = 'sha1', type = 20, initiator = I, responder = R } = {},
): Uint8Array {
  const hash = (where: Where) => v1.natd(natHash(where, { initiator, responder, algorithm }), type)
  return ikev1({ initiator, responder, exchange: 2 }, v1.ke(128, number), v1.nonce(number), hash(to), hash(from))
}

/** IKE_SA_INIT of `sayV2` with the notifies of NAT detection. RFC 7296 §2.23. */
export function initWithNat(to: Where, from: Where): Uint8Array {
  return init(8, NONE, to, from)
}

export function initAnswerWithNat(to: Where, from: Where): Uint8Array {
  return init(0x20, R, to, from)
}

function init(flags: number, responder: string, to: Where, from: Where): Uint8Array {
  const offer = v2.sa(v2.proposal({}, v2.transform(1, 12, 256), v2.transform(2, 5), v2.transform(3, 12), v2.transform(4, 14)))
  const notify = (type: number, where: Where) => v2.notify(type, { data: natHash(where, { responder }) })
  return ikev2(
    { initiator: I, responder, exchange: 34, flags },
    offer,
    v2.ke(14, 256, 2),
    v2.nonce(2),
    notify(16388, from),
    notify(16389, to),
  )
}

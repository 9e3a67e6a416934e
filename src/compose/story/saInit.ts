import { hex } from '../../dissectors/text.ts'
import { hash } from '../crypto.ts'
import { addressBytes, bytes, u16 } from '../ike/bytes.ts'
import { ikev2 as message, type Part } from '../ike/message.ts'
import type { IkeV2Keys } from '../ike/sealedV2.ts'
import * as v2 from '../ike/v2.ts'
import { agreedV2 } from './agreedV2.ts'
import { type End, type Host, other } from './conversation.ts'
import { knownAs } from './nat.ts'
import { type State, tell } from './state.ts'

const IKE_SA_INIT = 34
const [SOURCE, DESTINATION] = [16_388, 16_389]

/** IKE_SA_INIT: the keys that came of it, or undefined where no answer came. RFC 7296 §1.2. */
export function saInit(state: State, from: End): IkeV2Keys | undefined {
  const { talk } = state
  const [me, peer] = [talk.hosts[from], talk.hosts[other(from)]]
  const [initiator, responder] = [hex(talk.octets(8)), hex(talk.octets(8))]
  const offer = v2.sa(v2.proposal({}, ...SUITE))
  const detection = (own: Host, to: Host, spi: string) =>
    [
      { type: SOURCE, address: own.address, port: 500 },
      { type: DESTINATION, ...knownAs(to, 500) },
    ].map(({ type, address, port }) => v2.notify(type, { data: hash(bytes(initiator, spi, addressBytes(address), u16(port))) }))
  const none = '0000000000000000'
  const [keI, nonceI] = [ke(state), nonce(state)]
  const asks = message({ initiator, exchange: IKE_SA_INIT, flags: 0x08 }, offer, keI, nonceI, ...detection(me, peer, none))
  const heads = { initiator, responder, exchange: IKE_SA_INIT, flags: 0x20 }
  const [keR, nonceR] = [ke(state), nonce(state)]
  const answer = message(heads, offer, keR, nonceR, ...detection(peer, me, responder))
  if (talk.exchange(from, asks, () => answer).answered === undefined) {
    tell(state, 'IKE_SA_INIT stays without an answer')
    return undefined
  }
  return agreedV2(state, { initiator, responder })
}

/** AES-CBC with 128 bits, HMAC-SHA1 and group 14. */
export const SUITE = [v2.transform(1, 12, 128), v2.transform(2, 2), v2.transform(3, 2), v2.transform(4, 14)]

/** A key exchange of group 14. RFC 7296 §3.4. */
export const ke = ({ talk }: State): Part => ({ type: 34, body: bytes(u16(14), [0, 0], talk.octets(256)) })
/** 32 octets. RFC 7296 §3.9. */
export const nonce = ({ talk }: State): Part => ({ type: 40, body: talk.octets(32) })

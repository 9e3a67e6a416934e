import { hex } from '../../dissectors/text.ts'
import { hash } from '../crypto.ts'
import { bytes, u16, u32 } from '../ike/bytes.ts'
import { ikev2 as message, type Part } from '../ike/message.ts'
import { type IkeV2Keys, sealedV2 } from '../ike/sealedV2.ts'
import * as v2 from '../ike/v2.ts'
import type { EspKeys } from '../packets/protected.ts'
import { type End, type Host, other } from './conversation.ts'
import { knownAs } from './nat.ts'
import { newChild } from './quickMode.ts'
import { type State, tell } from './state.ts'

const IKE_SA_INIT = 34
const IKE_AUTH = 35
const INFORMATIONAL = 37
const USE_TRANSPORT_MODE = 16_391
const [SOURCE, DESTINATION] = [16_388, 16_389]

/** IKE_SA_INIT and IKE_AUTH with the first child SA; `by b` lets B begin. RFC 7296 §1.2. */
export function ikeV2(state: State, says: string): void {
  const { talk } = state
  const from: End = /\bby b\b/.test(says) ? 1 : 0
  const [me, peer] = [talk.hosts[from], talk.hosts[other(from)]]
  const [initiator, responder] = [hex(talk.octets(8)), hex(talk.octets(8))]
  const offer = v2.sa(v2.proposal({}, v2.transform(1, 12, 128), v2.transform(2, 2), v2.transform(3, 2), v2.transform(4, 14)))
  const ke = (): Part => ({ type: 34, body: bytes(u16(14), [0, 0], talk.octets(256)) })
  const nonce = (): Part => ({ type: 40, body: talk.octets(32) })
  const detection = (own: Host, to: Host, spi: string) =>
    [
      { type: SOURCE, address: own.address, port: 500 },
      { type: DESTINATION, ...knownAs(to, 500) },
    ].map(({ type, address, port }) => v2.notify(type, { data: hash(bytes(initiator, spi, address.split('.').map(Number), u16(port))) }))
  const none = '0000000000000000'
  const init = message({ initiator, exchange: IKE_SA_INIT, flags: 0x08 }, offer, ke(), nonce(), ...detection(me, peer, none))
  const heads = { initiator, responder, exchange: IKE_SA_INIT, flags: 0x20 }
  const initAnswer = message(heads, offer, ke(), nonce(), ...detection(peer, me, responder))
  if (talk.exchange(from, init, () => initAnswer).answered === undefined) {
    tell(state, 'IKE_SA_INIT stays without an answer')
    return
  }
  const keys: IkeV2Keys = {
    initiator,
    responder,
    encryption: [talk.octets(16), talk.octets(16)],
    integrity: [talk.octets(20), talk.octets(20)],
  }
  const [ei, er] = keys.encryption.map(hex)
  const [ai, ar] = keys.integrity.map(hex)
  state.ikeV2Keys.push(`${initiator},${responder},${ei},${er},"AES-CBC-128 [RFC3602]",${ai},${ar},"HMAC_SHA1_96 [RFC2404]"`)
  const child = newChild(state)
  const proof = (end: End): Part[] => [
    end === from
      ? v2.idInitiator(1, talk.hosts[end].address.split('.').map(Number))
      : v2.idResponder(1, talk.hosts[end].address.split('.').map(Number)),
    { type: 39, body: bytes([2, 0, 0, 0], talk.octets(20)) },
    v2.notify(USE_TRANSPORT_MODE),
    childOffer(child.toward[end]),
    v2.trafficSelector(me.address, me.address),
    v2.trafficSelector(peer.address, peer.address, { initiator: false }),
  ]
  const about = { exchange: IKE_AUTH, messageId: 1 }
  const auth = sealedV2(keys, { ...about, fromInitiator: true, response: false }, talk.octets(16), ...proof(from))
  const answer = sealedV2(keys, { ...about, fromInitiator: false, response: true }, talk.octets(16), ...proof(other(from)))
  const port = talk.hosts.some(({ nat }) => nat) ? 4500 : 500
  state.inUdp = port === 4500
  const { reached, answered } = talk.exchange(from, auth, () => answer, port)
  child.known[other(from)] = reached
  child.known[from] = answered
  if (reached !== undefined) state.child[other(from)] = child
  if (answered === undefined) {
    tell(state, 'IKE_AUTH stays without an answer')
    return
  }
  state.child[from] = child
  state.ikeV2 = { keys, initiator: from, next: [0, 0], port }
  state.ikeV2.next[from] = 2
  tell(state, 'IKEv2 complete, with a child SA')
}

/** The IKE SA and all its children are deleted by one message, and that is acknowledged. RFC 7296 §1.4.1. */
export function removeV2(state: State, from: End): void {
  const { ikeV2: ike, talk } = state
  if (!ike) return
  const messageId = ike.next[from]++
  const mine = from === ike.initiator
  const about = { exchange: INFORMATIONAL, messageId }
  const request = sealedV2(ike.keys, { ...about, fromInitiator: mine, response: false }, talk.octets(16), v2.remove(1))
  const answer = sealedV2(ike.keys, { ...about, fromInitiator: !mine, response: true }, talk.octets(16))
  talk.exchange(from, request, () => answer, ike.port)
  state.child = [undefined, undefined]
  delete state.ikeV2
}

/** Transport mode asked for by USE_TRANSPORT_MODE beside it. */
function childOffer({ spi, cipher }: EspKeys): Part {
  const id = { 3: 3, 11: 11, 12: 12 }[cipher.esp]!
  const encryption = id === 12 ? v2.transform(1, 12, 128) : v2.transform(1, id)
  return v2.sa(v2.proposal({ protocol: 3, spi: hex(Uint8Array.from(u32(spi))) }, encryption, v2.transform(3, 2), v2.transform(5, 0)))
}

import { hex } from '../../dissectors/text.ts'
import { ciphers, hash } from '../crypto.ts'
import { bytes, u16, u32 } from '../ike/bytes.ts'
import { ikev1, type Part } from '../ike/message.ts'
import { sealed } from '../ike/sealed.ts'
import { apReplyToken, apRequestToken, errorToken, wrapped } from '../ike/tokens.ts'
import * as v1 from '../ike/v1.ts'
import { Unclear } from '../inject/words.ts'
import { agreed } from './agreed.ts'
import { type End, type Host, other } from './conversation.ts'
import { knownAs, portAfter } from './nat.ts'
import { type State, tell } from './state.ts'

export type Method = 'psk' | 'certificates' | 'kerberos'
const numbers: Readonly<Record<Method, number>> = { psk: 1, certificates: 3, kerberos: 65001 }
const MAIN_MODE = 2

/** Main mode. `kerberos`, `psk`, `certificates`; `kerberos error 37`: the responder's token is a KRB-ERROR. RFC 2409 §5. */
export function mainMode(state: State, says: string): void {
  const [, name = 'psk', error, by] = /^(\S+)?(?: error (\d+))?(?: by ([ab]))?$/.exec(says.trim()) ?? []
  if (!(name in numbers)) throw new Unclear(`main mode is by psk, certificates or kerberos, not ${says}`)
  const method = name as Method
  const from: End = by === 'b' ? 1 : 0
  const { talk } = state
  const [me, peer] = [talk.hosts[from], talk.hosts[other(from)]]
  const [initiator, responder] = [hex(talk.octets(8)), hex(talk.octets(8))]
  const heads = { first: { initiator, exchange: MAIN_MODE }, both: { initiator, responder, exchange: MAIN_MODE } }
  const offer = (end: End, one: boolean) => v1.sa({}, v1.proposal({}, ...transforms(state, end, method).slice(0, one ? 1 : undefined)))
  const vids = (end: End) => talk.hosts[end].stack.vendorIds.map(id => v1.vid(id))

  const mm1 = ikev1(heads.first, offer(from, false), ...vids(from))
  const mm2 = ikev1(heads.both, offer(other(from), true), ...vids(other(from)))
  if (talk.exchange(from, mm1, () => mm2).answered === undefined) {
    tell(state, 'main mode: MM1 stays without an answer')
    return
  }

  const [, size] = me.stack.group
  const [keI, keR] = [talk.octets(size), talk.octets(size)]
  const gss = (token: Uint8Array): Part[] => (method === 'kerberos' ? [v1.gss(token)] : [])
  const detection = (to: Host, own: Host) =>
    [knownAs(to, 500), { address: own.address, port: 500 }].map(place => v1.natd(natHash(initiator, responder, place), me.stack.natD))
  const key = (body: Uint8Array): Part => ({ type: 4, body })
  const nonce = (): Part => ({ type: 10, body: talk.octets(20) })
  const request = method === 'kerberos' ? apRequestToken(peer.name, talk.scenario.ticket, length => talk.octets(length)) : new Uint8Array(0)
  const mm3 = ikev1(heads.both, key(keI), nonce(), ...gss(request), ...detection(peer, me))
  const reply = error ? errorToken(Number(error), new Date(talk.scenario.start * 1000)) : apReplyToken()
  const mm4 = ikev1(heads.both, key(keR), nonce(), ...gss(reply), ...(error ? [] : detection(me, peer)))
  if (talk.exchange(from, mm3, () => mm4).answered === undefined) {
    tell(state, 'main mode: MM3 stays without an answer')
    return
  }
  if (error) {
    tell(state, `main mode: Kerberos error ${error}`)
    return
  }

  const phase1 = agreed(state, { initiator, responder }, [keI, keR], me.stack.cipher)
  const proof = (end: End): Part[] => [
    v1.idAddress(talk.hosts[end].address, { protocol: 0, port: 0 }),
    ...proofs[method](talk.octets(20), length => talk.octets(length)),
  ]
  const mm5 = sealed(phase1, { exchange: MAIN_MODE }, ...proof(from))
  const mm6 = sealed(phase1, { exchange: MAIN_MODE }, ...proof(other(from)))
  const port = portAfter(talk.hosts)
  if (talk.exchange(from, mm5, () => mm6, port).answered === undefined) {
    tell(state, 'main mode: MM5 stays without an answer')
    return
  }
  state.ike = { phase1, initiator: from, port, holds: [true, true] }
  state.inUdp = port === 4500
  tell(state, `main mode complete, ${method}`)
}

/** What proves who one is: a hash, one wrapped by GSS, a certificate and a signature. */
const proofs: Readonly<Record<Method, (digest: Uint8Array, noise: (length: number) => Uint8Array) => Part[]>> = {
  psk: digest => [{ type: 8, body: digest }],
  kerberos: (digest, noise) => [{ type: 8, body: wrapped(digest, noise) }],
  certificates: (_digest, noise) => [
    { type: 6, body: bytes([4], noise(1180)) },
    { type: 9, body: noise(256) },
  ],
}

/** What a stack offers, strongest first; the machine's name in clear where it is Kerberos. draft-ietf-ipsec-isakmp-gss-auth-07. */
export function transforms({ talk }: State, end: End, method: Method): Uint8Array[] {
  const { stack, name } = talk.hosts[end]
  const { group, cipher } = { group: stack.group[0], cipher: ciphers[stack.cipher]! }
  const wide = hex(Uint8Array.from([...name].flatMap(letter => [letter.charCodeAt(0) & 255, 0])))
  const one = (number: number, hashing: number) =>
    v1.transform(
      { number, id: 1 },
      v1.attribute(1, cipher.phase1),
      ...(stack.cipher === 'aes' ? [v1.attribute(14, 128)] : []),
      v1.attribute(2, hashing),
      v1.attribute(4, group),
      v1.attribute(3, numbers[method]),
      v1.attribute(11, 1),
      v1.attribute(12, hex(Uint8Array.from(u32(28_800)))),
      ...(method === 'kerberos' ? [v1.attribute(16_384, wide)] : []),
    )
  return [one(1, 2), one(2, 1)]
}

/** RFC 3947 §3.2. */
function natHash(initiator: string, responder: string, { address, port }: { address: string; port: number }): Uint8Array {
  return hash(bytes(initiator, responder, address.split('.').map(Number), u16(port)))
}

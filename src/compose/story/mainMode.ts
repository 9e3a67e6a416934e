import { hex } from '../../dissectors/text.ts'
import { hash } from '../crypto.ts'
import { addressBytes, bytes, u16 } from '../ike/bytes.ts'
import { ikev1, type Part } from '../ike/message.ts'
import { sealed } from '../ike/sealed.ts'
import { apReplyToken, apRequestToken, errorToken, wrapped } from '../ike/tokens.ts'
import * as v1 from '../ike/v1.ts'
import { Unclear, within } from '../inject/words.ts'
import { FIELD } from '../limits.ts'
import { agreed } from './agreed.ts'
import { type End, type Host, other } from './conversation.ts'
import { knownAs, knowsNat, portAfter } from './nat.ts'
import { type State, tell } from './state.ts'
import { choice, common, type Method, numbers, transforms, vendorIds, XAUTH } from './suites.ts'

const MAIN_MODE = 2

/**
 * Main mode. `kerberos`, `psk`, `certificates`, `xauth` (a shared key, and XAUTH to follow); `kerberos error 37`: the responder's token is a KRB-ERROR. RFC 2409 §5.
 * @param more vendor ids of MM1 besides its stack's  @returns when MM2 arrived
 */
export function mainMode(state: State, says: string, more: readonly string[] = []): number | undefined {
  const said = /^(?!by\b)(\S+)?(?: error (\d+))?(?:(?:^| )by ([ab]))?$/.exec(says.trim())
  if (!said) throw new Unclear(`main mode: what ${says} means is not known here; kerberos error 37 by b says all that can be said`)
  const [, name = 'psk', error, by] = said
  if (!(name in numbers)) throw new Unclear(`main mode is by psk, certificates, kerberos or xauth, not ${says}`)
  const method = name as Method
  const from: End = by === 'b' ? 1 : 0
  const { talk } = state
  const [me, peer] = [talk.hosts[from], talk.hosts[other(from)]]
  const [initiator, responder] = [hex(talk.octets(8)), hex(talk.octets(8))]
  const head = { initiator, responder, exchange: MAIN_MODE }

  const extra = method === 'xauth' ? [...more, XAUTH] : more
  const mm1 = firstMessage(state, { from, initiator, method, more: extra })
  const mm2 = ikev1(
    head,
    v1.sa({}, v1.proposal({}, choice(state, other(from), method))),
    ...vendorIds(peer, method === 'xauth' ? [XAUTH] : []),
  )
  const first = talk.exchange(from, mm1, () => mm2).answered
  if (first === undefined) {
    tell(state, 'main mode: MM1 stays without an answer')
    return undefined
  }

  const {
    cipher,
    group: [, size],
  } = common(talk.hosts)
  const [keI, keR] = [talk.octets(size), talk.octets(size)]
  const gss = (token: Uint8Array): Part[] => (method === 'kerberos' ? [v1.gss(token)] : [])
  const detection = (to: Host, own: Host) => natDetection({ initiator, responder }, to, own, me.stack.natD)
  const key = (body: Uint8Array): Part => ({ type: 4, body })
  const nonce = (): Part => ({ type: 10, body: talk.octets(20) })
  const request = method === 'kerberos' ? apRequestToken(peer.name, talk.scenario.ticket, length => talk.octets(length)) : new Uint8Array(0)
  const mm3 = ikev1(head, key(keI), nonce(), ...gss(request), ...detection(peer, me))
  const reply = error
    ? errorToken(within(Number(error), `main mode: the error is ${error}`, FIELD), new Date(talk.scenario.start * 1000))
    : apReplyToken()
  const mm4 = ikev1(head, key(keR), nonce(), ...gss(reply), ...(error ? [] : detection(me, peer)))
  if (talk.exchange(from, mm3, () => mm4).answered === undefined) {
    tell(state, 'main mode: MM3 stays without an answer')
    return first
  }
  if (error) {
    tell(state, `main mode: Kerberos error ${error}`)
    return first
  }

  const phase1 = agreed(state, { initiator, responder }, [keI, keR], cipher)
  const proof = (end: End): Part[] => [
    v1.idAddress(talk.hosts[end].address, { protocol: 0, port: 0 }),
    ...proofs[method](talk.octets(20), length => talk.octets(length)),
  ]
  const mm5 = sealed(phase1, { exchange: MAIN_MODE }, ...proof(from))
  const mm6 = sealed(phase1, { exchange: MAIN_MODE }, ...proof(other(from)))
  const port = portAfter(talk.hosts)
  if (talk.exchange(from, mm5, () => mm6, port).answered === undefined) {
    tell(state, 'main mode: MM5 stays without an answer')
    return first
  }
  state.ike = { phase1, initiator: from, port, holds: [true, true] }
  state.inUdp = port === 4500
  tell(state, `main mode complete, ${method}`)
  return first
}

/** MM1: what the stack offers, and what it can do. */
export function firstMessage(
  state: State,
  { from, initiator, method, more }: { from: End; initiator: string; method: Method; more: readonly string[] },
): Uint8Array {
  const offer = v1.sa({}, v1.proposal({}, ...transforms(state, from, method)))
  return ikev1({ initiator, exchange: MAIN_MODE }, offer, ...vendorIds(state.talk.hosts[from], more))
}

/** Hashes of the other end's address as it is known here, and of one's own, between two that know NAT traversal. RFC 3947 §3.2. @param type number of the payload */
export function natDetection(spis: { initiator: string; responder: string }, to: Host, own: Host, type = own.stack.natD): Part[] {
  if (![to, own].every(knowsNat)) return []
  const places = [knownAs(to, 500), { address: own.address, port: 500 }]
  return places.map(place => v1.natd(natHash(spis.initiator, spis.responder, place), type))
}

/** What proves who one is: a hash, one wrapped by GSS, a certificate and a signature. */
const proofs: Readonly<Record<Method, (digest: Uint8Array, noise: (length: number) => Uint8Array) => Part[]>> = {
  psk: digest => [{ type: 8, body: digest }],
  xauth: digest => [{ type: 8, body: digest }],
  kerberos: (digest, noise) => [{ type: 8, body: wrapped(digest, noise) }],
  certificates: (_digest, noise) => [
    { type: 6, body: bytes([4], noise(1180)) },
    { type: 9, body: noise(256) },
  ],
}

/** RFC 3947 §3.2. */
function natHash(initiator: string, responder: string, { address, port }: { address: string; port: number }): Uint8Array {
  return hash(bytes(initiator, responder, addressBytes(address), u16(port)))
}

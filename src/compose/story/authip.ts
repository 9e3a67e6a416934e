import { hex } from '../../dissectors/text.ts'
import { ciphers } from '../crypto.ts'
import { type AuthIpSa, gssName, gssToken, methods, nextNumber, plainAuthIp } from '../ike/authip.ts'
import { u32 } from '../ike/bytes.ts'
import type { Part } from '../ike/message.ts'
import { apReplyToken, apRequestToken, names } from '../ike/tokens.ts'
import * as v1 from '../ike/v1.ts'
import { Unclear, Words } from '../inject/words.ts'
import { quickModeAuthIp } from './authipQuickMode.ts'
import { type End, type Host, other } from './conversation.ts'
import { firstMessage, mainMode, natDetection } from './mainMode.ts'
import { portAfter } from './nat.ts'
import { byWhom } from './says.ts'
import { type State, tell } from './state.ts'

const MAIN = 243
const KERBEROS = 2
const NONE = '0000000000000000'
/** Vendor id by which IKEv1's first message says that its sender speaks AuthIP too. [MS-AIPS] 1.7. */
const MAMIE = ['214ca4faffa7f32d6748e5303395ae83']
/** Seconds from AuthIP's first message to IKEv1's. */
const BESIDE = 0.0004

/**
 * AuthIP by Kerberos with its first quick mode, as Windows Vista and later begin with a peer that they do not know: IKEv1's
 * first message goes out beside AuthIP's, and what the peer does not speak dies out. `by b` lets B begin; `fast` leaves out
 * the second round of the quick mode. [MS-AIPS] 3.2.4, 4.1.
 */
export function authIp(state: State, says: string): void {
  const words = new Words(says)
  let [from, fast]: [End, boolean] = [0, false]
  while (!words.isDone) {
    const by = byWhom(words)
    if (by !== undefined) from = by
    else if (words.takes('fast')) fast = true
    else words.end()
  }
  const { talk } = state
  const [me, peer] = [talk.hosts[from], talk.hosts[other(from)]]
  const gaps = me.stack.authIp
  if (!gaps) throw new Unclear(`authip: the stack of ${'ab'[from]} does not speak it; windows-vista and windows-7 do`)
  const [initiator, responder] = [hex(talk.octets(8)), hex(talk.octets(8))]
  const spis = { initiator, responder }
  const nonce = (): Part => ({ type: 10, body: talk.octets(20) })
  const about = (own: Host, to: Host, known: string): Part[] => [
    ...own.stack.vendorIds.map(id => v1.vid(id)),
    ...natDetection({ initiator, responder: known }, to, own),
  ]
  const began = talk.now
  const opening = [suite(me), methods(KERBEROS), nonce(), ...about(me, peer, NONE)]
  const mm1 = plainAuthIp({ initiator }, { exchange: MAIN, number: 0 }, opening)
  if (!peer.stack.authIp) {
    talk.once(from, mm1, 500, began)
    talk.now = began + BESIDE
    const until = mainMode(state, `kerberos${from === 1 ? ' by b' : ''}`, MAMIE)
    repeated(state, { from, message: mm1, sent: began, until, gaps: gaps.first })
    return
  }

  const { machine, realm } = names(peer.name)
  const spn = gssName(`host/${machine}.${realm.toLowerCase()}@${realm}`)
  const opened = [suite(peer), methods(KERBEROS), nonce(), nonce(), ...about(peer, me, responder), spn]
  const mm2 = plainAuthIp(spis, { exchange: MAIN, number: 0 }, opened)
  const { answered } = talk.exchange(from, mm1, () => mm2, 500, gaps.first)
  const twin = firstMessage(state, { from, initiator: hex(talk.octets(8)), method: 'kerberos', more: MAMIE })
  repeated(state, { from, message: twin, sent: began + BESIDE, until: answered, gaps: me.stack.gaps, first: true })
  if (answered === undefined) {
    tell(state, 'AuthIP and IKEv1: the first messages stay without an answer')
    return
  }

  const cipher = ciphers[me.stack.cipher]!
  const sa: AuthIpSa = { ...spis, cipher, key: talk.octets(cipher.keyLength), integrityKey: talk.octets(20), numbers: new Map([[MAIN, 1]]) }
  const port = portAfter(talk.hosts)
  const round = { exchange: MAIN, number: nextNumber(sa, MAIN) }
  const ticket = apRequestToken(peer.name, talk.scenario.ticket, length => talk.octets(length))
  const mm3 = plainAuthIp(spis, round, [gssToken(1, ticket)])
  const mm4 = plainAuthIp(spis, round, [gssToken(16, apReplyToken())], talk.octets(8))
  if (talk.exchange(from, mm3, () => mm4, port, gaps.later).answered === undefined) {
    tell(state, 'AuthIP: MM3, with the ticket, stays without an answer')
    return
  }
  state.authIp = { sa, port }
  state.inUdp = port === 4500
  tell(state, 'AuthIP main mode complete, kerberos')
  quickModeAuthIp(state, { from, exchange: MAIN, messageId: 0, proofs: [talk.octets(20), talk.octets(20)], fast })
}

/** What goes on being sent by its own timers, for as long as neither it nor its twin has been answered. */
function repeated(
  { talk }: State,
  what: { from: End; message: Uint8Array; sent: number; until: number | undefined; gaps: readonly number[]; first?: boolean },
): void {
  const { from, message, until = Number.POSITIVE_INFINITY, gaps, first = false } = what
  const { now } = talk
  let time = what.sent
  if (first) talk.once(from, message, 500, time)
  for (const gap of gaps) {
    time += gap
    if (time >= until) break
    talk.once(from, message, 500, time)
  }
  talk.now = Math.max(now, until === Number.POSITIVE_INFINITY ? time : now)
}

/** One suite without a Diffie-Hellman group, because the keys come from Kerberos. [MS-AIPS] 3.2.4. */
function suite({ stack }: Host): Part {
  const attributes = [
    v1.attribute(1, ciphers[stack.cipher]!.phase1),
    ...(stack.cipher === 'aes' ? [v1.attribute(14, 128)] : []),
    v1.attribute(2, 2),
    v1.attribute(4, 0),
    v1.attribute(11, 1),
    v1.attribute(12, hex(Uint8Array.from(u32(28_800)))),
  ]
  return v1.sa({}, v1.proposal({}, v1.transform({}, ...attributes)))
}

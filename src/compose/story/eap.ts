import * as eap from '../ike/eap.ts'
import type { Part } from '../ike/message.ts'
import { sealedV2 } from '../ike/sealedV2.ts'
import { names } from '../ike/tokens.ts'
import { childOffer } from './childOffer.ts'
import { type End, other } from './conversation.ts'
import { identity, portOf, stands } from './ikev2.ts'
import { newChild } from './quickMode.ts'
import { saInit } from './saInit.ts'
import { BY, begins, onlySays } from './says.ts'
import { type State, tell } from './state.ts'

const IKE_AUTH = 35
const [RSA, SHARED_KEY] = [1, 2]

/**
 * IKEv2 whose initiator proves by EAP-MSCHAPv2 who he is, in five rounds of IKE_AUTH: the responder signs in the first, the
 * child SA stands after the last. `refused`: the password is wrong; `by b` lets B begin. RFC 7296 §2.16.
 */
export function ikeV2Eap(state: State, says: string): void {
  const { talk } = state
  onlySays('ikev2 eap', says, BY, /\brefused\b/)
  const from = begins(says)
  const granted = !/\brefused\b/.test(says)
  const keys = saInit(state, from)
  if (!keys) return
  const child = newChild(state)
  const auth = (method: number, length: number): Part => ({ type: 39, body: Uint8Array.from([method, 0, 0, 0, ...talk.octets(length)]) })
  const noise = (length: number) => talk.octets(length)
  const [user, server] = [names(talk.hosts[from].name).machine, names(talk.hosts[other(from)].name).machine]
  const offer = (end: End) => childOffer(state, { child, from, end })
  const rounds: [asks: Part[], answers: Part[]][] = [
    [
      [identity(state, from, true), ...offer(from)],
      [identity(state, other(from), false), auth(RSA, 256), eap.asksWho(0)],
    ],
    [[eap.saysWho(0, user)], [eap.challenge(1, server, noise)]],
    [[eap.answer(1, user, noise)], [eap.verdict(2, granted, noise)]],
    [[eap.heard(2, granted)], [eap.ends(2, granted)]],
    ...(granted ? [[[auth(SHARED_KEY, 20)], [auth(SHARED_KEY, 20), ...offer(other(from))]] as [Part[], Part[]]] : []),
  ]
  for (const [i, [asks, answers]] of rounds.entries()) {
    const about = { exchange: IKE_AUTH, messageId: i + 1 }
    const request = sealedV2(keys, { ...about, fromInitiator: true, response: false }, talk.octets(16), ...asks)
    const response = sealedV2(keys, { ...about, fromInitiator: false, response: true }, talk.octets(16), ...answers)
    const { reached, answered } = talk.exchange(from, request, () => response, portOf(state))
    if (i === 4) stands(state, { keys, from, child, reached, answered, next: 6 })
    else if (answered === undefined) {
      tell(state, `IKE_AUTH, round ${i + 1} of EAP, stays without an answer`)
      return
    }
  }
  if (!granted) tell(state, 'EAP ends in failure')
}

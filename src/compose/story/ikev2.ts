import { addressBytes } from '../ike/bytes.ts'
import type { Part } from '../ike/message.ts'
import { type IkeV2Keys, sealedV2 } from '../ike/sealedV2.ts'
import * as v2 from '../ike/v2.ts'
import { childOffer } from './childOffer.ts'
import { type End, other } from './conversation.ts'
import { newChild } from './quickMode.ts'
import { saInit } from './saInit.ts'
import { BY, begins, onlySays } from './says.ts'
import { type Child, type State, tell } from './state.ts'

const IKE_AUTH = 35
const INFORMATIONAL = 37
const SHARED_KEY = 2

/** IKE_SA_INIT and IKE_AUTH with the first child SA; `by b` lets B begin. RFC 7296 §1.2. */
export function ikeV2(state: State, says: string): void {
  const { talk } = state
  onlySays('ikev2', says, BY)
  const from = begins(says)
  const keys = saInit(state, from)
  if (!keys) return
  const child = newChild(state)
  const proof = (end: End): Part[] => [
    identity(state, end, end === from),
    { type: 39, body: Uint8Array.from([SHARED_KEY, 0, 0, 0, ...talk.octets(20)]) },
    ...childOffer(state, { child, from, end }),
  ]
  const about = { exchange: IKE_AUTH, messageId: 1 }
  const auth = sealedV2(keys, { ...about, fromInitiator: true, response: false }, talk.octets(16), ...proof(from))
  const answer = sealedV2(keys, { ...about, fromInitiator: false, response: true }, talk.octets(16), ...proof(other(from)))
  const { reached, answered } = talk.exchange(from, auth, () => answer, portOf(state))
  stands(state, { keys, from, child, reached, answered, next: 2 })
}

const ID_IPV4_ADDR = 1
const ID_IPV6_ADDR = 5

/** What an end calls itself: its address. RFC 7296 §3.5. */
export function identity({ talk }: State, end: End, asks: boolean): Part {
  const address = addressBytes(talk.hosts[end].address)
  const type = address.length === 4 ? ID_IPV4_ADDR : ID_IPV6_ADDR
  return asks ? v2.idInitiator(type, address) : v2.idResponder(type, address)
}

/** Port of everything behind IKE_SA_INIT. RFC 7296 §2.23. */
export function portOf({ talk }: State): 500 | 4500 {
  return talk.hosts.some(({ nat }) => nat) ? 4500 : 500
}

/** The last IKE_AUTH has gone out: who holds the child SA, and whether the IKE SA stands. @param next message id of the initiator */
export function stands(
  state: State,
  {
    keys,
    from,
    child,
    reached,
    answered,
    next,
  }: { keys: IkeV2Keys; from: End; child: Child; reached?: number | undefined; answered?: number | undefined; next: number },
): void {
  const port = portOf(state)
  state.inUdp = port === 4500
  child.known[other(from)] = reached
  child.known[from] = answered
  if (reached !== undefined) state.child[other(from)] = child
  if (answered === undefined) {
    tell(state, 'IKE_AUTH stays without an answer')
    return
  }
  state.child[from] = child
  state.ikeV2 = { keys, initiator: from, next: [0, 0], port }
  state.ikeV2.next[from] = next
  tell(state, 'IKEv2 complete, with a child SA')
}

/** The IKE SA and all its children are deleted by one message, and that is acknowledged. RFC 7296 §1.4.1. */
export function removeV2(state: State, from: End): void {
  if (!state.ikeV2) return
  const { reached } = request(state, from, INFORMATIONAL, [v2.remove(1)], [])
  forget(state, from, reached)
  delete state.ikeV2
}

/** What `from` deleted it can read no more; the other one goes on with it unless it heard of that. */
export function forget({ child, children }: State, from: End, reached: number | undefined): void {
  child[from] = undefined
  if (reached !== undefined) child[other(from)] = undefined
  for (const { known } of children) known[from] = undefined
}

/** An INFORMATIONAL and its answer; whether that came. RFC 7296 §1.4. */
export function inform(state: State, from: End, said: readonly Part[], answered: readonly Part[]): boolean {
  return request(state, from, INFORMATIONAL, said, answered).answered !== undefined
}

/** A request under the IKE SA and what answers it; tells when it arrived, and when the answer did. */
export function request(
  { ikeV2: ike, talk }: State,
  from: End,
  exchange: number,
  said: readonly Part[],
  answered: readonly Part[],
): { readonly reached?: number; readonly answered?: number } {
  const { keys, initiator, next, port } = ike!
  const about = { exchange, messageId: next[from]++ }
  const mine = from === initiator
  const asks = sealedV2(keys, { ...about, fromInitiator: mine, response: false }, talk.octets(16), ...said)
  const answer = sealedV2(keys, { ...about, fromInitiator: !mine, response: true }, talk.octets(16), ...answered)
  return talk.exchange(from, asks, () => answer, port)
}

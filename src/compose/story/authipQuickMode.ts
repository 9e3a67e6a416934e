import { nextNumber, notifyAuthIp, sealedAuthIp } from '../ike/authip.ts'
import { u32 } from '../ike/bytes.ts'
import type { Part } from '../ike/message.ts'
import * as v1 from '../ike/v1.ts'
import { type End, other } from './conversation.ts'
import { forget } from './ikev2.ts'
import { newChild, proposal, spiOf, WHOLE } from './quickMode.ts'
import { messageId, type State, tell } from './state.ts'

/** Exchange types, and notify types. [MS-AIPS] 2.2.1, 2.2.3.5. */
const [QUICK, NOTIFY] = [244, 246]
const [STATUS, ACK, SYNCHRONIZE] = [0x9c54, 0x9c56, 0x9c57]

/**
 * A quick mode of AuthIP: the offer and the choice, then, unless it is `fast`, a round that says that both are ready. The
 * first one of an SA is part of main mode. [MS-AIPS] 3.4.5, 3.5.5.
 */
export function quickModeAuthIp(
  state: State,
  {
    from,
    exchange = QUICK,
    messageId: id = messageId(state),
    proofs,
    fast = false,
  }: { from: End; exchange?: number; messageId?: number; proofs?: readonly [Uint8Array, Uint8Array]; fast?: boolean },
): void {
  const { talk, authIp } = state
  const { later: gaps } = talk.hosts[from].stack.authIp!
  const { sa, port } = authIp!
  const child = newChild(state)
  const sealed = (type: number, message: number, number: number, parts: Part[]) =>
    sealedAuthIp(sa, { exchange: type, messageId: message, number }, parts, talk.octets(sa.cipher.block))
  const selectors = [v1.idAddress(talk.hosts[from].address, WHOLE), v1.idAddress(talk.hosts[other(from)].address, WHOLE)]
  const offer = (end: End, proof: Uint8Array | undefined): Part[] => [
    ...(proof ? [{ type: 8, body: proof }] : []),
    ...selectors,
    proposal(state, child.toward[end]),
    { type: 10, body: talk.octets(20) },
  ]
  const number = nextNumber(sa, exchange)
  const asked = sealed(exchange, id, number, offer(from, proofs?.[0]))
  const chosen = sealed(exchange, id, number, offer(other(from), proofs?.[1]))
  const first = talk.exchange(from, asked, () => chosen, port, gaps)
  child.known[other(from)] = first.reached
  child.known[from] = first.answered
  if (first.answered === undefined) {
    tell(state, 'AuthIP: the offer of the quick mode stays without an answer')
    return
  }
  if (!fast) {
    const ready = notifyAuthIp(SYNCHRONIZE, { protocol: 2 })
    const [second, followUp] = [nextNumber(sa, QUICK), id || messageId(state)]
    const done = talk.exchange(from, sealed(QUICK, followUp, second, [ready]), () => sealed(QUICK, followUp, second, [ready]), port, gaps)
    if (done.answered === undefined) return
  }
  for (const end of [0, 1] as const) state.child[end] = child
  tell(state, `AuthIP quick mode complete: SPI ${spiOf(child.toward[0])} to A, ${spiOf(child.toward[1])} to B`)
}

/** The main mode SA ends: a notify with status 0 that is acknowledged; what it set up ends with it. [MS-AIPS] 3.1.7.2. */
export function removeAuthIp(state: State, from: End): void {
  const { talk, authIp } = state
  if (!authIp) return
  const { sa, port } = authIp
  const [number, id] = [nextNumber(sa, NOTIFY), messageId(state)]
  const head = { exchange: NOTIFY, messageId: id, number }
  const iv = () => talk.octets(sa.cipher.block)
  const bye = sealedAuthIp(sa, head, [notifyAuthIp(STATUS, { reliable: true, data: u32(0) })], iv())
  const heard = sealedAuthIp(sa, head, [notifyAuthIp(ACK, { data: u32(number) })], iv())
  const { reached } = talk.exchange(from, bye, () => heard, port, talk.hosts[from].stack.authIp!.later)
  forget(state, from, reached)
  delete state.authIp
}

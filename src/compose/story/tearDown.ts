import { hex } from '../../dissectors/text.ts'
import { u32 } from '../ike/bytes.ts'
import type { Part } from '../ike/message.ts'
import { sealed, withHash } from '../ike/sealed.ts'
import * as v1 from '../ike/v1.ts'
import { removeAuthIp } from './authipQuickMode.ts'
import { type End, ike as inUdp, other } from './conversation.ts'
import { removeV2 } from './ikev2.ts'
import { PROTOCOLS } from './quickMode.ts'
import { onlySays } from './says.ts'
import { type Child, type IkeSa, messageId, type State, tell } from './state.ts'

const INFORMATIONAL = 5

/** Deletes of the ESP SAs and of the IKE SA, by A unless it says b. */
export function remove(state: State, says: string): void {
  const from = endOf(says)
  if (state.ikeV2) removeV2(state, from)
  removeAuthIp(state, from)
  for (const child of mine(state, from)) deleteChild(state, from, child)
  deleteIke(state, from)
  tell(state, `${'AB'[from]} deletes its SAs`)
}

/** The IPsec service of a host stops: deletes in a burst, then nobody listens. */
export function serviceStop(state: State, says: string): void {
  const from = endOf(says)
  for (const child of mine(state, from)) deleteChild(state, from, child, true)
  deleteIke(state, from, true)
  state.talk.hosts[from].ike = 'closed'
  tell(state, `the IPsec service of ${'AB'[from]} stops`)
}

/** The SA before the one in use is deleted, as after a rekey. */
export function removeOld(state: State, says: string): void {
  const from = endOf(says)
  const old = state.children.at(-2)
  if (old) deleteChild(state, from, old)
  tell(state, `${'AB'[from]} deletes the old SA`)
}

function endOf(says: string): End {
  onlySays('delete', says, /^\s*(?:by )?[ab]\s*$/)
  return says.trim().endsWith('b') ? 1 : 0
}

/** SAs that an end uses. */
function mine(state: State, end: End): Child[] {
  const child = state.child[end]
  return child ? [child] : []
}

function deleteChild(state: State, from: End, child: Child, atOnce = false): void {
  const spi = hex(Uint8Array.from(u32(child.toward[from].spi)))
  if (
    state.ike &&
    announce(state, state.ike, from, v1.remove(PROTOCOLS[state.talk.scenario.protocol], spi), atOnce) &&
    state.child[other(from)] === child
  )
    state.child[other(from)] = undefined
  if (state.child[from] === child) state.child[from] = undefined
  child.known[from] = undefined
}

function deleteIke(state: State, from: End, atOnce = false): void {
  const { ike } = state
  if (!ike) return
  announce(state, ike, from, v1.remove(1, `${ike.phase1.initiator}${ike.phase1.responder}`), atOnce)
  delete state.ike
}

/** An informational with a delete; true when it arrived. Windows XP and 2003 answer it under the same message id. [MS-IKEE] 3.1.5 */
function announce(state: State, { phase1, port }: IkeSa, from: End, part: Part, atOnce: boolean): boolean {
  const { talk } = state
  const id = messageId(state)
  const outside = { exchange: INFORMATIONAL, messageId: id }
  const reliable = talk.hosts[from].stack.reliableDelete && talk.hosts[other(from)].stack.reliableDelete
  const nonce = (): Part => ({ type: 10, body: talk.octets(32) })
  const message = sealed(phase1, outside, ...withHash(phase1, id, reliable ? [nonce(), part] : [part]))
  if (!reliable || atOnce) return talk.send(from, inUdp(message, port)) !== undefined
  const answer = sealed(phase1, outside, ...withHash(phase1, id, [part, nonce()]))
  return talk.exchange(from, message, () => answer, port).reached !== undefined
}

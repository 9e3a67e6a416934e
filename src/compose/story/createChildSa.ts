import { hex } from '../../dissectors/text.ts'
import type { Part } from '../ike/message.ts'
import * as v2 from '../ike/v2.ts'
import { Unclear, Words } from '../inject/words.ts'
import { FIELD } from '../limits.ts'
import { agreedV2 } from './agreedV2.ts'
import { childOffer, spiIn } from './childOffer.ts'
import { type End, other } from './conversation.ts'
import { inform, request } from './ikev2.ts'
import { newChild } from './quickMode.ts'
import { ke, nonce, SUITE } from './saInit.ts'
import { byWhom } from './says.ts'
import { type Child, type State, tell } from './state.ts'

const CREATE_CHILD_SA = 36
const REKEY_SA = 16_393
const [IKE, ESP] = [1, 3]

/**
 * CREATE_CHILD_SA: another child SA; `rekey` for the one in use, which is then deleted; `rekey ike` for the IKE SA itself;
 * `refused 14` is answered by that notify; `half` is answered, and not put in place by whoever answers; `by b` lets B begin. RFC 7296 §1.3.
 */
export function createChildSa(state: State, says: string): void {
  const words = new Words(says)
  const said: Said & { from: End } = { from: 0 }
  while (!words.isDone) {
    const by = byWhom(words)
    if (by !== undefined) said.from = by
    else if (words.takes('rekey', 'ike')) said.rekeys = 'ike'
    else if (words.takes('rekey')) said.rekeys = 'child'
    else if (words.takes('half')) said.isHalf = true
    else if (words.takes('refused')) said.refused = words.number('the notify', FIELD)
    else words.end()
  }
  if (!state.ikeV2) throw new Unclear('create child sa: there is no IKEv2 SA; ikev2 makes one')
  if (said.rekeys === 'ike') rekeyIke(state, said.from)
  else child(state, said.from, said)
}

interface Said {
  rekeys?: 'child' | 'ike'
  refused?: number
  isHalf?: boolean
}

function child(state: State, from: End, { rekeys, refused, isHalf }: Said): void {
  const old = rekeys && state.child[from]
  if (rekeys && !old) throw new Unclear('create child sa: there is no child SA to rekey')
  const made = newChild(state)
  const offer = (end: End): Part[] => childOffer(state, { child: made, from, end }, nonce(state), ke(state))
  const replaces = old ? [v2.notify(REKEY_SA, { protocol: ESP, spi: spiIn(old.toward[from]) })] : []
  const answer = refused === undefined ? offer(other(from)) : [v2.notify(refused)]
  const { reached, answered } = request(state, from, CREATE_CHILD_SA, [...replaces, ...offer(from)], answer)
  if (refused !== undefined) {
    tell(state, `CREATE_CHILD_SA is refused with notify ${refused}`)
    return
  }
  made.known[other(from)] = isHalf ? undefined : reached
  made.known[from] = answered
  if (made.known[other(from)] !== undefined) state.child[other(from)] = made
  if (answered === undefined) {
    tell(state, 'CREATE_CHILD_SA stays without an answer')
    return
  }
  state.child[from] = made
  if (old) removeChild(state, from, old)
  if (isHalf) tell(state, `${'AB'[other(from)]} does not put the new child SA in place`)
  tell(state, `child SA ${old ? 'rekeyed' : 'made'}: SPI ${spiIn(made.toward[0])} to A, ${spiIn(made.toward[1])} to B`)
}

/** Each end names the SPI that it receives on. RFC 7296 §1.4.1. */
function removeChild(state: State, from: End, { toward, known }: Child): void {
  const [mine, theirs] = [spiIn(toward[from]), spiIn(toward[other(from)])]
  inform(state, from, [v2.remove(ESP, mine)], [v2.remove(ESP, theirs)])
  known[0] = known[1] = undefined
}

/** The new IKE SA takes over the children, counts its messages from 0, and the old one is deleted. RFC 7296 §1.3.2, §2.18. */
function rekeyIke(state: State, from: End): void {
  const { talk } = state
  const old = state.ikeV2!
  const spis = [hex(talk.octets(8)), hex(talk.octets(8))] as const
  const offer = (spi: string): Part[] => [v2.sa(v2.proposal({ protocol: IKE, spi }, ...SUITE)), nonce(state), ke(state)]
  if (request(state, from, CREATE_CHILD_SA, offer(spis[0]), offer(spis[1])).answered === undefined) {
    tell(state, 'the rekeying of the IKE SA stays without an answer')
    return
  }
  inform(state, from, [v2.remove(IKE)], [])
  const keys = agreedV2(state, { initiator: spis[0], responder: spis[1] })
  state.ikeV2 = { keys, initiator: from, next: [0, 0], port: old.port }
  tell(state, 'IKE SA rekeyed')
}

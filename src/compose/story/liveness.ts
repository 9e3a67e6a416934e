import { u32 } from '../ike/bytes.ts'
import { sealed, withHash } from '../ike/sealed.ts'
import * as v1 from '../ike/v1.ts'
import { Unclear, Words } from '../inject/words.ts'
import { type End, other } from './conversation.ts'
import { inform } from './ikev2.ts'
import { byWhom } from './says.ts'
import { messageId, type State, tell } from './state.ts'

const INFORMATIONAL = 5
/** R-U-THERE and its answer. RFC 3706 §5.3. */
const [ASKS, ANSWERS] = [36_136, 36_137]
/** Questions of IKEv1 before the peer counts as dead, and seconds from one to the next. */
const [MOST, APART] = [5, 10]

/** Asks whether the peer is still there: an empty INFORMATIONAL, or dead peer detection of IKEv1; `by b`. RFC 7296 §2.4, RFC 3706. */
export function liveness(state: State, says: string): void {
  const words = new Words(says)
  const from = byWhom(words) ?? 0
  words.end()
  if (!state.ike && !state.ikeV2) throw new Unclear('liveness: there is no IKE SA to ask under')
  const alive = state.ikeV2 ? inform(state, from, [], []) : asked(state, from)
  tell(state, `${'AB'[from]} asks whether ${'AB'[other(from)]} is there, and ${alive ? 'it is' : 'hears nothing'}`)
  if (alive) return
  state.child[from] = undefined
  delete state.ike
  delete state.ikeV2
}

function asked(state: State, from: End): boolean {
  const { talk } = state
  const { phase1, port, holds } = state.ike!
  const first = 1 + talk.draw(0xffff)
  const spi = `${phase1.initiator}${phase1.responder}`
  const say = (type: number, number: number) => {
    const id = messageId(state)
    const notify = v1.notify(type, { spi, data: u32(number) })
    return sealed(phase1, { exchange: INFORMATIONAL, messageId: id }, ...withHash(phase1, id, [notify]))
  }
  for (let n = 0; n < MOST; n++) {
    const began = talk.now
    const question = say(ASKS, first + n)
    if (talk.exchange(from, question, () => (holds[other(from)] ? say(ANSWERS, first + n) : undefined), port, []).answered !== undefined)
      return true
    talk.now = began + APART
  }
  return false
}

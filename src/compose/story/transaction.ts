import * as configuration from '../ike/configuration.ts'
import type { Part } from '../ike/message.ts'
import { sealed, withHash } from '../ike/sealed.ts'
import { names } from '../ike/tokens.ts'
import { Unclear, Words } from '../inject/words.ts'
import { addressOf } from '../scenario.ts'
import { type End, other } from './conversation.ts'
import { messageId, type State, tell } from './state.ts'

const TRANSACTION = 6

/** The responder of phase 1 asks the initiator for a name and a password; `refused`: they are wrong. draft-beaulieu-ike-xauth-02. */
export function xauth(state: State, says: string): void {
  const words = new Words(says)
  const granted = !words.takes('refused')
  words.end()
  const { initiator } = standing(state, 'xauth')
  const { machine } = names(state.talk.hosts[initiator].name)
  const asked = transaction(state, other(initiator), configuration.asksForCredentials, id =>
    configuration.credentials(id, machine, 'not a secret'),
  )
  if (!asked) {
    tell(state, 'XAUTH: the question for name and password stays without an answer')
    return
  }
  transaction(
    state,
    other(initiator),
    id => configuration.status(id, granted),
    id => configuration.statusHeard(id, granted),
  )
  if (!granted) delete state.ike
  tell(state, `XAUTH: the password is ${granted ? 'right' : 'wrong'}`)
}

/** `10.9.0.7`, or another address: the initiator of phase 1 asks for one, and gets it. draft-dukes-ike-mode-cfg-02. */
export function modeConfig(state: State, says: string): void {
  const address = addressOf(says.trim() || '10.9.0.7')
  const { initiator } = standing(state, 'mode config')
  const dns = address.replace(/\d+$/, '1')
  const done = transaction(state, initiator, configuration.asksForAddress, id => configuration.givesAddress(id, address, dns))
  tell(state, `mode config: ${done ? `${'AB'[initiator]} is ${address} inside` : 'the question for an address stays without an answer'}`)
}

function standing({ ike }: State, step: string): { initiator: End } {
  if (!ike) throw new Unclear(`${step}: there is no IKE SA; main mode: xauth makes one`)
  return ike
}

/** Attributes there and back under one message id; whether the answer came. */
function transaction(state: State, from: End, asks: (id: number) => Part, answers: (id: number) => Part): boolean {
  const { talk } = state
  const { phase1, port } = state.ike!
  const [id, number] = [messageId(state), 1 + talk.draw(0xfffe)]
  const say = (part: Part) => sealed(phase1, { exchange: TRANSACTION, messageId: id }, ...withHash(phase1, id, [part]))
  const [question, answer] = [say(asks(number)), say(answers(number))]
  return talk.exchange(from, question, () => answer, port).answered !== undefined
}

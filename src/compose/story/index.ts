import { DURATION, Unclear, Words } from '../inject/words.ts'
import { PAUSE } from '../limits.ts'
import { HEARING, type Step } from '../scenario.ts'
import { aggressiveMode } from './aggressiveMode.ts'
import { ask, broadcast } from './asides.ts'
import { authIp } from './authip.ts'
import { quickModeAuthIp } from './authipQuickMode.ts'
import { connection } from './connection.ts'
import { createChildSa } from './createChildSa.ts'
import { ikeV2Eap } from './eap.ts'
import { ikeV2 } from './ikev2.ts'
import { liveness } from './liveness.ts'
import { mainMode } from './mainMode.ts'
import { quickMode } from './quickMode.ts'
import { probe, refused } from './refused.ts'
import { BY, begins, onlySays } from './says.ts'
import { type State, tell } from './state.ts'
import { remove, removeOld, serviceStop } from './tearDown.ts'
import { ping } from './traffic.ts'
import { modeConfig, xauth } from './transaction.ts'

/** Everything that can happen in a story. To add a step: one function, one line here. */
const steps: Readonly<Record<string, (state: State, says: string) => void>> = {
  'main mode': mainMode,
  'aggressive mode': aggressiveMode,
  ikev2: ikeV2,
  'ikev2 eap': ikeV2Eap,
  authip: authIp,
  'quick mode': phase2,
  rekey,
  'create child sa': createChildSa,
  xauth,
  'mode config': modeConfig,
  ping,
  tcp: connection,
  delete: remove,
  'delete old': removeOld,
  'service stop': serviceStop,
  liveness,
  'fall back': fallBack,
  refused,
  probe,
  ask,
  broadcast,
  ike,
  wait,
  meanwhile,
}

/** What a scenario may say. */
export const stepNames = Object.keys(steps)

/** Lets one step happen. @throws Unclear for a step that is not known */
export function happen(state: State, { name, says }: Step): void {
  const step = Object.hasOwn(steps, name) ? steps[name] : undefined
  if (!step) throw new Unclear(`${name} is no step of a story; there are ${stepNames.join(', ')}`)
  state.began = { now: state.talk.now, before: state.began.now }
  step(state, says)
}

/** A pair of SAs under the IKE SA that there is. */
function phase2(state: State, says: string): void {
  if (state.authIp) authIpAgain(state, says)
  else quickMode(state, says)
}

function authIpAgain(state: State, says: string): void {
  onlySays('quick mode', says, BY)
  quickModeAuthIp(state, { from: begins(says) })
}

/** New keys for the pair in use, as its IKE does it. */
function rekey(state: State, says: string): void {
  if (state.ikeV2) createChildSa(state, `rekey ${says}`)
  else phase2(state, says)
}

/** Main mode is tried, and three seconds later the traffic goes on in the clear while IKE still asks. Windows 2000 to 2003. */
function fallBack(state: State, says: string): void {
  const began = state.talk.now
  mainMode(state, says || 'kerberos')
  if (state.ike) return
  state.child = [undefined, undefined]
  state.talk.now = began + 3.05
  tell(state, 'falls back to clear')
}

/** `b silent`: from now on a host answers IKE, is closed, silent or deaf. */
function ike({ talk }: State, says: string): void {
  const [end, how] = says.split(' ')
  const known = HEARING.find(one => one === how)
  if ((end !== 'a' && end !== 'b') || known === undefined)
    throw new Unclear(`ike is followed by a host and ${HEARING.join(', ')}: b silent`)
  talk.hosts[end === 'a' ? 0 : 1].ike = known
}

/** `20 ms`: what follows happens so long after the step before began, at the same time as that. */
function meanwhile(state: State, says: string): void {
  const words = new Words(says)
  state.talk.now = state.began.before + words.quantity('the time', DURATION, PAUSE)
  words.end()
}

function wait(state: State, says: string): void {
  const words = new Words(says)
  state.talk.now += words.quantity('the time', DURATION, PAUSE)
  words.end()
}

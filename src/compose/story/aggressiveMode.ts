import { hex } from '../../dissectors/text.ts'
import { ikev1, type Part } from '../ike/message.ts'
import { sealed } from '../ike/sealed.ts'
import * as v1 from '../ike/v1.ts'
import { agreed } from './agreed.ts'
import { type End, other } from './conversation.ts'
import { BY, begins, onlySays } from './says.ts'
import { type State, tell } from './state.ts'
import { choice, common, type Method, vendorIds, XAUTH } from './suites.ts'

const AGGRESSIVE = 4

/** Aggressive mode with a pre-shared key: three messages, identities in the clear; `xauth` follows, `by b` lets B begin. RFC 2409 §5.4. */
export function aggressiveMode(state: State, says: string): void {
  const { talk } = state
  const method: Method = /\bxauth\b/.test(says) ? 'xauth' : 'psk'
  onlySays('aggressive mode', says, BY, /\bxauth\b/)
  const from = begins(says)
  const [initiator, responder] = [hex(talk.octets(8)), hex(talk.octets(8))]
  const { cipher, group } = common(talk.hosts)
  const [keI, keR] = [talk.octets(group[1]), talk.octets(group[1])]
  const parts = (end: End, ke: Uint8Array): Part[] => [
    v1.sa({}, v1.proposal({}, choice(state, end, method))),
    { type: 4, body: ke },
    { type: 10, body: talk.octets(20) },
    v1.idAddress(talk.hosts[end].address, { protocol: 0, port: 0 }),
  ]
  const vids = (end: End) => vendorIds(talk.hosts[end], method === 'xauth' ? [XAUTH] : [])
  const am1 = ikev1({ initiator, exchange: AGGRESSIVE }, ...parts(from, keI), ...vids(from))
  const proof = { type: 8, body: talk.octets(20) }
  const am2 = ikev1({ initiator, responder, exchange: AGGRESSIVE }, ...parts(other(from), keR), proof, ...vids(other(from)))
  if (talk.exchange(from, am1, () => am2).answered === undefined) {
    tell(state, 'aggressive mode: AM1 stays without an answer')
    return
  }
  const phase1 = agreed(state, { initiator, responder }, [keI, keR], cipher)
  const am3 = sealed(phase1, { exchange: AGGRESSIVE }, { type: 8, body: talk.octets(20) })
  talk.last(from, am3, am2)
  state.ike = { phase1, initiator: from, port: 500, holds: [true, true] }
  tell(state, 'aggressive mode complete')
}

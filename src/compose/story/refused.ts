import { hex } from '../../dissectors/text.ts'
import { type Bytes, bytes, noise, u16, u32 } from '../ike/bytes.ts'
import { ikev1, ikev2, type Part } from '../ike/message.ts'
import * as v1 from '../ike/v1.ts'
import * as v2 from '../ike/v2.ts'
import { Unclear, Words, within } from '../inject/words.ts'
import { LONG_FIELD, TIMES } from '../limits.ts'
import { type End, other } from './conversation.ts'
import { BY, begins, byWhom, onlySays } from './says.ts'
import { type State, tell } from './state.ts'
import { choice, type Method, transforms } from './suites.ts'

const [MAIN, AGGRESSIVE, INFORMATIONAL, IKE_SA_INIT] = [2, 4, 5, 34]

interface Kind {
  readonly ask: (state: State, from: End, initiator: string) => Uint8Array
  /** With what it is turned away. */
  readonly notify: number
  readonly data?: Bytes
}

/** First messages that the other side turns away in the clear, and with what. RFC 2408 §3.14.1, RFC 7296 §3.10.1, [MS-IKEE] 2.2.6. */
const kinds: Readonly<Record<string, Kind>> = {
  identity: { ask: aggressive, notify: 18 },
  mode: { ask: aggressive, notify: 7 },
  form: { ask: malformed, notify: 16 },
  version: { ask: saInit(14), notify: 5, data: [1] },
  group: { ask: saInit(14, 19), notify: 17, data: u16(19) },
  cookie: { ask: saInit(14), notify: 16_390, data: noise(20, 22) },
  windows: { ask: mainModeFirst, notify: 40_003 },
}

/**
 * `identity`, `mode`, `form`, `version`, `group` (another one is wanted), `cookie` (it is to come again with one) or `windows 13850`
 * (an error code of Windows): a first message, refused. `by b` lets B begin.
 */
export function refused(state: State, says: string): void {
  const [name = '', code] = says.split(' ')
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
  if (!kind) throw new Unclear(`refused is followed by ${Object.keys(kinds).join(', ')}`)
  const { talk } = state
  onlySays('refused', says, BY, /^\S+/, /\d+/)
  const from = begins(says)
  const [initiator, responder] = [hex(talk.octets(8)), hex(talk.octets(8))]
  const request = kind.ask(state, from, initiator)
  const no =
    request[17]! >> 4 === 2
      ? ikev2({ initiator, exchange: IKE_SA_INIT, flags: 0x20 }, v2.notify(kind.notify, { data: kind.data ?? [] }))
      : ikev1(
          { initiator, responder, exchange: INFORMATIONAL },
          v1.notify(kind.notify, { spi: `${initiator}${responder}`, data: name === 'windows' ? u32(codeOf(code)) : [] }),
        )
  talk.exchange(from, request, () => no)
  tell(state, `the first message is refused with notify ${kind.notify}`)
}

/** `3`, `3 by b`, `1 for kerberos`: first messages of main mode that are answered and never followed, two seconds apart. */
export function probe(state: State, says: string): void {
  const words = new Words(says)
  const count = words.maybeNumber('how many', TIMES, 1)
  const proof = words.takes('for', 'kerberos') ? 'kerberos' : 'psk'
  const from = byWhom(words) ?? 0
  words.end()
  const { talk } = state
  for (let n = 0; n < count; n++) {
    const [initiator, responder] = [hex(talk.octets(8)), hex(talk.octets(8))]
    const began = talk.now
    const answer = ikev1({ initiator, responder, exchange: MAIN }, v1.sa({}, v1.proposal({}, choice(state, other(from), proof))))
    talk.exchange(from, ikev1({ initiator, exchange: MAIN }, offer(state, from, proof)), () => answer)
    talk.now = began + 2
  }
  tell(state, `${count} first messages that are answered and not followed`)
}

const offer = (state: State, end: End, proof: Method = 'psk'): Part => v1.sa({}, v1.proposal({}, ...transforms(state, end, proof)))

function mainModeFirst(state: State, from: End, initiator: string): Uint8Array {
  return ikev1({ initiator, exchange: MAIN }, offer(state, from))
}

function codeOf(word = ''): number {
  if (!/^\d+$/.test(word)) throw new Unclear('refused: windows is followed by its error code, such as 13850')
  return within(Number(word), `refused: the error code is ${word}`, LONG_FIELD)
}

/** AM1 with the name of the machine as its identity. RFC 2409 §5.4. */
function aggressive(state: State, from: End, initiator: string): Uint8Array {
  const { talk } = state
  const { stack, name } = talk.hosts[from]
  const ke = { type: 4, body: talk.octets(stack.group[1]) }
  const nonce = { type: 10, body: talk.octets(20) }
  return ikev1({ initiator, exchange: AGGRESSIVE }, offer(state, from), ke, nonce, v1.idName(3, name.replace('$', '')))
}

/** MM1 whose first transform claims to be longer than the proposal around it. */
function malformed(state: State, from: End, initiator: string): Uint8Array {
  const part = offer(state, from)
  const body = part.body.slice()
  const lengthOfTransform = 8 + 8 + 2
  body.set(u16(0x0fa0), lengthOfTransform)
  return ikev1({ initiator, exchange: MAIN }, { ...part, body })
}

/** Offers groups, and brings a key for the first. */
function saInit(...groups: readonly number[]): Kind['ask'] {
  const offer = v2.sa(
    v2.proposal({}, v2.transform(1, 12, 128), v2.transform(2, 2), v2.transform(3, 2), ...groups.map(id => v2.transform(4, id))),
  )
  return ({ talk }, _from, initiator) => {
    const ke = { type: 34, body: bytes(u16(14), [0, 0], talk.octets(256)) }
    return ikev2({ initiator, exchange: IKE_SA_INIT, flags: 0x08 }, offer, ke, { type: 40, body: talk.octets(32) })
  }
}

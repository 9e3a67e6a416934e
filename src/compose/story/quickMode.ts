import { hex } from '../../dissectors/text.ts'
import { ciphers } from '../crypto.ts'
import { u32 } from '../ike/bytes.ts'
import type { Part } from '../ike/message.ts'
import { sealed, withHash } from '../ike/sealed.ts'
import * as v1 from '../ike/v1.ts'
import { within } from '../inject/words.ts'
import { FIELD } from '../limits.ts'
import type { EspKeys } from '../packets/protected.ts'
import { type End, other } from './conversation.ts'
import { BY, begins, onlySays } from './says.ts'
import { type Child, type IkeSa, messageId, type State, tell } from './state.ts'

const QUICK_MODE = 32
const COMMIT = 2
const CONNECTED = 16_384

/** Quick mode, or the same again as a rekey; `by b` lets B begin; `refused 18` is answered by that notify. RFC 2409 §5.5. */
export function quickMode(state: State, says: string): void {
  const { talk, ike } = state
  if (!ike) {
    tell(state, 'no quick mode: there is no IKE SA')
    return
  }
  onlySays('quick mode', says, BY, /\bwithout commit\b/, /\brefused \d+/)
  const from = begins(says)
  const commits = talk.hosts[other(from)].stack.commits === true && !/without commit/.test(says)
  const id = messageId(state)
  const child = newChild(state)
  const { phase1, port } = ike
  const offer = (end: End): Part[] => [proposal(state, child.toward[end]), nonces[end]!, ...selectors]
  const nonces = [0, 1].map(() => ({ type: 10, body: talk.octets(20) }))
  const selectors = [v1.idAddress(talk.hosts[from].address, WHOLE), v1.idAddress(talk.hosts[other(from)].address, WHOLE)]
  const [ni, nr] = [nonces[from]!.body, nonces[other(from)]!.body]
  const out = { exchange: QUICK_MODE, messageId: id }
  const flags = commits ? COMMIT : 0
  const qm1 = sealed(phase1, out, ...withHash(phase1, id, offer(from)))
  const qm2 = sealed(phase1, { ...out, flags }, ...withHash(phase1, id, offer(other(from)), ni))
  const refusal = /\brefused (\d+)/.exec(says)?.[1]
  if (refusal !== undefined) {
    refuse(state, ike, {
      from,
      qm1,
      type: within(Number(refusal), `refused: the notify is ${refusal}`, FIELD),
      spi: spiOf(child.toward[from]),
    })
    return
  }
  const first = talk.exchange(from, qm1, () => (ike.holds[other(from)] ? qm2 : undefined), port)
  if (first.answered === undefined) {
    tell(state, 'quick mode: QM1 stays without an answer')
    return
  }
  const qm3 = sealed(phase1, { ...out, flags }, ...withHash(phase1, id, [], ni, nr))
  const qm4 = sealed(
    phase1,
    { ...out, flags },
    ...withHash(phase1, id, [v1.notify(CONNECTED, { protocol: PROTOCOLS[talk.scenario.protocol], spi: spiOf(child.toward[from]) })]),
  )
  const began = talk.now
  const end = commits ? talk.exchange(from, qm3, () => qm4, port) : talk.last(from, qm3, qm2, port)
  child.known[other(from)] = end.reached
  child.known[from] = commits ? end.answered : began
  if (child.known[from] !== undefined) state.child[from] = child
  if (child.known[other(from)] !== undefined) state.child[other(from)] = child
  tell(state, `quick mode complete: SPI ${spiOf(child.toward[0])} to A, ${spiOf(child.toward[1])} to B`)
}

/** The responder says no in an informational of its own, encrypted like everything in phase 2. RFC 2408 §3.14. */
function refuse(state: State, { phase1, port, holds }: IkeSa, { from, qm1, type, spi }: Refused): void {
  const id = messageId(state)
  const body = withHash(phase1, id, [v1.notify(type, { protocol: PROTOCOLS[state.talk.scenario.protocol], spi })])
  const no = sealed(phase1, { exchange: INFORMATIONAL, messageId: id }, ...body)
  state.talk.exchange(from, qm1, () => (holds[other(from)] ? no : undefined), port)
  tell(state, `quick mode is refused with notify ${type}`)
}

interface Refused {
  readonly from: End
  readonly qm1: Uint8Array
  readonly type: number
  readonly spi: string
}

const INFORMATIONAL = 5

/** Protocol identifiers. RFC 2407 §4.4.1. */
export const PROTOCOLS = { ah: 2, esp: 3 } as const

/** Any port and protocol between the two addresses. */
export const WHOLE = { protocol: 0, port: 0 }

const spiText = (spi: number): string => hex(Uint8Array.from(u32(spi)))
/** 8 hex digits. */
export const spiOf = ({ spi }: EspKeys): string => spiText(spi)

/** The one suite of the scenario. */
export function proposal({ talk, inUdp }: State, { spi, cipher }: EspKeys): Part {
  const { esp, protocol } = talk.scenario
  const udp = talk.hosts[0].stack.natD === 130 ? UDP_TRANSPORT_DRAFT : UDP_TRANSPORT
  const attributes = [
    v1.attribute(1, 1),
    v1.attribute(2, hex(Uint8Array.from(u32(3600)))),
    v1.attribute(4, inUdp && protocol === 'esp' ? udp : 2),
    v1.attribute(5, 2),
    ...(esp === 'aes' && protocol === 'esp' ? [v1.attribute(6, 128)] : []),
  ]
  return v1.sa(
    {},
    v1.proposal(
      { protocol: PROTOCOLS[protocol], spi: spiText(spi) },
      v1.transform({ number: 1, id: protocol === 'ah' ? AH_SHA : cipher.esp }, ...attributes),
    ),
  )
}

/** RFC 2407 §4.4.3; encapsulation mode of RFC 3947 §5.1, and of the drafts before. */
const AH_SHA = 3
const UDP_TRANSPORT = 4
const UDP_TRANSPORT_DRAFT = 61_444

/** A pair of SAs with keys at random, and their lines in the key table. */
export function newChild(state: State): Child {
  const { talk } = state
  const cipher = ciphers[talk.scenario.esp]!
  const keys = (): EspKeys => ({
    spi: ((0x4000 + talk.draw(0xbfff)) * 0x10000 + talk.draw(0x10000)) >>> 0,
    cipher,
    key: talk.octets(cipher.keyLength),
    integrityKey: talk.octets(20),
  })
  const child: Child = { toward: [keys(), keys()], known: [undefined, undefined], sequence: [0, 0] }
  for (const end of [0, 1] as const) {
    const { spi, key, integrityKey } = child.toward[end]
    if (talk.scenario.protocol === 'ah') continue
    const [source, destination] = [talk.hosts[other(end)], talk.hosts[end]].map(({ address, nat }) => (nat ? '*' : address))
    const line = ['IPv4', source, destination, `0x${hex(Uint8Array.from(u32(spi)))}`, cipher.wireshark, key.length ? `0x${hex(key)}` : '']
    state.espKeys.push([...line, 'HMAC-SHA-1-96 [RFC2404]', `0x${hex(integrityKey)}`].map(column => `"${column}"`).join(','))
  }
  state.children.push(child)
  return child
}

import { Words } from '../inject/words.ts'
import { BEFORE, CARRIED, PAUSE, TIMES } from '../limits.ts'
import { u16 } from '../packets/bytes.ts'
import type { Internet } from '../packets/internet.ts'
import { type Carried, carried } from '../packets/ip.ts'
import { ahSigned, espSealed, espUnsealed } from '../packets/protected.ts'
import { udp } from '../packets/transport.ts'
import { type End, other } from './conversation.ts'
import { byWhom } from './says.ts'
import { type State, tell } from './state.ts'

// What the hosts have to say to each other: under ESP or AH where they have an SA, in the clear where they have none.

/** How traffic is sent. */
export interface Manner {
  readonly from: End
  /** Although there is an SA. */
  readonly clear: boolean
  /** Don't Fragment. */
  readonly whole: boolean
}

/** `by b`, `in the clear`, `unfragmented`, as far as they come next; false for any other word. */
export function manner(words: Words, said: { from: End; clear: boolean; whole: boolean }): boolean {
  const by = byWhom(words)
  if (by !== undefined) said.from = by
  else if (words.takes('in', 'the', 'clear')) said.clear = true
  else if (words.takes('unfragmented')) said.whole = true
  else return false
  return true
}

/** `4`, `4 by b`, `4 every 200 ms`, `4 of 1400 bytes`, `4 after 2`, `4 answered in the clear`: echo requests, each answered if it arrives and can be read. */
export function ping(state: State, says: string): void {
  const words = new Words(says)
  const how = { from: 0 as End, clear: false, whole: false }
  const said = { count: words.maybeNumber('how many', TIMES, 4), every: 1, size: 32, after: 0, answerClear: false }
  while (!words.isDone) {
    if (manner(words, how)) continue
    if (words.takes('answered', 'in', 'the', 'clear')) said.answerClear = true
    else if (words.takes('every')) said.every = words.quantity('the time', { s: 1, ms: 0.001 }, PAUSE)
    else if (words.takes('of')) said.size = words.quantity('the size', { bytes: 1 }, CARRIED)
    else if (words.takes('after')) said.after = words.number('the number of the last one before', BEFORE)
    else words.end()
  }
  const { talk } = state
  for (let n = said.after + 1; n <= said.after + said.count; n++) {
    const next = talk.now + said.every
    const arrived = say(state, how, echo(talk.internet, 'request', n, said.size))
    if (arrived !== undefined)
      say(
        state,
        { ...how, from: other(how.from), clear: how.clear || said.answerClear },
        echo(talk.internet, 'reply', n, said.size),
        arrived + 0.0002,
      )
    talk.now = Math.max(next, talk.now)
  }
  tell(state, `${said.count} pings from ${'AB'[how.from]}`)
}

/** Sends under the SA that the sender uses, if it has one; tells when it arrived and could be read. */
export function say(state: State, { from, clear, whole }: Manner, inside: Carried, time = state.talk.now): number | undefined {
  const { talk } = state
  const child = clear ? undefined : state.child[from]
  if (!child) return talk.send(from, inside, time, { whole })
  const [source, destination] = [talk.hosts[from].address, talk.hosts[other(from)].address]
  const payload = inside.build(talk.internet.pseudoHeader(source, destination))
  const keys = child.toward[other(from)]
  child.sequence[from]++
  const iv = talk.octets(keys.cipher.block)
  const about = [child.sequence[from]!, iv, payload, inside.protocol] as const
  const isAh = talk.scenario.protocol === 'ah'
  const packet = isAh ? ahSigned(keys, about[0], payload, inside.protocol) : espSealed(keys, ...about)
  const put = (data: Uint8Array) => (isAh ? carried(51, data) : state.inUdp ? udp(4500, 4500, data, { sum: 0 }) : carried(50, data))
  const offloaded = !isAh && talk.hosts.some(({ offloads }) => offloads)
  const arrived = talk.send(from, put(packet), time, { whole, ...(offloaded ? { clear: put(espUnsealed(keys, ...about)) } : {}) })
  const known = child.known[other(from)]
  // AH signs the addresses, so that its check fails behind a NAT (RFC 3715 §2.1).
  if (isAh && talk.hosts.some(({ nat }) => nat)) return undefined
  return arrived !== undefined && known !== undefined && known <= arrived ? arrived : undefined
}

/** Windows' ping: identifier 512, 32 letters. RFC 792. */
function echo(internet: Internet, type: 'request' | 'reply', sequence: number, size: number): Carried {
  const letters = Uint8Array.from({ length: size }, (_, i) => 97 + (i % 23))
  return internet.echo(type, u16(0x0200, sequence), letters)
}

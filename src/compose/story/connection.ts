import { Words } from '../inject/words.ts'
import { FETCHED, FIELD } from '../limits.ts'
import { bytes, u16 } from '../packets/bytes.ts'
import type { Carried } from '../packets/ip.ts'
import { tcp } from '../packets/transport.ts'
import { type End, other, THINK } from './conversation.ts'
import { type State, tell } from './state.ts'
import { type Manner, manner, say } from './traffic.ts'

/** Octets of a segment that fits into a frame with every protection there is here. */
const SEGMENT = 1360
/** Seconds from one segment to the next. */
const APART = 0.0006
/** Segments under way before the sender waits for an acknowledgement. */
const WINDOW = 4

/**
 * A TCP connection to a port: `445`, `445 by b`, `445 in the clear`, `80 fetches 30000 bytes`. The opening is sent again after
 * 3 and 6 s; what is lost of the rest is not.
 */
export function connection(state: State, says: string): void {
  const words = new Words(says)
  const port = words.number('the port', FIELD)
  const how = { from: 0 as End, clear: false, whole: false }
  let fetches: number | undefined
  while (!words.isDone) {
    if (manner(words, how)) continue
    if (words.takes('fetches')) fetches = words.quantity('the size', { bytes: 1 }, FETCHED)
    else words.end()
  }
  const { talk } = state
  const talking = new Talking(state, how, port)
  if (!talking.open()) {
    tell(state, `TCP to port ${port} does not open`)
    return
  }
  talking.turn(true, 16)
  talking.turn(true, 24, fetches === undefined ? talk.octets(137) : asText('GET ', 137))
  talking.bring(fetches === undefined ? talk.octets(220) : asText('', fetches))
  talking.turn(true, 16)
  talking.turn(true, 17)
  talking.turn(false, 17)
  talking.turn(true, 16)
  tell(state, `TCP to port ${port}, opened and closed`)
}

class Talking {
  private readonly source: number
  private readonly starts: readonly [number, number]
  private readonly next: [number, number]

  constructor(
    private readonly state: State,
    private readonly how: Manner,
    private readonly port: number,
  ) {
    const { talk } = state
    this.source = 1024 + talk.draw(3000)
    this.starts = [talk.draw(1 << 30), talk.draw(1 << 30)]
    this.next = [this.starts[0] + 1, this.starts[1] + 1]
  }

  open(): boolean {
    const { talk } = this.state
    for (const wait of [3, 6, 12]) {
      const sent = talk.now
      const there = this.say(true, this.segment(true, 2, undefined, true), sent)
      const back = there === undefined ? undefined : this.say(false, this.segment(false, 18, undefined, true), there + 0.0002)
      if (back !== undefined) {
        talk.now = back + 0.0001
        return true
      }
      talk.now = sent + wait
    }
    return false
  }

  /** One segment; the other end thinks before it goes on. */
  turn(mine: boolean, flags: number, data: Uint8Array = new Uint8Array(0)): void {
    const { talk } = this.state
    const arrived = this.say(mine, this.segment(mine, flags, data), talk.now)
    talk.now = Math.max(talk.now, (arrived ?? talk.now) + THINK)
  }

  /** The server's answer: some segments at a time, each lot acknowledged. */
  bring(data: Uint8Array): void {
    const { talk } = this.state
    let at = 0
    while (data.length - at > SEGMENT) {
      for (let i = 0; i < WINDOW && data.length - at > SEGMENT; i++, at += SEGMENT) {
        this.say(false, this.segment(false, 16, data.subarray(at, at + SEGMENT)), talk.now)
        talk.now += APART
      }
      talk.now += talk.scenario.delay + 0.0005
      this.say(true, this.segment(true, 16), talk.now)
      talk.now += talk.scenario.delay + 0.0005
    }
    this.turn(false, 24, data.slice(at))
  }

  private say(mine: boolean, segment: Carried, time: number): number | undefined {
    const { from } = this.how
    return say(this.state, { ...this.how, from: mine ? from : other(from) }, segment, time)
  }

  private segment(mine: boolean, flags: number, data: Uint8Array = new Uint8Array(0), open = false): Carried {
    const [ours, theirs] = mine ? ([0, 1] as const) : ([1, 0] as const)
    const ports: [number, number] = mine ? [this.source, this.port] : [this.port, this.source]
    const made = tcp(...ports, data, {
      flags,
      sequence: open ? this.starts[ours] : this.next[ours],
      acknowledgment: flags & 16 ? this.next[theirs] : 0,
      window: 65_535,
      ...(open ? { options: bytes([2, 4], u16(1460)) } : {}),
    })
    this.next[ours] += data.length + (flags & 1)
    return made
  }
}

/** The same bytes in every story, so that a conversation can be held against another one. */
function asText(first: string, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i < first.length ? first.charCodeAt(i) : 97 + (i % 26)))
}

import { Unclear } from '../inject/words.ts'
import { bytes, u16 } from '../packets/bytes.ts'
import { type Carried, carried } from '../packets/ip.ts'
import { espSealed } from '../packets/protected.ts'
import { icmp, tcp } from '../packets/transport.ts'
import { type End, other, THINK } from './conversation.ts'
import { type State, tell } from './state.ts'

// What the hosts have to say to each other: under ESP where they have an SA, in the clear where they have none.

/** `4`, `4 by b`, `4 every 200 ms`: echo requests, each answered if it arrives and can be read. */
export function ping(state: State, says: string): void {
  const [, count = '4', by, every] = /^(\d+)?\s*(?:by ([ab]))?\s*(?:every (\d+) ms)?$/.exec(says.trim()) ?? []
  const from: End = by === 'b' ? 1 : 0
  const { talk } = state
  for (let n = 1; n <= Number(count); n++) {
    const next = talk.now + Number(every ?? 1000) / 1000
    const arrived = say(state, from, echo(8, n))
    if (arrived !== undefined) say(state, other(from), echo(0, n), arrived + 0.0002)
    talk.now = next
  }
  tell(state, `${count} pings from ${'AB'[from]}`)
}

/** A TCP connection to a port: `445`, `445 by b`. The opening is sent again after 3 and 6 s. */
export function connection(state: State, says: string): void {
  const [, port, by] = /^(\d+)\s*(?:by ([ab]))?$/.exec(says.trim()) ?? []
  if (!port) throw new Unclear(`tcp is followed by a port, not ${says}`)
  const from: End = by === 'b' ? 1 : 0
  const { talk } = state
  const source = 1024 + talk.draw(3000)
  const starts: [number, number] = [talk.draw(1 << 30), talk.draw(1 << 30)]
  const next = [starts[0] + 1, starts[1] + 1]
  const segment = (mine: boolean, flags: number, data: Uint8Array = new Uint8Array(0), open = false): Carried => {
    const [ours, theirs] = mine ? [0, 1] : [1, 0]
    const ports: [number, number] = mine ? [source, Number(port)] : [Number(port), source]
    const options = open ? bytes([2, 4], u16(1460)) : undefined
    const sequence = open ? starts[ours]! : next[ours]!
    const made = tcp(...ports, data, {
      flags,
      sequence,
      acknowledgment: flags & 16 ? next[theirs]! : 0,
      window: 65_535,
      ...(options ? { options } : {}),
    })
    next[ours]! += data.length + (flags & 1)
    return made
  }
  const open = () => {
    for (const wait of [3, 6, 12]) {
      const sent = talk.now
      const there = say(state, from, segment(true, 2, undefined, true))
      const back = there === undefined ? undefined : say(state, other(from), segment(false, 18, undefined, true), there + 0.0002)
      if (back !== undefined) {
        talk.now = back + 0.0001
        return true
      }
      talk.now = sent + wait
    }
    return false
  }
  if (!open()) {
    tell(state, `TCP to port ${port} does not open`)
    return
  }
  const one = (mine: boolean, flags: number, length = 0) => {
    const arrived = say(state, mine ? from : other(from), segment(mine, flags, talk.octets(length)))
    talk.now = Math.max(talk.now, (arrived ?? talk.now) + THINK)
  }
  one(true, 16)
  one(true, 24, 137)
  one(false, 24, 220)
  one(true, 16)
  one(true, 17)
  one(false, 17)
  one(true, 16)
  tell(state, `TCP to port ${port}, opened and closed`)
}

/** Sends under the SA that the sender uses, if it has one; tells when it arrived and could be read. */
export function say(state: State, from: End, inside: Carried, time = state.talk.now): number | undefined {
  const { talk } = state
  const child = state.child[from]
  if (!child) return talk.send(from, inside, time)
  const [source, destination] = [talk.hosts[from].address, talk.hosts[other(from)].address]
  const addresses = [...source.split('.'), ...destination.split('.')].map(Number)
  const payload = inside.build((protocol, length) => bytes(addresses, [0, protocol], u16(length)))
  const keys = child.toward[other(from)]
  child.sequence[from]++
  const packet = espSealed(keys, child.sequence[from]!, talk.octets(keys.cipher.block), payload, inside.protocol)
  const arrived = talk.send(from, carried(50, packet), time)
  const known = child.known[other(from)]
  return arrived !== undefined && known !== undefined && known <= arrived ? arrived : undefined
}

/** Windows' ping: identifier 512, 32 letters. RFC 792. */
function echo(type: 8 | 0, sequence: number): Carried {
  const letters = Uint8Array.from({ length: 32 }, (_, i) => 97 + (i % 23))
  return icmp(type, 0, bytes(u16(0x0200, sequence)), letters)
}

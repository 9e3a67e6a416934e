import { Kind } from '../../dissectors/sort.ts'
import type { Carried } from '../packets/ip.ts'
import { forwarded } from '../packets/rewrite.ts'
import { udp } from '../packets/transport.ts'
import { type End, other, Wire } from './wire.ts'

export { type End, type Host, other } from './wire.ts'

/** How an exchange went. Seconds since the start of the story. */
export interface Outcome {
  /** When the request first arrived. */
  readonly reached?: number
  readonly answered?: number
}

/** Two hosts that ask and answer by IKE's rules. */
export class Conversation extends Wire {
  /**
   * A request, sent again by its stack's timers until its answer arrives or it gives up. The peer answers again whenever it
   * is asked again.
   * @param gaps seconds from one sending to the next
   */
  exchange(
    from: End,
    request: Uint8Array,
    answer: () => Uint8Array | undefined,
    port = 500,
    gaps: readonly number[] = this.hosts[from].stack.gaps,
  ): Outcome {
    const [{ stack }, peer] = [this.hosts[from], this.hosts[other(from)]]
    let time = this.now
    let reached: number | undefined
    let answered: number | undefined
    for (const gap of [0, ...gaps]) {
      if (answered !== undefined && time + gap >= answered) break
      time += gap
      const arrival = this.once(from, request, port, time)
      if (arrival === undefined || peer.ike === 'silent' || peer.ike === 'closed') continue
      reached ??= arrival
      const reply = answer()
      if (!reply) continue
      const back = this.send(other(from), ike(reply, port), arrival + THINK)
      if (back !== undefined && this.hosts[from].ike !== 'deaf') answered = Math.min(answered ?? back, back)
    }
    this.now = answered === undefined ? time + stack.lastWait : answered + THINK
    return { ...(reached === undefined ? {} : { reached }), ...(answered === undefined ? {} : { answered }) }
  }

  /**
   * The last message of an exchange, to which no answer comes: its sender cannot know that it was lost, so the peer says
   * `before` again until it arrives. Time goes on at its sender at once.
   */
  last(from: End, message: Uint8Array, before: Uint8Array, port = 500): Outcome {
    const sent = this.now
    let arrival = this.send(from, ike(message, port))
    let time = sent
    for (const gap of arrival === undefined ? this.hosts[other(from)].stack.gaps : []) {
      time += gap
      const again = this.send(other(from), ike(before, port), time)
      if (again === undefined) continue
      arrival = this.send(from, ike(message, port), again + THINK)
      if (arrival !== undefined) break
    }
    this.now = sent + THINK
    return arrival === undefined ? {} : { reached: arrival }
  }

  /** One sending; a closed port answers with ICMP. */
  once(from: End, request: Uint8Array, port: number, time: number): number | undefined {
    const arrival = this.send(from, ike(request, port), time)
    if (arrival !== undefined && this.hosts[other(from)].ike === 'closed')
      this.send(other(from), this.internet.portUnreachable(forwarded(this.asPacket(from, ike(request, port)))), arrival + 0.0002)
    return arrival
  }

  /** The packet just sent, as an ICMP error quotes it. */
  private asPacket(from: End, inside: Carried): Uint8Array {
    const { address, identification, stack } = this.hosts[from]
    return this.internet.packet(address, this.hosts[other(from)].address, inside, { id: identification, ttl: stack.ttl })
  }

  /** Packets that the captures saw, for what is told of the story. */
  get fragments(): number {
    return this.crossings.filter(one => one.sent.kind === Kind.fragment).length
  }
}

/** Seconds that a host takes to answer. */
export const THINK = 0.002

/** An IKE message in UDP; on port 4500 behind the non-ESP marker. RFC 3948 §2.2. */
export function ike(message: Uint8Array, port: number): Carried {
  return udp(port, port, port === 4500 ? Uint8Array.from([0, 0, 0, 0, ...message]) : message)
}

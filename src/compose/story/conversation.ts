import { Kind } from '../../dissectors/sort.ts'
import type { Crossing } from '../inject/crossings.ts'
import { withChance, worldOf } from '../inject/index.ts'
import { type Sighting, sightingOf } from '../inject/recorded.ts'
import { nanoseconds } from '../inject/world.ts'
import { type Carried, ipv4 } from '../packets/ip.ts'
import { ethernet } from '../packets/link.ts'
import { cutTo, forwarded } from '../packets/rewrite.ts'
import { icmp, udp } from '../packets/transport.ts'
import { random } from '../random.ts'
import type { Scenario } from '../scenario.ts'
import { type Stack, stacks } from '../stacks.ts'

/** 0 is host A, 1 is host B, as the traces are counted. */
export type End = 0 | 1
export const other = (end: End): End => (end === 0 ? 1 : 0)

/** One of the two hosts. */
export interface Host {
  readonly address: string
  readonly name: string
  readonly stack: Stack
  ike: 'answers' | 'closed' | 'silent'
  identification: number
}

/** How an exchange went. Seconds since the start of the story. */
export interface Outcome {
  /** When the request first arrived. */
  readonly reached?: number
  readonly answered?: number
}

/** Two hosts, what lies between them, and the time. What one sends is captured as it leaves and, if it gets there, as it arrives. */
export class Conversation {
  now = 0.2
  readonly hosts: readonly [Host, Host]
  readonly crossings: Crossing[] = []
  readonly scenario: Scenario
  /** Draws below a limit, and octets. */
  readonly draw: (limit: number) => number
  private readonly path: ReturnType<typeof withChance>
  private order = 0

  constructor(scenario: Scenario) {
    this.scenario = scenario
    this.draw = random(scenario.seed * 7919)
    this.path = withChance(scenario.faults, 'path', scenario.seed)
    const of = ({ address, name, stack, ike }: Scenario['hosts']['a'], identification: number): Host => ({
      address,
      name,
      stack: stacks[stack]!,
      ike,
      identification,
    })
    this.hosts = [of(scenario.hosts.a, 1200), of(scenario.hosts.b, 30_400)]
  }

  octets(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.draw(256))
  }

  /** Sends an IP packet; tells when all of it arrived unchanged, or undefined. */
  send(from: End, inside: Carried, time = this.now): number | undefined {
    const [host, peer] = [this.hosts[from], this.hosts[other(from)]]
    host.identification = (host.identification + 1) & 0xffff
    const packet = ipv4(host.address, peer.address, inside, { id: host.identification, ttl: host.stack.ttl })
    const pieces = packet.length > this.scenario.mtu ? cutTo(packet, this.scenario.mtu) : [packet]
    const arrivals = pieces.map((piece, i) => this.cross(from, piece, time + i * 0.00002))
    this.now = Math.max(this.now, time + 0.0001)
    const missing = arrivals.some(arrival => arrival === undefined)
    if (!missing) return Math.max(...arrivals.map(arrival => arrival!))
    if (pieces.length > 1 && arrivals[0] !== undefined) this.tooLate(other(from), pieces[0]!, arrivals[0] + peer.stack.reassembly)
    return undefined
  }

  /** An ICMP error about a packet that `to` sent. RFC 792. */
  complain(from: End, type: number, code: number, quoted: Uint8Array, time: number): number | undefined {
    return this.send(from, icmp(type, code, [0, 0, 0, 0], quoted.subarray(0, 28)), time)
  }

  /**
   * A request, sent again by its stack's timers until its answer arrives or it gives up. The peer answers again whenever it
   * is asked again. Without `answer` nothing is expected: see `once`.
   */
  exchange(from: End, request: Uint8Array, answer: () => Uint8Array | undefined, port = 500): Outcome {
    const [{ stack }, peer] = [this.hosts[from], this.hosts[other(from)]]
    let time = this.now
    let reached: number | undefined
    let answered: number | undefined
    for (const gap of [0, ...stack.gaps]) {
      if (answered !== undefined && time + gap >= answered) break
      time += gap
      const arrival = this.ask(from, request, port, time)
      if (arrival === undefined || peer.ike !== 'answers') continue
      reached ??= arrival
      const reply = answer()
      if (!reply) continue
      const back = this.send(other(from), ike(reply, port), arrival + THINK)
      if (back !== undefined) answered = Math.min(answered ?? back, back)
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
  private ask(from: End, request: Uint8Array, port: number, time: number): number | undefined {
    const arrival = this.send(from, ike(request, port), time)
    if (arrival !== undefined && this.hosts[other(from)].ike === 'closed')
      this.complain(other(from), 3, 3, this.lastArrived(other(from)), arrival + 0.0002)
    return arrival
  }

  private lastArrived(at: End): Uint8Array {
    const crossing = this.crossings.findLast(one => one.from !== at && one.arrived.length > 0)!
    const { frame, ipAt } = crossing.arrived[0]!
    return frame.subarray(ipAt)
  }

  /** Reassembly was given up: ICMP 11/1, which quotes the first fragment. RFC 1122 §3.3.2. */
  private tooLate(from: End, first: Uint8Array, time: number): void {
    const now = this.now
    this.complain(from, 11, 1, forwarded(first), time)
    this.now = now
  }

  private cross(from: End, packet: Uint8Array, time: number): number | undefined {
    const arrival = forwarded(packet)
    const sent = this.seen(from, packet, from, time)
    const came = this.seen(other(from), arrival, from, time + this.scenario.delay + this.draw(400) * 1e-6)
    const crossing: Crossing = { from, sent, arrived: [came], unpacked: [], wasDelivered: true }
    const world = worldOf([crossing], nanoseconds(this.scenario.start))
    for (const [fault, chance] of this.path) fault.apply(world, chance)
    this.crossings.push(crossing)
    if (crossing.arrived.length === 0 || crossing.changed) return undefined
    return crossing.arrived.reduce((last, one) => Math.max(last, Number(one.time - nanoseconds(this.scenario.start)) / 1e9), 0)
  }

  /** A packet in one of the captures. Both hosts sit behind a router of their own. */
  private seen(trace: End, packet: Uint8Array, from: End, time: number): Sighting {
    const router = `02 00 00 00 0${trace} fe`
    const host = `02 00 00 00 0${trace} 01`
    const frame = ethernet(packet, trace === from ? { source: host, destination: router } : { source: router, destination: host })
    const at = nanoseconds(this.scenario.start) + BigInt(Math.round(time * 1e6)) * 1000n
    return sightingOf(frame, { trace, order: this.order++, time: at, linkType: 1 })
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

import type { Crossing } from '../inject/crossings.ts'
import { withChance, worldOf } from '../inject/index.ts'
import { type Sighting, sightingOf } from '../inject/recorded.ts'
import { nanoseconds } from '../inject/world.ts'
import { type Internet, internetOf } from '../packets/internet.ts'
import { address, type Carried } from '../packets/ip.ts'
import { ethernet } from '../packets/link.ts'
import { forwarded, translated } from '../packets/rewrite.ts'
import { random } from '../random.ts'
import type { HostPlan, Scenario } from '../scenario.ts'
import { type Stack, stacks } from '../stacks.ts'
import { Nat } from './nat.ts'

/** 0 is host A, 1 is host B, as the traces are counted. */
export type End = 0 | 1
/** The other end. */
export const other = (end: End): End => (end === 0 ? 1 : 0)

/** One of the two hosts. */
export interface Host {
  readonly address: string
  readonly name: string
  readonly stack: Stack
  readonly nat: Nat | undefined
  readonly offloads: boolean
  ike: HostPlan['ike']
  identification: number
  /** Bytes that its packets may have on the way, as far as it was told. */
  pathMtu: number
}

/** How a packet is sent. */
export interface Sent {
  /** Don't Fragment. */
  readonly whole?: boolean
  /** What the capture shows at a host whose network card encrypts, as long as what travels. */
  readonly clear?: Carried
}

/** Two hosts, what lies between them, and the time. What one sends is captured as it leaves and, if it gets there, as it arrives. */
export class Wire {
  now = 0.2
  readonly hosts: readonly [Host, Host]
  readonly crossings: Crossing[] = []
  /** What stands in one capture only and crossed nothing: what third hosts say, and broadcasts. */
  readonly others: Sighting[] = []
  readonly scenario: Scenario
  /** The version of IP that both hosts speak. */
  readonly internet: Internet
  /** Draws below a limit, and octets. */
  readonly draw: (limit: number) => number
  private readonly path: ReturnType<typeof withChance>
  private order = 0

  constructor(scenario: Scenario) {
    this.scenario = scenario
    this.draw = random(scenario.seed * 7919)
    this.internet = internetOf(scenario.hosts.a.address)
    this.path = withChance(scenario.faults, 'path', scenario.seed)
    const of = ({ address, name, stack, ike, nat, offloads }: HostPlan, identification: number): Host => ({
      ...{ address, name, ike, offloads, identification, pathMtu: scenario.mtu },
      stack: stacks[stack]!,
      nat: nat && new Nat(address, nat),
    })
    this.hosts = [of(scenario.hosts.a, 1200), of(scenario.hosts.b, 30_400)]
  }

  octets(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.draw(256))
  }

  /** Sends an IP packet; tells when all of it arrived unchanged, or undefined. */
  send(from: End, inside: Carried, time = this.now, { whole = false, clear }: Sent = {}): number | undefined {
    const [host, peer] = [this.hosts[from], this.hosts[other(from)]]
    host.identification = (host.identification + 1) & 0xffff
    const { internet } = this
    const about = { id: host.identification, ttl: host.stack.ttl, whole }
    const packet = internet.packet(host.address, peer.address, inside, about)
    this.now = Math.max(this.now, time + 0.0001)
    const { narrow } = this.scenario
    const mayPass = internet.routersCut && !whole
    if (whole && packet.length > narrow) return this.refused(from, packet, time)
    const shown = clear && internet.packet(host.address, peer.address, clear, about)
    const cut = (all: Uint8Array) => (all.length > host.pathMtu ? internet.cut(all, host.pathMtu, host.identification) : [all])
    const pieces = cut(packet)
    const clears = shown && cut(shown)
    const arrivals = pieces.map((piece, i) => {
      const at = time + i * 0.00002
      return mayPass || piece.length <= narrow ? this.cross(from, piece, at, clears?.[i]) : this.refused(from, piece, at)
    })
    if (arrivals.every(arrival => arrival !== undefined)) return Math.max(...arrivals)
    if (pieces.length > 1 && arrivals[0] !== undefined) this.tooLate(other(from), pieces[0]!, arrivals[0] + peer.stack.reassembly)
    return undefined
  }

  /** A packet that only one capture sees, as it is: from or to a third host, or to everybody. */
  aside(trace: End, packet: Uint8Array, time = this.now): void {
    this.others.push(this.seen(trace, packet, this.isFrom(trace, packet) ? trace : other(trace), time))
  }

  private isFrom(end: End, packet: Uint8Array): boolean {
    return this.internet.source(packet).join() === address(this.hosts[end].address).join()
  }

  /** Reassembly was given up: an ICMP error, which quotes the first fragment. RFC 1122 §3.3.2. */
  private tooLate(from: End, first: Uint8Array, time: number): void {
    const now = this.now
    this.send(from, this.internet.reassemblyTimeExceeded(forwarded(first)), time)
    this.now = now
  }

  /** The router before a narrow link does not let it pass, and says so. RFC 1191 §4, RFC 4443 §3.2. */
  private refused(from: End, packet: Uint8Array, time: number): undefined {
    const sent = this.seen(from, packet, from, time)
    this.crossings.push({ from, sent, arrived: [], unpacked: [], wasDelivered: true, lost: true })
    const { internet } = this
    const host = this.hosts[from]
    const { narrow, delay } = this.scenario
    const answer = internet.tooBig(narrow, forwarded(packet))
    this.aside(from, internet.packet(internet.router, host.address, answer, { id: sent.order & 0xffff, ttl: 254 }), time + delay)
    // In IPv6 nobody but the host can cut, and it does as it is told. RFC 8201 §4.
    if (!internet.routersCut) host.pathMtu = Math.min(host.pathMtu, narrow)
  }

  private cross(from: End, packet: Uint8Array, time: number, clear = packet): number | undefined {
    const shown = (trace: End) => (this.hosts[trace].offloads ? clear : packet)
    const sent = this.seen(from, shown(from), from, time)
    const came = this.seen(other(from), forwarded(shown(other(from))), from, time + this.scenario.delay + this.draw(400) * 1e-6)
    const crossing: Crossing = { from, sent, arrived: [came], unpacked: [], wasDelivered: true }
    const world = worldOf([crossing], nanoseconds(this.scenario.start))
    for (const [fault, chance] of this.path) fault.apply(world, chance)
    this.crossings.push(crossing)
    if (crossing.arrived.length === 0 || crossing.changed) return undefined
    return crossing.arrived.reduce((last, one) => Math.max(last, Number(one.time - nanoseconds(this.scenario.start)) / 1e9), 0)
  }

  /** A packet in one of the captures. Both hosts sit behind a router of their own, and know the other one by what its NAT says. */
  private seen(trace: End, packet: Uint8Array, from: End, time: number): Sighting {
    const router = `02 00 00 00 0${trace} fe`
    const host = `02 00 00 00 0${trace} 01`
    const nat = this.hosts[other(trace)].nat
    const toAll =
      packet[0]! >> 4 !== 4
        ? undefined
        : packet[19] === 255
          ? 'ff ff ff ff ff ff'
          : packet[16]! >> 4 === 14
            ? `01 00 5e ${hexOf(packet.subarray(17, 20))}`
            : undefined
    const link = trace === from ? { source: host, destination: toAll ?? router } : { source: router, destination: toAll ?? host }
    const frame = ethernet(nat ? translated(packet, nat.outward) : packet, link)
    const at = nanoseconds(this.scenario.start) + BigInt(Math.round(time * 1e6)) * 1000n
    return sightingOf(frame, { trace, order: this.order++, time: at, linkType: 1 })
  }
}

/** Of a multicast group, the low 23 bits. RFC 1112 §6.4. */
function hexOf(octets: Uint8Array): string {
  return [octets[0]! & 0x7f, octets[1]!, octets[2]!].map(octet => octet.toString(16).padStart(2, '0')).join(' ')
}

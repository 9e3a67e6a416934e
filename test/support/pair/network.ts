import type { Written } from '../../../src/compose/files/written.ts'
import { random } from '../../../src/compose/random.ts'
import { type Carried, carried, checksum, ethernet, fragments, fragments6, ipv4, ipv6, u16, u32, udp } from '../packets/index.ts'
import { sayV1 } from '../trace/phrases.ts'

/** What the path does to packets, and how the clock of B stands. */
export interface Path {
  readonly seed?: number
  /** Seconds from leaving to arriving, each way, and what is added at random at most. */
  readonly delay?: number
  readonly delayBack?: number
  readonly jitter?: number
  /** Shares of packets, 0 to 1, by direction. */
  readonly loss?: Partial<Record<Way, number>>
  readonly duplicate?: number
  readonly corrupt?: Partial<Record<Way, number>>
  /** First byte of an IP packet that may be changed; 20 without it. */
  readonly corruptFrom?: number
  /** Routers between the captures; 1 without it. */
  readonly routers?: number
  /** Bytes of an IP packet above which a router cuts it. */
  readonly cut?: number
  /** Address and port that A is seen under. */
  readonly nat?: { readonly address: string; readonly port: number; readonly newIds?: boolean }
  /** True for what is dropped beside chance. */
  readonly drop?: (packet: Uint8Array, way: Way, time: number) => boolean
  /** Clock of B, seconds, when A's says `t`. */
  readonly clock?: (t: number) => number
  /** Stacks that leave the identification at 0. */
  readonly noIds?: boolean
  /** Both hosts, and the path, speak IPv6: no identification but in fragments, no router that cuts, no NAT. */
  readonly v6?: boolean
}

export type Way = 'aToB' | 'bToA'

/** What really happened, while both captures ran. */
export interface Truth {
  lostAtoB: number
  lostBtoA: number
  modified: number
  duplicated: number
}

export const A = '192.0.2.10'
export const B = '198.51.100.20'
export const A6 = '2001:db8:a::10'
export const B6 = '2001:db8:b::20'
const START = 1_700_000_000

interface Event {
  readonly time: number
  readonly trace: 0 | 1
  readonly packet: Uint8Array
}

/** Two hosts and what lies between: whatever one sends is captured as it leaves and, if it gets there, as it arrives. */
export class Network {
  readonly truth: Truth = { lostAtoB: 0, lostBtoA: 0, modified: 0, duplicated: 0 }
  now = 0
  private readonly events: Event[] = []
  private readonly lost: { way: Way; time: number }[] = []
  private readonly chance: () => number
  private readonly draw: (limit: number) => number
  private identification = 4000
  private readonly path: Path

  constructor(path: Path = {}) {
    this.path = path
    this.draw = random(path.seed ?? 1)
    this.chance = () => this.draw(1_000_000) / 1_000_000
  }

  /** Sends an IP packet from one end; tells when it arrived whole and unchanged, or undefined. */
  send(way: Way, inside: Carried, { cut, time = this.now }: { cut?: number; time?: number } = {}): number | undefined {
    let last: number | undefined = time
    for (const piece of this.written(way, inside, cut)) {
      this.events.push({ time, trace: way === 'aToB' ? 0 : 1, packet: way === 'bToA' ? this.toNat(piece) : piece })
      const arrived = this.cross(way, piece, time)
      last = last === undefined || arrived === undefined ? undefined : Math.max(last, arrived)
    }
    this.now = Math.max(this.now, time + 0.0001)
    return last
  }

  /** A packet of a third party that only the end that sends `way` captures, a router's error for example. */
  aside(way: Way, packet: Uint8Array, time = this.now + 0.002): void {
    this.events.push({ time, trace: way === 'aToB' ? 0 : 1, packet })
  }

  /** As IP packets of the sender. */
  private written(way: Way, inside: Carried, cut: number | undefined): Uint8Array[] {
    const { noIds, v6 } = this.path
    this.identification = (this.identification + 1 + this.draw(20)) & 0xffff
    const turned = way === 'bToA'
    if (v6) {
      const whole = turned ? ipv6(B6, A6, inside) : ipv6(A6, B6, inside)
      return cut ? fragments6(whole, cut, 0x5eed0000 | this.identification) : [whole]
    }
    const about = { id: noIds ? 0 : this.identification, ttl: 64, dontFragment: noIds === true }
    const whole = turned ? ipv4(B, A, inside, about) : ipv4(A, B, inside, about)
    return cut ? fragments(whole, cut) : [whole]
  }

  /** One packet on its way; what arrives may be several. */
  private cross(way: Way, packet: Uint8Array, time: number): number | undefined {
    const { loss, corrupt, duplicate = 0, cut, drop, jitter = 0 } = this.path
    if (drop?.(packet, way, time) || this.chance() < (loss?.[way] ?? 0)) {
      this.lost.push({ way, time })
      return undefined
    }
    const delay = (way === 'aToB' ? this.path.delay : (this.path.delayBack ?? this.path.delay)) ?? 0.01
    const at = time + delay + this.chance() * jitter
    const far = this.forwarded(way, packet)
    const isChanged = this.chance() < (corrupt?.[way] ?? 0)
    if (isChanged) {
      this.truth.modified++
      const first = this.path.corruptFrom ?? (this.path.v6 ? 40 : 20)
      const place = first + this.draw(far.length - first)
      far[place]! ^= 1 << this.draw(8)
    }
    const pieces = cut && far.length > cut && (far[6]! & 0x40) === 0 ? fragmentsAgain(far, cut) : [far]
    for (const [i, piece] of pieces.entries()) this.events.push({ time: at + i * 1e-5, trace: way === 'aToB' ? 1 : 0, packet: piece })
    if (this.chance() < duplicate) {
      this.truth.duplicated++
      this.events.push({ time: at + 0.0004, trace: way === 'aToB' ? 1 : 0, packet: far })
    }
    return isChanged ? undefined : at
  }

  /** As it looks behind a router, and behind a NAT where there is one. */
  private forwarded(way: Way, packet: Uint8Array): Uint8Array {
    const { nat } = this.path
    const far = packet.slice()
    if (this.path.v6) {
      far[7]! -= this.path.routers ?? 1
      return far
    }
    far[8]! -= this.path.routers ?? 1
    if (nat && way === 'aToB') {
      far.set(nat.address.split('.').map(Number), 12)
      if (startsUdp(far)) far.set([...u16(nat.port), ...far.slice(22, 26), 0, 0], 20)
      if (nat.newIds) far.set(u16((((packet[4]! << 8) | packet[5]!) * 7 + 13) & 0xffff), 4)
    }
    far.set([0, 0], 10)
    far.set(u16(checksum(far.subarray(0, (far[0]! & 15) * 4))), 10)
    return far
  }

  /** What B sends goes to the address that it knows A under. */
  private toNat(packet: Uint8Array): Uint8Array {
    const { nat } = this.path
    if (!nat) return packet
    const near = packet.slice()
    near.set(nat.address.split('.').map(Number), 16)
    if (startsUdp(near)) near.set([...u16(nat.port), ...near.slice(24, 26), 0, 0], 22)
    near.set([0, 0], 10)
    near.set(u16(checksum(near.subarray(0, 20))), 10)
    return near
  }

  /** The two captures as records, and the truth counted while both ran. */
  captures(): { readonly files: readonly [Written[], Written[]]; readonly truth: Truth } {
    const all = this.events.toSorted((x, y) => x.time - y.time)
    const of = (trace: 0 | 1) => all.filter(event => event.trace === trace)
    const spans = ([0, 1] as const).map(trace => [of(trace)[0]?.time ?? Number.NaN, of(trace).at(-1)?.time ?? Number.NaN] as const)
    for (const { way, time } of this.lost) {
      const [from, until] = spans[way === 'aToB' ? 1 : 0]!
      if (time >= from && time <= until) this.truth[way === 'aToB' ? 'lostAtoB' : 'lostBtoA']++
    }
    const clock = this.path.clock ?? (t => t)
    const written = (trace: 0 | 1) => of(trace).map(({ time, packet }) => record(packet, trace === 0 ? time : clock(time)))
    return { files: [written(0), written(1)], truth: this.truth }
  }
}

/** UDP, whole or its first fragment: the ports are here. */
function startsUdp(packet: Uint8Array): boolean {
  return packet[9] === 17 && ((packet[6]! & 0x1f) | packet[7]!) === 0
}

function record(packet: Uint8Array, time: number): Written {
  const micros = Math.round((START + time) * 1e6)
  const seconds = Math.floor(micros / 1e6)
  return { data: ethernet(packet), seconds, nanoseconds: (micros - seconds * 1e6) * 1000 }
}

/** A router's pieces of a packet that may be a fragment itself. RFC 791 §3.2. */
function fragmentsAgain(packet: Uint8Array, mtu: number): Uint8Array[] {
  const size = ((mtu - 20) >> 3) << 3
  const start = ((packet[6]! & 0x1f) << 8) | packet[7]!
  const more = (packet[6]! & 0x20) !== 0
  return fragments(packet, size).map((piece, i, all) => {
    const offset = start + (i * size) / 8
    piece.set(u16((i < all.length - 1 || more ? 0x2000 : 0) | offset), 6)
    piece.set([0, 0], 10)
    piece.set(u16(checksum(piece.subarray(0, 20))), 10)
    return piece
  })
}

const SPI_TO_B = 0xc0ffee01
const SPI_TO_A = 0xc0ffee02

/** ESP with a body that no other packet has. */
export function esp(way: Way, sequence: number, length = 96): Carried {
  const draw = random(sequence * 2 + (way === 'aToB' ? 0 : 1))
  return carried(
    50,
    u32(way === 'aToB' ? SPI_TO_B : SPI_TO_A, sequence),
    Uint8Array.from({ length }, () => draw(256)),
  )
}

export function ike(message: Uint8Array, port = 500): Carried {
  return udp(port, port, port === 4500 ? Uint8Array.from([0, 0, 0, 0, ...message]) : message)
}

/** A request sent again until its answer arrives; true when it did. */
export function exchange(net: Network, from: Way, request: Uint8Array, answer: Uint8Array | undefined, port = 500, cut?: number): boolean {
  const back: Way = from === 'aToB' ? 'bToA' : 'aToB'
  for (let attempt = 0; attempt < 5; attempt++) {
    const sent = net.now
    const arrived = net.send(from, ike(request, port), { cut })
    if (arrived !== undefined) {
      if (!answer) return true
      const came = net.send(back, ike(answer, port), { time: arrived + 0.02 })
      if (came !== undefined) {
        net.now = came + 0.02
        return true
      }
    }
    net.now = sent + 2 ** (attempt + 1)
  }
  return false
}

/** Main mode, quick mode and pings through the tunnel, as far as the path lets them. True when the SA stands. */
export function converse(net: Network, { pings = 20, size = 96, sizes = [] as number[], port = 500, cut = 0, every = 0.2 } = {}): boolean {
  const say = sayV1()
  const proof = cut ? say.largeMm5 : say.mm5
  const stands =
    exchange(net, 'aToB', say.mm1, say.mm2) &&
    exchange(net, 'aToB', say.mm3, say.mm4) &&
    exchange(net, 'aToB', proof, say.mm6, port, cut || undefined) &&
    exchange(net, 'aToB', say.qm1(), say.qm2(), port) &&
    exchange(net, 'aToB', say.qm3(), undefined, port)
  if (!stands) return false
  let answers = 0
  for (let ping = 1; ping <= pings; ping++) {
    const next = net.now + every
    const length = sizes[ping % sizes.length] ?? size
    const arrived = net.send('aToB', esp('aToB', ping, length))
    if (arrived !== undefined) net.send('bToA', esp('bToA', ++answers, length), { time: arrived + 0.001 })
    net.now = next
  }
  return true
}

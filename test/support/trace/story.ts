import { packet as dissect } from '../../../src/dissectors/packet.ts'
import { sort, sorted } from '../../../src/dissectors/sort.ts'
import type { Limits } from '../../../src/trace/limits.ts'
import type { Report } from '../../../src/trace/report.ts'
import { createTrace, report, type Trace, type TraceAbout } from '../../../src/trace/trace.ts'
import { type Carried, carried, ethernet, fragments, icmp, ipv4, u16, u32, udp } from '../packets/index.ts'

export interface Host {
  readonly address: string
  readonly port?: number
  readonly ttl?: number
}

export const A: Host = { address: '192.0.2.10' }
export const B: Host = { address: '198.51.100.20', ttl: 63 }

export interface Way {
  readonly from?: Host
  readonly to?: Host
  /** UDP port of both ends, unless a host has its own; 4500 brings the non-ESP marker. */
  readonly port?: number
  /** IP payload bytes of a fragment. */
  readonly cut?: number
  /** Fragments, counted from 1, that the capture does not see. */
  readonly without?: readonly number[]
  /** Times that each packet is captured. */
  readonly captured?: number
  readonly identification?: number
  /** Bytes of the frame that the capture keeps. */
  readonly keep?: number
}

/**
 * A trace written as a story: `story().a(mm1).b(mm2).wait(2).a(mm3).again()`. A is whoever begins; each packet comes 20 ms
 * after the last.
 */
export class Story {
  readonly trace: Trace
  private readonly numbers = sorted()
  private clock = -STEP
  private count = 0
  private identification = 1000
  private last: (() => void) | undefined
  private way: Way = {}

  constructor(limits?: Limits) {
    this.trace = createTrace(false, limits)
  }

  /** From here on messages travel like this: other hosts, other ports. */
  via(way: Way): this {
    this.way = { ...this.way, ...way }
    return this
  }

  a(message: Uint8Array, way: Way = {}): this {
    return this.send(message, A, B, { ...this.way, ...way })
  }

  b(message: Uint8Array, way: Way = {}): this {
    const { from, to, ...rest } = { ...this.way, ...way }
    return this.send(message, B, A, { ...rest, ...(to ? { from: to } : {}), ...(from ? { to: from } : {}) })
  }

  /** The last message once more: the same bytes in a new packet. */
  again(): this {
    this.last?.()
    return this
  }

  wait(seconds: number): this {
    this.clock += seconds
    return this
  }

  /** ESP from A (to B) or from B. */
  esp(from: 'a' | 'b', spi: number, sequence: number, length = 100): this {
    const [source, destination] = from === 'a' ? [this.way.from ?? A, this.way.to ?? B] : [this.way.to ?? B, this.way.from ?? A]
    const inside = carried(50, u32(spi, sequence), new Uint8Array(length).fill(sequence))
    return this.put(ipv4(source.address, destination.address, inside, { id: this.identification++, ttl: source.ttl ?? 64 }))
  }

  /** An ICMP error about the last packet. */
  icmp(from: string, type: number, code: number, rest: readonly number[] = [0, 0, 0, 0]): this {
    return this.put(ipv4(from, A.address, icmp(type, code, rest, this.lastPacket.slice(0, 56))))
  }

  private lastPacket: Uint8Array = new Uint8Array(0)

  /** Any IP packet. */
  put(packet: Uint8Array, { captured = 1, keep }: Way = {}): this {
    this.clock += STEP
    this.lastPacket = packet
    const frame = ethernet(packet)
    for (let copy = 0; copy < captured; copy++) this.record(frame.slice(0, keep), frame.length, this.clock + copy * 0.0005)
    return this
  }

  /** The user says that these need no IPsec. */
  exempting(...addresses: string[]): this {
    this.exempt = addresses
    return this
  }

  private exempt: readonly string[] = []

  /** The clock of the capture when it begins, as ISO 8601 in UTC. */
  beginning(start: string, clock: TraceAbout['clock'] = 'utc'): this {
    this.about = { ...ABOUT, start: BigInt(Date.parse(start)) * 1_000_000n, clock }
    return this
  }

  private about: TraceAbout = ABOUT

  get report(): Report {
    return report([this.trace], [{ ...this.about, linkTypes: ['Ethernet'], exempt: this.exempt }])
  }

  private send(message: Uint8Array, defaultFrom: Host, defaultTo: Host, way: Way): this {
    const { from = defaultFrom, to = defaultTo, port = 500 } = way
    const [source, destination] = [from.port ?? port, to.port ?? port]
    const marked = port === 4500 ? Uint8Array.from([0, 0, 0, 0, ...message]) : message
    const go = () => this.sendUdp(udp(source, destination, marked), from, to, way)
    this.last = go
    go()
    return this
  }

  private sendUdp(inside: Carried, from: Host, to: Host, way: Way): void {
    const id = way.identification ?? this.identification++
    const whole = ipv4(from.address, to.address, inside, { id, ttl: from.ttl ?? 64 })
    const pieces = way.cut ? fragments(whole, way.cut) : [whole]
    pieces.forEach((piece, i) => {
      if (!way.without?.includes(i + 1)) this.put(piece, way)
    })
  }

  private record(bytes: Uint8Array, original: number, time: number): void {
    const { packets } = this.trace
    sort(bytes, 0, bytes.length, 1, this.numbers, original)
    const row = packets.add(this.numbers, bytes, { time, position: 0, captured: bytes.length, original, linkType: 1, direction: 0 })
    if (this.numbers.securityStart > 0) packets.ciphers.take(packets.flow(row), this.numbers, bytes, bytes.length)
    this.trace.handshakes.take(row, this.numbers, bytes, bytes.length)
    this.trace.unfilledSums.take(row, this.numbers, bytes, bytes.length)
    this.trace.wrongSums.take(row, this.numbers, bytes, bytes.length)
    this.trace.encapsulatedPorts.take(row, this.trace.packets.flow(row), this.numbers, bytes)
    this.count++
    if (this.trace.tells(this.numbers)) this.trace.story(this.count, time, dissect(bytes, original, 1), bytes, 1)
  }
}

export function story(limits?: Limits): Story {
  return new Story(limits)
}

/** The same story captured where B is: what A sends has passed a router. */
export function atB(): Story {
  return story().via({ from: { ...A, ttl: 63 }, to: { ...B, ttl: 64 } })
}

/** Rules that give a verdict on a story. */
export function said(told: Story): string[] {
  return told.report.findings.filter(f => f.severity !== 'note').map(f => f.rule)
}

/** Rules about IKE itself that only note something; what is noted of the capture is another matter. */
export function noted(told: Story): string[] {
  return told.report.findings.filter(f => f.severity === 'note' && f.scenario.startsWith('N')).map(f => f.rule)
}

/** Next-hop MTU as the rest of an ICMP header. RFC 1191 §4. */
export function mtu(value: number): number[] {
  return [0, 0, ...u16(value)]
}

const STEP = 0.02
const ABOUT: TraceAbout = {
  name: 'story',
  format: 'pcap',
  compression: null,
  clock: 'utc',
  start: 0n,
  end: null,
  linkTypes: [],
  problems: [],
}

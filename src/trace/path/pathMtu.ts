import type { Seconds } from '../model.ts'
import { firstSighting } from '../model.ts'
import { arrived } from '../negotiation/arrival.ts'
import { addressesOf } from '../negotiation/child.ts'
import type { Course } from '../negotiation/course.ts'
import { opposite } from '../negotiation/sides.ts'
import type { Flow } from '../protected/flow.ts'
import type { Trace } from '../trace.ts'
import type { IcmpError } from './icmpErrors.ts'

// The path MTU from one host to another over time. Routers say it with "fragmentation needed" (RFC 1191 §4) or "packet too
// big" (RFC 4443 §3.2); old ones without a number, then the next lower plateau of RFC 1191 §7.1 is the best guess. What
// passed and what did not bounds it from both sides. What was captured next to the receiver has passed; at the sender only
// an answer proves that.

/** What a router said. */
export interface PathMtuStep {
  readonly packet: number
  readonly time: Seconds
  /** Who says it. */
  readonly from: string
  readonly mtu: number
  /** The router named no number: the plateau below the refused size. */
  readonly guessed: boolean
  /** Length of the packet that did not fit. */
  readonly refused: number
}

/** IP packet, header included. */
export interface SizeSeen {
  readonly size: number
  readonly packet: number
}

/** One direction between two hosts. */
export interface PathMtu {
  readonly source: string
  readonly destination: string
  readonly steps: readonly PathMtuStep[]
  /** Largest whole packet that is known to have arrived. */
  readonly passed?: SizeSeen
  /** Smallest that a router is known to have refused. */
  readonly refused?: SizeSeen
}

/** Paths that carry IKE, ESP or AH, in the order of the hosts' first negotiation or flow. */
export function pathsOf(trace: Trace, courses: readonly Course[], flows: readonly Flow[]): PathMtu[] {
  const paths = new Map<string, Draft>()
  for (const course of courses) noteMessages(course, paths)
  for (const flow of flows) noteFlow(trace, flow, paths)
  for (const error of trace.icmpErrors.all) noteError(error, paths)
  return [...paths.values()].filter(p => p.steps.length > 0 || p.passed).map(({ arrives, ...path }) => path)
}

interface Draft {
  readonly source: string
  readonly destination: string
  readonly steps: PathMtuStep[]
  /** The capture was taken next to the receiver. */
  arrives: boolean
  passed?: SizeSeen
  refused?: SizeSeen
}

function pathOf(paths: Map<string, Draft>, source: string, destination: string): Draft | undefined {
  const key = `${source} ${destination}`
  let path = paths.get(key)
  if (!path && paths.size < MOST) {
    path = { source, destination, steps: [], arrives: false }
    paths.set(key, path)
  }
  return path
}

function noteMessages(course: Course, paths: Map<string, Draft>): void {
  const { vantage } = course
  const near = vantage === 'initiator' ? course.initiator : vantage === 'responder' ? opposite(course.initiator) : undefined
  if (near !== undefined) {
    for (const source of addressesOf(course.negotiation, opposite(near))) {
      for (const destination of addressesOf(course.negotiation, near)) {
        const path = pathOf(paths, source, destination)
        if (path) path.arrives = true
      }
    }
  }
  for (const exchange of course.exchanges) {
    for (const named of exchange.messages) {
      const { carriage, complete, source, destination, packets } = firstSighting(named.message)
      if (carriage !== 'packet' || !complete) continue
      const udp = source.port === 4500 || destination.port === 4500 ? 12 : 8
      const header = source.address.includes(':') ? 40 : 20
      const size = header + udp + named.message.ike.length
      const known = paths.get(`${source.address} ${destination.address}`)
      if (known?.passed && known.passed.size >= size) continue
      if (!arrived(course, exchange, named, 0, vantage)) continue
      const path = known ?? pathOf(paths, source.address, destination.address)
      if (path) pass(path, size, packets[0]!)
    }
  }
}

/** Protected packets arrived where the capture was taken next to their receiver. */
function noteFlow({ packets }: Trace, flow: Flow, paths: Map<string, Draft>): void {
  const path = pathOf(paths, flow.source, flow.destination)
  if (!path?.arrives) return
  const index = packets.flow(flow.firstPacket - 1)
  if (packets.flows.selector(index) !== flow.spi) return
  for (const row of packets.rowsOfFlow(index))
    if (packets.ipLength(row) > (path.passed?.size ?? 0)) pass(path, packets.ipLength(row), row + 1)
}

function pass(path: Draft, size: number, packet: number): void {
  if (size > (path.passed?.size ?? 0)) path.passed = { size, packet }
}

function noteError(error: IcmpError, paths: Map<string, Draft>): void {
  const { quoted, packet, time, from } = error
  if (!quoted || !saysTooBig(error)) return
  const path =
    paths.get(`${quoted.from} ${quoted.to}`) ??
    (quoted.protocol === 50 || quoted.protocol === 51 || error.about ? pathOf(paths, quoted.from, quoted.to) : undefined)
  if (!path) return
  const refused = quoted.length
  if (path.steps.length < MOST) path.steps.push({ packet, time, from, ...mtuOf(error), refused })
  if (refused > 0 && refused < (path.refused?.size ?? Number.POSITIVE_INFINITY)) path.refused = { size: refused, packet }
}

/** ICMP 3/4 and ICMPv6 2. */
export function saysTooBig({ version, type, code }: IcmpError): boolean {
  return version === 4 ? type === 3 && code === 4 : type === 2
}

/** The MTU that an error names, or the plateau below what did not fit. RFC 1191 §7.1. */
export function mtuOf({ mtu, quoted }: IcmpError): { readonly mtu: number; readonly guessed: boolean } {
  if (mtu) return { mtu, guessed: false }
  const length = quoted?.length ?? 0
  return { mtu: PLATEAUS.find(plateau => plateau < length) ?? 68, guessed: true }
}

const PLATEAUS = [32000, 17914, 8166, 4352, 2002, 1492, 1006, 508, 296, 68]
const MOST = 10_000

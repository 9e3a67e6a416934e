import { Kind } from '../../dissectors/sort.ts'
import { isClear, isProtected } from '../packets/kinds.ts'
import { Marks } from '../packets/marks.ts'
import type { Columns, Packets } from '../packets/packets.ts'
import { type Routes, routesOf } from '../packets/routes.ts'
import { Waiting } from '../packets/waiting.ts'
import { Carriers } from './carriers.ts'
import { Votes } from './votes.ts'

/** Walks through all packets, block by block, and marks what may be copies of what protected ones hold. */
export class CopyWalk {
  readonly carriers: Carriers
  /** Copies for sure: with the very time of a protected packet. */
  readonly atOnce: number[] = []
  /** Packets that the next one may have protected, how many each flow has of them, and between whom that one went: by route. */
  readonly before: Marks
  readonly beforeOf: Uint32Array
  readonly protectors: Votes
  /** Copies by nothing but standing soon behind a protected packet, or being the same as another copy. */
  readonly soon: { readonly rows: Uint32Array; length: number }
  /** Both. */
  private readonly marks: Marks
  private readonly open = new Waiting()
  private readonly packets: Packets
  private readonly routes: Routes
  private readonly comesIn: Uint8Array
  /** The last packet that may be protected, and the clear one behind it that may be about to be. */
  private shield = -1
  private shieldTime = Number.NaN
  private clear = -1
  private clearTime = Number.NaN

  /** @param comesIn by flow, 1 where it comes in at the host that captured  @param most clear packets that there are */
  constructor(packets: Packets, comesIn: Uint8Array, most: number) {
    this.packets = packets
    this.comesIn = comesIn
    this.carriers = new Carriers(packets, most)
    this.before = new Marks(packets.length)
    this.beforeOf = new Uint32Array(packets.flows.length)
    this.routes = routesOf(packets.flows)
    this.protectors = new Votes(this.routes.length)
    this.marks = new Marks(packets.length)
    this.soon = { rows: new Uint32Array(most), length: 0 }
  }

  /** Takes the next rows. */
  take({ kind: kinds, flow: flows, time: times }: Columns, first: number, from: number, to: number): void {
    const { comesIn, open, soon } = this
    let { shield, shieldTime, clear, clearTime } = this
    for (let i = from; i < to; i++) {
      const row = first + i
      const kind = kinds[i]! & 15
      const time = times[i]!
      if (isProtected[kind] || kind === Kind.fragment) {
        if (clear >= 0 && within(time - clearTime, TO_PROTECT)) this.mayProtect(clear, row)
        shield = row
        shieldTime = time
        clear = -1
        if (kind !== Kind.fragment && comesIn[flows[i]!]) open.push(row, time, flows[i]!)
        if (open.length > MOST_OPEN) open.shift(1)
      } else if (isClear[kind]) {
        if (within(time - shieldTime, SAME_TIME)) {
          this.isAtOnce(row, shield)
          continue
        }
        open.letGo(time - DECRYPTED)
        const carrier = open.length > 0 ? this.decryptedFrom(row, time, flows[i]!, kind === Kind.tcp || kind === Kind.tcpControl) : -1
        if (carrier >= 0 || this.isForwarded(row)) {
          this.marks.add(row)
          soon.rows[soon.length++] = row
          if (carrier >= 0) this.carriers.takeSoon(flows[i]!, carrier)
        } else {
          clear = row
          clearTime = time
        }
      }
    }
    this.shield = shield
    this.shieldTime = shieldTime
    this.clear = clear
    this.clearTime = clearTime
  }

  private mayProtect(clear: number, row: number): void {
    const { packets, routes } = this
    if (!fits(packets.ipLength(row) - packets.ipLength(clear))) return
    const flow = packets.flow(clear)
    this.before.add(clear)
    this.beforeOf[flow]!++
    this.protectors.cast(routes.of(flow), routes.of(packets.flow(row)))
  }

  private isAtOnce(row: number, shield: number): void {
    this.open.remove(shield)
    this.atOnce.push(row)
    this.marks.add(row)
    if (isProtected[this.packets.kind(shield)]) this.carriers.takeAtOnce(this.packets.flow(row), this.packets.flow(shield))
  }

  /** The flow of the protected packet, of those that wait, that a clear one was taken out of, or -1. It waits no more. */
  private decryptedFrom(row: number, time: number, flow: number, ofTcp: boolean): number {
    const { open, packets } = this
    for (let at = 0; at < open.length; at++) {
      const carrier = open.flow(at)
      if (!within(time - open.since(at), DECRYPTED)) continue
      if (!ofTcp && !fits(packets.ipLength(open.at(at)) - packets.ipLength(row))) continue
      if (packets.flows.sameEnds(carrier, flow) || packets.flows.reversedEnds(carrier, flow)) continue
      open.shift(at + 1)
      return carrier
    }
    return -1
  }

  /** The same packet as one just before it that is a copy. */
  private isForwarded(row: number): boolean {
    const { marks, packets } = this
    if (row - marks.last > LOOK_BACK) return false
    for (let earlier = row - 1; earlier >= 0 && earlier >= row - LOOK_BACK; earlier--) {
      if (!marks.has(earlier) || packets.flow(earlier) !== packets.flow(row)) continue
      const same = packets.identification(earlier) === packets.identification(row) && packets.sequence(earlier) === packets.sequence(row)
      if (same && packets.ipLength(earlier) === packets.ipLength(row)) return within(packets.time(row) - packets.time(earlier), DECRYPTED)
    }
    return false
  }
}

/** False for a time that is not known. */
export function within(apart: number, most: number): boolean {
  return apart >= 0 && apart <= most
}

/** The outer packet is larger by header, IV, padding and ICV. RFC 4303 §2. */
function fits(more: number): boolean {
  return more >= LEAST_OVERHEAD && more <= MOST_OVERHEAD
}

/** Seconds: the same time, decrypted before that, about to be protected. */
export const SAME_TIME = 0.000005
export const DECRYPTED = 0.01
const TO_PROTECT = 0.005
const LOOK_BACK = 8
/** Protected packets that still wait for their copy. */
const MOST_OPEN = 128
/** Octets: outer header 20, ESP 8, trailer 2 with nothing else less a little; and 40 + 8 + UDP 8 + IV 16 + padding + ICV 32. */
const LEAST_OVERHEAD = 22
const MOST_OVERHEAD = 140

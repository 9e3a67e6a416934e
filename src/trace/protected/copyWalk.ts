import { Kind } from '../../dissectors/sort.ts'
import type { Columns } from '../packets/block.ts'
import { isClear, isProtected } from '../packets/kinds.ts'
import { Marks } from '../packets/marks.ts'
import type { Packets } from '../packets/packets.ts'
import { type Routes, routesOf } from '../packets/routes.ts'
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
  /** Of the protected packets that came in no copy has been taken for: those from this place on, without these, and without
   *  those that were captured twice. */
  private open = 0
  private readonly taken: Marks
  /** By protected flow, the sequence number it had last. */
  private readonly numbers: Float64Array
  private readonly packets: Packets
  private readonly routes: Routes
  private readonly comesIn: Uint8Array
  /** The last packet that may be protected, and the clear one behind it that may be about to be. */
  private shield = -1
  private shieldTime = Number.NaN
  private clear = -1
  private clearTime = Number.NaN

  /** @param comesIn by flow, 0 where it leaves the host that captured, COMES_IN where it surely comes in there  @param most clear packets that there are */
  constructor(packets: Packets, comesIn: Uint8Array, most: number) {
    this.packets = packets
    this.comesIn = comesIn
    this.carriers = new Carriers(packets, most)
    this.before = new Marks(packets.length)
    this.beforeOf = new Uint32Array(packets.flows.length)
    this.routes = routesOf(packets.flows)
    this.protectors = new Votes(this.routes.length)
    this.marks = new Marks(packets.length)
    this.taken = new Marks(packets.length)
    this.numbers = new Float64Array(packets.flows.length).fill(-1)
    this.soon = { rows: new Uint32Array(most), length: 0 }
  }

  /** Takes the next rows. */
  take({ kind: kinds, flow: flows, time: times, sequence: sequences }: Columns, first: number, from: number, to: number): void {
    const { soon, carriers, numbers } = this
    let { shield, shieldTime, clear, clearTime } = this
    for (let i = from; i < to; i++) {
      const kind = kinds[i]! & 15
      if (isProtected[kind] || kind === Kind.fragment) {
        if (clear >= 0 && kind !== Kind.fragment && within(times[i]! - clearTime, SAME_TIME) && this.cameIn(clear, first + i))
          this.isAtOnce(clear, first + i)
        else if (clear >= 0 && within(times[i]! - clearTime, TO_PROTECT)) this.mayProtect(clear, first + i)
        shield = first + i
        shieldTime = times[i]!
        clear = -1
        if (kind === Kind.fragment) continue
        if (numbers[flows[i]!] === sequences[i]!) this.taken.add(shield)
        else numbers[flows[i]!] = sequences[i]!
      } else if (isClear[kind]) {
        const row = first + i
        const time = times[i]!
        if (within(time - shieldTime, SAME_TIME) && !this.goesBack(row, shield)) {
          this.isAtOnce(row, shield)
          continue
        }
        const carrier = carriers.isHopeless(flows[i]!)
          ? -1
          : this.decryptedFrom(row, flows[i]!, kind === Kind.tcp || kind === Kind.tcpControl)
        if (carrier >= 0 || this.isForwarded(row)) {
          this.marks.add(row)
          soon.rows[soon.length++] = row
          if (carrier >= 0) carriers.takeSoon(flows[i]!, carrier)
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
    for (let at = clear; at >= 0 && !this.before.has(at); at = this.sameBefore(at)) {
      this.before.add(at)
      this.beforeOf[flow]!++
    }
    this.protectors.cast(routes.of(flow), routes.of(packets.flow(row)))
  }

  /** From whom the protected packet went to, to whom it came from: an answer, be the clock too coarse to show that it came after. */
  private goesBack(row: number, shield: number): boolean {
    return this.packets.flows.reversedEnds(this.packets.flow(shield), this.packets.flow(row))
  }

  /** A clear packet of the very time of a protected one behind it, which came in at the host that captured: two queues have changed places. */
  private cameIn(clear: number, row: number): boolean {
    const { packets, comesIn } = this
    const carrier = packets.flow(row)
    return comesIn[carrier] === COMES_IN && fits(packets.ipLength(row) - packets.ipLength(clear))
  }

  private isAtOnce(row: number, shield: number): void {
    this.taken.add(shield)
    this.atOnce.push(row)
    this.marks.add(row)
    if (isProtected[this.packets.kind(shield)]) this.carriers.takeAtOnce(this.packets.flow(row), this.packets.flow(shield))
  }

  /** The flow of the oldest protected packet that a clear one may have been taken out of, or -1. It and what came before it wait no more. */
  private decryptedFrom(row: number, flow: number, ofTcp: boolean): number {
    const { packets, comesIn, taken } = this
    const time = packets.time(row)
    const place = packets.place(row)
    this.open = Math.max(this.open, place - MOST_BEFORE)
    while (this.open < place && packets.time(packets.at(this.open)) < time - DECRYPTED) this.open++
    for (let at = this.open; at < place; at++) {
      const outer = packets.at(at)
      const carrier = packets.flow(outer)
      if (!isProtected[packets.kind(outer)] || !comesIn[carrier] || taken.has(outer)) continue
      if (!within(time - packets.time(outer), DECRYPTED)) continue
      if (!ofTcp && !fits(packets.ipLength(outer) - packets.ipLength(row))) continue
      if (packets.flows.sameEnds(carrier, flow) || packets.flows.reversedEnds(carrier, flow)) continue
      this.open = at + 1
      return carrier
    }
    return -1
  }

  /** The same packet as one just before it that is a copy. */
  private isForwarded(row: number): boolean {
    const { marks, packets } = this
    if (packets.place(row) - packets.place(marks.last) > LOOK_BACK) return false
    const earlier = this.sameBefore(row)
    return earlier >= 0 && marks.has(earlier)
  }

  /** The same packet, seen just before on another interface: its row, or -1. */
  private sameBefore(row: number): number {
    const { packets } = this
    const place = packets.place(row)
    for (let at = place - 1; at >= 0 && at >= place - LOOK_BACK; at--) {
      const earlier = packets.at(at)
      if (packets.flow(earlier) !== packets.flow(row)) continue
      const same = packets.identification(earlier) === packets.identification(row) && packets.sequence(earlier) === packets.sequence(row)
      if (same && packets.ipLength(earlier) === packets.ipLength(row))
        return within(packets.time(row) - packets.time(earlier), DECRYPTED) ? earlier : -1
    }
    return -1
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

/** Of a flow: hop counts say that it comes in at the host that captured. */
export const COMES_IN = 2

/** Seconds within which two packets have the same time. */
export const SAME_TIME = 0.000005
/** Seconds within which a decrypted packet follows the protected one. */
export const DECRYPTED = 0.01
/** And within which a packet that is about to be protected goes before it. */
const TO_PROTECT = 0.005
const LOOK_BACK = 8
/** Packets looked at before one for that which it was taken out of. */
const MOST_BEFORE = 256
/** Octets: outer header 20, ESP 8, trailer 2 with nothing else less a little; and 40 + 8 + UDP 8 + IV 16 + padding + ICV 32. */
const LEAST_OVERHEAD = 22
const MOST_OVERHEAD = 140

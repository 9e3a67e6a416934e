import type { Packets } from '../packets/packets.ts'
import { routesOf } from '../packets/routes.ts'

// Which protected flow carried which clear one is told from coincidences in time, and where much passes, coincidences come
// by themselves: at 10,000 protected packets a second, every twentieth packet stands within five microseconds behind one.
// So single ones count only in a capture that is too quiet for chance; else it takes several between the same hosts and the same
// peers, ten times more than chance would bring; and standing soon behind something says nothing where always something is near.

/** Collects coincidences, then tells which are none. */
export class Carriers {
  private length = 0
  /** One entry for each: the clear flow, and the protected one with whether it stood at once behind it. */
  private readonly inner: Uint32Array
  private readonly outer: Uint32Array
  private readonly packets: Packets

  /** @param most coincidences that there can be; room that is not used costs nothing */
  constructor(packets: Packets, most: number) {
    this.packets = packets
    this.inner = new Uint32Array(most)
    this.outer = new Uint32Array(most)
  }

  /** Counts a packet of a clear flow behind one of a protected flow. */
  take(flow: number, carrier: number, isAtOnce: boolean): void {
    this.inner[this.length] = flow
    this.outer[this.length++] = 2 * carrier + (isAtOnce ? 1 : 0)
  }

  /**
   * Clear flows and the protected ones that carried them.
   * @param within seconds that count as at once, and as soon  @param clear clear packets  @param covered protected packets
   */
  settle(within: { readonly atOnce: number; readonly soon: number }, clear: number, covered: number): Map<number, ReadonlySet<number>> {
    const { packets, length, inner, outer } = this
    const routes = routesOf(packets.flows)
    const behind = new Uint32Array(packets.flows.length)
    const atOnce = new Map<number, number>()
    const votes = new Votes(routes.length)
    for (let i = 0; i < length; i++) {
      const flow = inner[i]!
      const one = routes.of(flow)
      const other = routes.of(outer[i]! >>> 1)
      votes.cast(one, other)
      if (outer[i]! & 1) atOnce.set(one * MOST_ROUTES + other, (atOnce.get(one * MOST_ROUTES + other) ?? 0) + 1)
      else behind[flow]!++
    }
    const span = packets.length ? packets.time(packets.length - 1) - packets.time(0) : 0
    const byChance = (one: number, other: number, seconds = within.atOnce) => (span > 0 ? (one * other * seconds) / span : 0)
    const isQuiet = byChance(clear, covered) < UNLIKELY
    const sum = routes.packets()
    const carriers = new Map<number, Set<number>>()
    const carry = (flow: number, carrier: number) => carriers.set(flow, (carriers.get(flow) ?? new Set()).add(carrier))
    for (let i = 0; i < length; i++) {
      if (!(outer[i]! & 1)) continue
      const one = routes.of(inner[i]!)
      const other = routes.of(outer[i]! >>> 1)
      const count = atOnce.get(one * MOST_ROUTES + other)!
      if (isQuiet || (count >= SEVERAL && count >= MORE * byChance(sum[one]!, sum[other]!))) carry(inner[i]!, outer[i]! >>> 1)
    }
    const isSure = new Set(carriers.keys())
    for (let i = 0; i < length; i++) {
      const flow = inner[i]!
      if (outer[i]! & 1 || behind[flow]! < packets.flows.packets(flow) * NEARLY_ALL || isSure.has(flow)) continue
      const [one, other] = [routes.of(flow), routes.of(outer[i]! >>> 1)]
      const isTelling = votes.isNearlyAlone(one, other) && byChance(1, sum[other]!, within.soon) < HALF
      if (isQuiet || isTelling) carry(flow, outer[i]! >>> 1)
    }
    return carriers
  }
}

/** Whom most of many stand behind, found without counting each: whoever leads gains by its own and loses by others. */
class Votes {
  private readonly leader: Int32Array
  private readonly lead: Int32Array
  private readonly all: Uint32Array

  constructor(most: number) {
    this.leader = new Int32Array(most).fill(-1)
    this.lead = new Int32Array(most)
    this.all = new Uint32Array(most)
  }

  cast(one: number, other: number): void {
    this.all[one]!++
    if (this.leader[one] === other) this.lead[one]!++
    else if (--this.lead[one]! < 0) {
      this.leader[one] = other
      this.lead[one] = 1
    }
  }

  isNearlyAlone(one: number, other: number): boolean {
    const lead = this.lead[one]!
    return this.leader[one] === other && lead >= SEVERAL && lead >= this.all[one]! * (2 * NEARLY_ALL - 1)
  }
}

/** More than there can be routes. */
const MOST_ROUTES = 2 ** 26

/** Coincidences that chance brings to a whole capture, below which each one counts. */
const UNLIKELY = 0.1
const SEVERAL = 3
const MORE = 10
const NEARLY_ALL = 0.9
const HALF = 0.5

import type { Packets } from '../packets/packets.ts'
import { type Routes, routesOf } from '../packets/routes.ts'
import { Votes } from './votes.ts'

// Which protected flow carried which clear one is told from coincidences in time, and where much passes, coincidences come
// by themselves: at 10,000 protected packets a second, every twentieth packet stands within five microseconds behind one.
// So single ones count only in a capture that is too quiet for chance at their distance; else it takes several between the
// same hosts and the same peers, ten times more than chance would bring and no small part of what they say. Standing
// soon behind something says nothing where always something is near, and nothing where it is now one, now another.

/** Collects coincidences, then tells which are none. */
export class Carriers {
  /** At once behind a protected packet: the clear flow and the protected one, in turn. There are few. */
  private readonly atOnce: number[] = []
  /** Soon behind one: the clear flow and the protected one of each. */
  private length = 0
  private readonly inner: Uint32Array
  private readonly outer: Uint32Array
  /** How many of each clear flow. */
  private readonly behind: Uint32Array
  /** Behind whom the packets of each route stand. */
  private readonly votes: Votes
  private readonly routes: Routes
  private readonly packets: Packets

  /** @param most coincidences that there can be; room that is not used costs nothing */
  constructor(packets: Packets, most: number) {
    this.packets = packets
    this.routes = routesOf(packets.flows)
    this.votes = new Votes(this.routes.length)
    this.behind = new Uint32Array(packets.flows.length)
    this.inner = new Uint32Array(most)
    this.outer = new Uint32Array(most)
  }

  /** Counts a packet of a clear flow at once behind one of a protected flow. */
  takeAtOnce(flow: number, carrier: number): void {
    this.atOnce.push(flow, carrier)
    this.votes.cast(this.routes.of(flow), this.routes.of(carrier))
  }

  /** Counts one that came soon behind it. */
  takeSoon(flow: number, carrier: number): void {
    this.inner[this.length] = flow
    this.outer[this.length++] = carrier
    this.behind[flow]!++
    this.votes.cast(this.routes.of(flow), this.routes.of(carrier))
  }

  /** Packets of this flow and its like stand behind anybody: that they stand soon behind something is chance. */
  isHopeless(flow: number): boolean {
    return this.votes.isHopeless(this.routes.of(flow))
  }

  /**
   * Clear flows and the protected ones that carried them.
   * @param within seconds that count as at once, and as soon  @param clear clear packets  @param covered protected packets
   */
  settle(within: { readonly atOnce: number; readonly soon: number }, clear: number, covered: number): Map<number, ReadonlySet<number>> {
    const { packets, length, inner, outer, atOnce, behind, votes, routes } = this
    const { flows } = packets
    const counts = new Map<number, number>()
    for (let i = 0; i < atOnce.length; i += 2) {
      const [one, other] = [routes.of(atOnce[i]!), routes.of(atOnce[i + 1]!)]
      counts.set(one * MOST_ROUTES + other, (counts.get(one * MOST_ROUTES + other) ?? 0) + 1)
    }
    const span = packets.length ? packets.end - packets.begin : 0
    const byChance = (one: number, other: number, seconds = within.atOnce) => (one * other * seconds) / span
    const isQuiet = (seconds: number) => byChance(clear, covered, seconds) < UNLIKELY
    const [isQuietAtOnce, isQuietSoon] = [isQuiet(within.atOnce), isQuiet(within.soon)]
    const sum = routes.packets()
    const carriers = new Map<number, Set<number>>()
    const carry = (flow: number, carrier: number) => carriers.set(flow, (carriers.get(flow) ?? new Set()).add(carrier))
    for (let i = 0; i < atOnce.length; i += 2) {
      const [one, other] = [routes.of(atOnce[i]!), routes.of(atOnce[i + 1]!)]
      const count = counts.get(one * MOST_ROUTES + other)!
      const chance = byChance(sum[one]!, sum[other]!)
      if (isQuietAtOnce || count >= Math.max(SEVERAL, MORE * chance, A_PART * sum[one]!)) carry(atOnce[i]!, atOnce[i + 1]!)
    }
    const isSeldom = (one: number) => votes.lead(one) >= SEVERAL && byChance(1, sum[votes.leader(one)]!, within.soon) < HALF
    const told = Uint8Array.from({ length: routes.length }, (_, one) =>
      votes.isNearlyAlone(one) && (isQuietSoon || isSeldom(one)) ? 1 : 0,
    )
    // Flows nearly all of whose packets came soon behind one, and of which nothing is sure yet.
    const asks = behind.map((count, flow) =>
      count > 0 && told[routes.of(flow)] && count >= flows.packets(flow) * NEARLY_ALL && !carriers.has(flow) ? 1 : 0,
    )
    if (!asks.includes(1)) return carriers
    for (let i = 0; i < length; i++) {
      const flow = inner[i]!
      if (asks[flow] && votes.leader(routes.of(flow)) === routes.of(outer[i]!)) carry(flow, outer[i]!)
    }
    return carriers
  }
}

/** More than there can be routes. */
const MOST_ROUTES = 2 ** 26

/** Coincidences that chance brings to a whole capture, below which each one counts. */
const UNLIKELY = 0.1
const SEVERAL = 3
const MORE = 10
/** Of what passes between two hosts; chance brings more where packets come in bursts. */
const A_PART = 0.1
const NEARLY_ALL = 0.9
const HALF = 0.5

import type { Packets } from './packets.ts'

// Which protected flow carried which clear one is told from coincidences in time, and where much passes, coincidences come
// by themselves: at 10,000 protected packets a second, every twentieth packet stands within five microseconds behind one.
// So single ones count only in a capture that is too quiet for chance; else it takes several between the same hosts and the same
// peers, ten times more than chance would bring; and standing soon behind something says nothing where always something is near.

/** Collects coincidences, then tells which are none. */
export class Carriers {
  private length = 0
  /** One entry for each: the clear flow, and the protected one with whether it stood at once behind it. */
  private inner = new Uint32Array(FIRST)
  private outer = new Uint32Array(FIRST)
  private readonly packets: Packets

  constructor(packets: Packets) {
    this.packets = packets
  }

  /** Counts a packet of a clear flow behind one of a protected flow. */
  take(flow: number, carrier: number, isAtOnce: boolean): void {
    if (this.length === this.inner.length) {
      this.inner = twice(this.inner)
      this.outer = twice(this.outer)
    }
    this.inner[this.length] = flow
    this.outer[this.length++] = 2 * carrier + (isAtOnce ? 1 : 0)
  }

  /**
   * Clear flows and the protected ones that carried them.
   * @param within seconds that count as at once, and as soon  @param clear clear packets  @param covered protected packets
   */
  settle(within: { readonly atOnce: number; readonly soon: number }, clear: number, covered: number): Map<number, ReadonlySet<number>> {
    const { packets } = this
    const hosts = new Hosts(packets)
    const behind = new Uint32Array(packets.flows.length)
    const atOnce = new Map<number, number>()
    const soon = new Map<number, Vote>()
    this.each((flow, carrier, isAtOnce) => {
      if (!isAtOnce) behind[flow]!++
      const inner = hosts.of(flow)
      const outer = hosts.of(carrier)
      if (isAtOnce) atOnce.set(inner * MOST_HOSTS + outer, (atOnce.get(inner * MOST_HOSTS + outer) ?? 0) + 1)
      vote(soon, inner, outer)
    })
    const span = packets.length ? packets.time(packets.length - 1) - packets.time(0) : 0
    const byChance = (inner: number, outer: number, seconds = within.atOnce) => (span > 0 ? (inner * outer * seconds) / span : 0)
    const isQuiet = byChance(clear, covered) < UNLIKELY
    const sum = hosts.packets()
    const carriers = new Map<number, Set<number>>()
    const carry = (flow: number, carrier: number) => carriers.set(flow, (carriers.get(flow) ?? new Set()).add(carrier))
    this.each((flow, carrier, isAtOnce) => {
      if (!isAtOnce) return
      const inner = hosts.of(flow)
      const outer = hosts.of(carrier)
      const count = atOnce.get(inner * MOST_HOSTS + outer)!
      if (isQuiet || (count >= SEVERAL && count >= MORE * byChance(sum[inner]!, sum[outer]!))) carry(flow, carrier)
    })
    const isSure = new Set(carriers.keys())
    this.each((flow, carrier, isAtOnce) => {
      if (isAtOnce || behind[flow]! < packets.flows.packets(flow) * NEARLY_ALL || isSure.has(flow)) return
      const outer = hosts.of(carrier)
      const isTelling = isNearlyAlone(soon.get(hosts.of(flow))!, outer) && byChance(1, sum[outer]!, within.soon) < HALF
      if (isQuiet || isTelling) carry(flow, carrier)
    })
    return carriers
  }

  private each(take: (flow: number, carrier: number, isAtOnce: boolean) => void): void {
    for (let i = 0; i < this.length; i++) take(this.inner[i]!, this.outer[i]! >>> 1, (this.outer[i]! & 1) === 1)
  }
}

/** Whom most of many stand behind, found without counting each: whoever leads gains by its own and loses by others. */
interface Vote {
  leader: number
  lead: number
  all: number
}

function vote(votes: Map<number, Vote>, inner: number, outer: number): void {
  const known = votes.get(inner)
  if (!known) {
    votes.set(inner, { leader: outer, lead: 1, all: 1 })
    return
  }
  known.all++
  if (known.leader === outer) known.lead++
  else if (--known.lead < 0) {
    known.leader = outer
    known.lead = 1
  }
}

function isNearlyAlone({ leader, lead, all }: Vote, outer: number): boolean {
  return leader === outer && lead >= SEVERAL && lead >= all * (2 * NEARLY_ALL - 1)
}

function twice(old: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * old.length)
  larger.set(old)
  return larger
}

const FIRST = 1024
/** More than there can be flows. */
const MOST_HOSTS = 2 ** 26

/** Numbers for who sends to whom. */
class Hosts {
  private readonly numbers = new Map<string, number>()
  private readonly ofFlow: Int32Array
  private readonly table: Packets['flows']

  constructor({ flows }: Packets) {
    this.table = flows
    this.ofFlow = new Int32Array(flows.length).fill(-1)
  }

  of(flow: number): number {
    const known = this.ofFlow[flow]!
    if (known >= 0) return known
    const key = `${this.table.source(flow)} ${this.table.destination(flow)}`
    const number = this.numbers.get(key) ?? this.numbers.size
    this.numbers.set(key, number)
    this.ofFlow[flow] = number
    return number
  }

  /** Packets of each, as far as its flows were asked for. */
  packets(): Float64Array {
    const sum = new Float64Array(this.numbers.size)
    for (let flow = 0; flow < this.ofFlow.length; flow++) {
      const number = this.ofFlow[flow]!
      if (number >= 0) sum[number]! += this.table.packets(flow)
    }
    return sum
  }
}

/** Coincidences that chance brings to a whole capture, below which each one counts. */
const UNLIKELY = 0.1
const SEVERAL = 3
const MORE = 10
const NEARLY_ALL = 0.9
const HALF = 0.5

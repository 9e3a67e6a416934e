import { Kind } from '../../dissectors/sort.ts'
import { hex } from '../../dissectors/text.ts'
import { type Instant, ipOf, type Sighting } from './recorded.ts'

// Which packet of one trace is which of the other, found as simply as a good recording allows: the same bytes from the IP
// header on, but for what a router changes; then the same payload, for what passed a NAT. It shares nothing with trace/pair,
// so that the one can be held against the other.

/** One packet on its way: as it left, and as it arrived. */
export interface Crossing {
  /** The trace at its sender. */
  readonly from: 0 | 1
  readonly sent: Sighting
  arrived: Sighting[]
  /** What the receiver's system showed of its inside (Linux shows the packet of a tunnel once more, decrypted). */
  readonly unpacked: Sighting[]
  /** It arrived when it was recorded. */
  readonly wasDelivered: boolean
  lost?: true
  /** Octets changed on the way, places counted from the IP header. */
  changed?: { readonly at: number; readonly from: number; readonly to: number }[]
  /** Nanoseconds added. */
  delayed?: bigint
  /** Copies that the network made. */
  copies?: Sighting[]
  /** Cut on the way into `arrived`. */
  wasCut?: true
}

/** Two traces as crossings, and what stands in one of them only and crossed nothing. */
export interface Traffic {
  readonly crossings: readonly Crossing[]
  readonly others: Sighting[]
}

/** Sightings of the same packet in trace A and trace B. */
type Couple = readonly [Sighting, Sighting]

/** Pairs all packets of two traces; each sighting stands in one crossing, or among the others. */
export function trafficOf(a: readonly Sighting[], b: readonly Sighting[]): Traffic {
  const couples: Couple[] = []
  const copies: { of: Sighting; copy: Sighting }[] = []
  let rest: readonly [readonly Sighting[], readonly Sighting[]] = [a.filter(hasIp), b.filter(hasIp)]
  for (const key of [asRouted, asTranslated]) rest = wed(rest, key, couples, copies)
  const near = sides(couples)
  const crossings = couples.map(couple => crossing(couple, near))
  const bySighting = new Map(crossings.flatMap(one => [...one.arrived, one.sent].map(sighting => [sighting, one] as const)))
  const left = new Set([...rest[0], ...rest[1], ...a.filter(one => !hasIp(one)), ...b.filter(one => !hasIp(one))])
  for (const one of left) {
    const sender = near.get(source(one))
    if (!hasIp(one) || sender !== one.trace || near.get(destination(one)) !== 1 - one.trace) continue
    left.delete(one)
    crossings.push({ from: one.trace, sent: one, arrived: [], unpacked: [], wasDelivered: false })
  }
  for (const { of, copy } of copies) {
    const one = bySighting.get(of)
    if (one && one.from !== copy.trace) one.arrived.push(copy)
    else left.add(copy)
  }
  unpack(crossings, left)
  return {
    crossings: crossings.sort((x, y) => (x.sent.time < y.sent.time ? -1 : x.sent.time > y.sent.time ? 1 : x.from - y.from)),
    others: [...left],
  }
}

const hasIp = (one: Sighting): boolean => one.ipAt !== undefined

/** Pairs what has the same key; gives what is left. Where one side has more, those nearest in time belong together. */
function wed(
  [a, b]: readonly [readonly Sighting[], readonly Sighting[]],
  key: (one: Sighting) => string,
  couples: Couple[],
  copies: { of: Sighting; copy: Sighting }[],
): [Sighting[], Sighting[]] {
  const [ofA, ofB] = [grouped(a, key), grouped(b, key)]
  const shift = usualShift(ofA, ofB)
  const rest: [Sighting[], Sighting[]] = [[], []]
  for (const [k, list] of ofB) if (!ofA.has(k)) rest[1].push(...list)
  for (const [k, list] of ofA) {
    const there = [...(ofB.get(k) ?? [])]
    const few = list.length <= there.length ? [...list] : there
    const many = few === there ? [...list] : there
    if (few.length === 0) {
      rest[0].push(...list)
      continue
    }
    for (const one of few) {
      const gap = (other: Sighting) => distance(one.trace === 0 ? other.time - one.time - shift : one.time - other.time - shift)
      const nearest = few.length === many.length ? many[0]! : many.reduce((best, other) => (gap(other) < gap(best) ? other : best))
      many.splice(many.indexOf(nearest), 1)
      couples.push(one.trace === 0 ? [one, nearest] : [nearest, one])
      const twins = many.filter(other => distance(other.time - nearest.time) < SAME_PACKET)
      for (const copy of twins) {
        many.splice(many.indexOf(copy), 1)
        copies.push({ of: nearest, copy })
      }
    }
    for (const one of many) rest[one.trace].push(one)
  }
  return rest
}

function grouped(all: readonly Sighting[], key: (one: Sighting) => string): Map<string, Sighting[]> {
  const groups = new Map<string, Sighting[]>()
  for (const one of all) {
    const group = groups.get(key(one))
    if (group) group.push(one)
    else groups.set(key(one), [one])
  }
  return groups
}

/** B's time minus A's of packets that are there once in each. */
function usualShift(a: ReadonlyMap<string, Sighting[]>, b: ReadonlyMap<string, Sighting[]>): bigint {
  const shifts = [...a].flatMap(([key, list]) => {
    const there = b.get(key)
    return list.length === 1 && there?.length === 1 ? [there[0]!.time - list[0]!.time] : []
  })
  shifts.sort((x, y) => (x < y ? -1 : x > y ? 1 : 0))
  return shifts[shifts.length >> 1] ?? 0n
}

/** Everything from the IP header on that no router changes. */
function asRouted(one: Sighting): string {
  const packet = ipOf(one).slice()
  if (packet[0]! >> 4 === 4) packet.set([0, packet[2]!, packet[3]!, packet[4]!, packet[5]!, packet[6]!, packet[7]!, 0, packet[9]!, 0, 0], 1)
  else packet.fill(0, 1, 4).fill(0, 7, 8)
  return hex(packet)
}

/** What is behind addresses and ports. */
function asTranslated(one: Sighting): string {
  const packet = ipOf(one)
  const at = packet[0]! >> 4 === 4 ? (packet[0]! & 15) * 4 : 40
  return `${packet[0]! >> 4 === 4 ? `${hex(packet.subarray(4, 8))}${packet[9]}` : ''} ${hex(packet.subarray(one.ports[0] ? at + 8 : at))}`
}

/** At which trace each address stands: where its packets had more hops left; with no router between, where they were first. */
function sides(couples: readonly Couple[]): Map<string, 0 | 1> {
  const near = new Map<string, 0 | 1>()
  const shifts = couples.map(([a, b]) => b.time - a.time).sort((x, y) => (x < y ? -1 : x > y ? 1 : 0))
  const middle = shifts.length ? (shifts[0]! + shifts.at(-1)!) / 2n : 0n
  const routed = couples.some(([a, b]) => hops(a) !== hops(b))
  for (const [a, b] of couples) {
    const from: 0 | 1 = routed ? (hops(a) >= hops(b) ? 0 : 1) : b.time - a.time >= middle ? 0 : 1
    if (routed && hops(a) === hops(b)) continue
    for (const one of [a, b]) {
      if (!near.has(source(one))) near.set(source(one), from)
      if (!near.has(destination(one))) near.set(destination(one), from === 0 ? 1 : 0)
    }
  }
  return near
}

function crossing([a, b]: Couple, near: ReadonlyMap<string, 0 | 1>): Crossing {
  const from = hops(a) > hops(b) ? 0 : hops(b) > hops(a) ? 1 : (near.get(source(a)) ?? 0)
  const [sent, came] = from === 0 ? [a, b] : [b, a]
  return { from, sent, arrived: [came], unpacked: [], wasDelivered: true }
}

/** Hands what was shown decrypted, right behind a protected packet and at the same time, to that packet. */
function unpack(crossings: readonly Crossing[], left: Set<Sighting>): void {
  const arrivals = crossings.flatMap(one => one.arrived.filter(() => PROTECTED.has(one.sent.kind)).map(came => ({ one, came })))
  const ready = [...left].sort((x, y) => x.order - y.order)
  for (const one of ready) {
    const around = arrivals.filter(({ came }) => came.trace === one.trace && came.order < one.order && one.order - came.order <= 2)
    const nearest = around.filter(({ came }) => distance(one.time - came.time) < AT_ONCE).at(-1)
    if (!nearest) continue
    nearest.one.unpacked.push(one)
    left.delete(one)
  }
}

const PROTECTED: ReadonlySet<number> = new Set([Kind.esp, Kind.ah, Kind.udpEncapsulatedEsp])
const SAME_PACKET: Instant = 1_000_000n
const AT_ONCE: Instant = 50_000n

function hops(one: Sighting): number {
  return one.frame[one.ipAt! + (one.frame[one.ipAt!]! >> 4 === 4 ? 8 : 7)]!
}
function source(one: Sighting): string {
  return one.ipAt === undefined
    ? ''
    : one.frame[one.ipAt]! >> 4 === 4
      ? hex(one.frame.subarray(one.ipAt + 12, one.ipAt + 16))
      : hex(one.frame.subarray(one.ipAt + 8, one.ipAt + 24))
}
function destination(one: Sighting): string {
  return one.ipAt === undefined
    ? ''
    : one.frame[one.ipAt]! >> 4 === 4
      ? hex(one.frame.subarray(one.ipAt + 16, one.ipAt + 20))
      : hex(one.frame.subarray(one.ipAt + 24, one.ipAt + 40))
}
function distance(time: bigint): bigint {
  return time < 0n ? -time : time
}

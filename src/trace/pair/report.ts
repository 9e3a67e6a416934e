import type { Datagram, Place, TraceSummary } from '../report.ts'

// What a report says of two traces together: trace 0 is A, trace 1 is B. Packet numbers are each trace's own, times
// are seconds from the first packet of the trace they belong to; where both meet, times are on A's clock.

/** Both ends of one conversation, lined up. */
export interface Pair {
  /** Packets that stand in both traces; one captured more than once at one end counts once. */
  readonly matched: number
  /** Packets of the two hosts that stand in one trace only, whatever the reason. */
  readonly onlyInA: number
  readonly onlyInB: number
  /** IP packets of the two hosts that left one end and did not arrive at the other while both captures ran. */
  readonly lostAtoB: number
  readonly lostBtoA: number
  /** IP packets that arrived with other content than they left with. */
  readonly modified: number
  /** IP packets of the two hosts that left one end while the other capture, by its file, did not run or did not take such packets,
   *  or without anything that relates the clocks: whether they arrived cannot be told, and they are counted nowhere else. */
  readonly outsideAtoB: number
  readonly outsideBtoA: number
  /** Clock B minus clock A at the first packet of A, seconds; null when nothing relates the clocks. */
  readonly offset: number | null
  /** The true offset lies within this many seconds of `offset`, no more than half the smallest round trip where nothing shows that a clock
   *  drifts; null when nothing bounds it on one side. */
  readonly offsetError: number | null
  /** The same with an ordinary drift that so short a capture cannot show; there when it is wider. */
  readonly offsetErrorIfDrifting?: number
  /** How much faster B's clock runs, parts in a million. */
  readonly driftPpm: number
  readonly driftErrorPpm: number
  /** One-way delays of matched packets in seconds; each is known to within the offset's error. */
  readonly delay: { readonly aToB: Delay | null; readonly bToA: Delay | null }
  /** Addresses and ports that were changed on the way. */
  readonly rewrites: readonly Rewrite[]
  readonly clock: PairClock
  /** Addresses of the hosts at each end, as the trace at that end shows them. */
  readonly ends: { readonly a: readonly string[]; readonly b: readonly string[] }
  readonly packets: PairPackets
  /** What the losses and changes have in common. */
  readonly patterns: readonly Pattern[]
  /** Delay and loss over time, on A's clock, for a strip chart; at most a few hundred. */
  readonly strip: readonly StripSpan[]
}

/** Seconds from leaving to arriving. */
export interface Delay {
  readonly min: number
  readonly median: number
  readonly max: number
}

/** How the two clocks are related. */
export interface PairClock {
  /** By packets both ways (bounded on both sides), by packets one way (bounded on one), set by hand, or not at all. */
  readonly found: 'both-directions' | 'one-direction' | 'manual' | 'none'
  /** In one sentence: "B's clock is 37.250 s ahead of A's, ± 9 ms." */
  readonly says: string
  /** Clock B minus clock A of the first packets of both files, as the files say, seconds. */
  readonly startDifference: number
  /** Packets that bound the offset in each direction. */
  readonly bounds: { readonly aToB: number; readonly bToA: number }
  /** How to put a time of B on A's clock, in pieces: one, and one more for every step of either clock. The piece with the
   *  largest `from` not above the time holds, the first one before that: A's time = t - shift - drift · 1e-6 · (t - from). */
  readonly pieces: readonly ClockPiece[]
  /** Of a difference that looks like a time zone or daylight saving: that part of it, a multiple of 900 s. */
  readonly zone?: number
  /** Clock B minus clock A as a hand set it, seconds, where the packets contradict it: it is not used then. */
  readonly refused?: number
}

/** From when on the clocks differ by how much. */
export interface ClockPiece {
  /** Seconds of trace B. */
  readonly from: number
  /** Trace B's seconds minus trace A's. */
  readonly shift: number
  readonly driftPpm: number
  /** Seconds; null when bounded on one side only. Two events at the two ends nearer than this have no order. */
  readonly error: number | null
}

/** One translation: a route as the trace near the sender shows it, and as the other does. */
export interface Rewrite {
  readonly direction: 'a-to-b' | 'b-to-a'
  readonly before: Route
  readonly after: Route
  /** Packets that were seen translated so. */
  readonly packets: number
  /** The first of them, [number in A, number in B]. */
  readonly first: readonly [number, number]
}

/** Ports are 0 where the protocol has none. */
export interface Route {
  readonly source: { readonly address: string; readonly port: number }
  readonly destination: { readonly address: string; readonly port: number }
}

/** Packets that tell something, one by one; all others can be asked of the session. */
export interface PairPackets {
  /** The same packet in both traces, [number in A, number in B], in A's order: IKE, fragments, ICMP errors and whatever is listed below or cited. */
  readonly same: readonly (readonly [number, number])[]
  readonly lost: readonly LostPacket[]
  /** Lost ESP and AH, per SPI and direction. */
  readonly lostFlows: readonly LostFlow[]
  readonly modified: readonly ModifiedPacket[]
  /** Cut or put together on the way: these packets of A are these of B. */
  readonly recut: readonly { readonly a: readonly number[]; readonly b: readonly number[] }[]
  /** Copies that the network made: further arrivals of a packet, in the receiver's trace. */
  readonly duplicates: readonly { readonly trace: 0 | 1; readonly packet: number; readonly of: number }[]
  /** Packets that arrived behind one that was sent later, in the receiver's trace. */
  readonly reordered: readonly { readonly trace: 0 | 1; readonly packet: number }[]
  /** Arrived, but the capture at the sender does not have them. */
  readonly missedBySender: readonly { readonly trace: 0 | 1; readonly packet: number }[]
  /** Entries beyond those listed, all lists together. */
  readonly more?: number
}

/** A packet that left and did not arrive; ESP and AH are told by flow. */
export interface LostPacket {
  /** The trace that saw it leave. */
  readonly trace: 0 | 1
  readonly packet: number
  readonly what: 'ike' | 'fragment' | 'icmp' | 'other'
  /** Bytes [start, end) of the IP payload of its datagram that did not arrive, of a fragment or a packet that was cut. */
  readonly missing?: Datagram['missing']
}

/** Packets of one SPI, in one direction, that left and did not arrive. */
export interface LostFlow {
  readonly trace: 0 | 1
  readonly protocol: 'esp' | 'ah'
  /** 8 hex digits. */
  readonly spi: string
  readonly from: string
  readonly to: string
  /** Packets that left while both captures ran, and how many of them did not arrive. */
  readonly sent: number
  readonly lost: number
  /** Those of the lost that left in IP fragments: not all of these arrived. */
  readonly lostInPieces?: number
  /** The first of the lost, by number; of those in fragments each fragment that was lost. */
  readonly packets: readonly number[]
  /** Largest IP packet that arrived and smallest that did not, when every loss is larger than every arrival. */
  readonly sizes?: { readonly arrived: number; readonly lost: number }
}

/** A packet that arrived with other bytes: its number in A and in B. */
export interface ModifiedPacket {
  readonly a: number
  readonly b: number
  readonly direction: 'a-to-b' | 'b-to-a'
  /** Octets that differ: where they begin in the packet at the sender (from its IP header), what was there, what came. */
  readonly differences: readonly { readonly start: number; readonly field?: string; readonly before: string; readonly after: string }[]
  /** Octets that differ in all; the list is cut to the first ones. */
  readonly octets: number
  /** Of ESP and AH: 8 hex digits, as it left. */
  readonly spi?: string
}

/** What losses or changes have in common over the whole trace. */
export interface Pattern {
  readonly kind:
    | 'later-fragments'
    | 'above-size'
    | 'port'
    | 'protocol'
    | 'everything'
    | 'one-message'
    | 'one-sa'
    | 'every-nth'
    | 'one-stretch'
    | 'random'
    | 'bit-flips'
  readonly place: Place
  /** "All 6 fragments that are not the first were lost from A to B; all 12 first ones arrived." */
  readonly says: string
  readonly lost: number
  readonly sent: number
  /** Bytes, for `above-size`: the largest IP packet that arrived. */
  readonly size?: number
}

/** One span of the strip chart, seconds on A's clock. */
export interface StripSpan {
  readonly from: number
  readonly until: number
  readonly aToB: StripWay
  readonly bToA: StripWay
}

/** Packets of one direction in a span; `delay` in seconds. */
export interface StripWay {
  readonly sent: number
  readonly lost: number
  /** Of the lost ones those of which an ICMP error says that they could not go on; absent where there are none. */
  readonly refused?: number
  /** That arrived with other bytes; absent where none did. */
  readonly changed?: number
  /** Of those that arrived; null when none did. */
  readonly delay: { readonly min: number; readonly max: number } | null
}

/** A third capture, at a router R between A and B, and what it adds. */
export interface Between {
  readonly name: string
  readonly packets: number
  readonly start: string | null
  /** Its file, as A's and B's are told of in `traces`. */
  readonly summary: TraceSummary
  readonly aToR: Leg
  readonly rToB: Leg
  /** Losses by direction. Before R: R's capture does not have the packet; behind R: it does. */
  readonly lost: { readonly aToB: LostAround; readonly bToA: LostAround }
  readonly modified: { readonly betweenAandR: number; readonly betweenRandB: number; readonly unknown: number }
  /** The first thousand losses, by the packet's number at the end that sent it. */
  readonly losses: readonly BetweenLoss[]
  /** IKE, fragments, ICMP errors and what was changed, as far as R's capture holds it too: their number at A, or at B, and at R. */
  readonly seen: { readonly a: readonly (readonly [number, number])[]; readonly b: readonly (readonly [number, number])[] }
}

/** How many packets of one direction were lost on either side of R. */
export interface LostAround {
  readonly beforeR: number
  readonly behindR: number
  /** R's capture did not run, or its clock is not related. */
  readonly unknown: number
}

/** One of them: its number at the end that sent it, and where it was lost. */
export interface BetweenLoss {
  readonly trace: 0 | 1
  readonly packet: number
  readonly place: 'before' | 'behind' | 'unknown'
  /** Its number in R's capture. */
  readonly atR?: number
}

/** One of the two halves of the way. */
export interface Leg {
  readonly matched: number
  /** Clock of the far end of the leg minus that of its near end, in the order of its name, seconds. */
  readonly offset: number | null
  readonly offsetError: number | null
  readonly delay: { readonly there: Delay | null; readonly back: Delay | null }
}

import type { Between, Pair } from './pair/report.ts'

export type * from './pair/report.ts'

/** The report: one contract for command line, viewer and tests, described by docs/report.schema.json. Packet numbers
 *  count from 1 in file order; times are seconds from the first packet of that trace; traces are 0 (A) and 1 (B). */
export interface Report {
  readonly schema: 'ikescope-report/1'
  readonly traces: readonly TraceSummary[]
  readonly negotiations: readonly Negotiation[]
  readonly securityAssociations: readonly SecurityAssociation[]
  readonly flows: readonly Flow[]
  readonly datagrams: readonly Datagram[]
  readonly pair: Pair | null
  /** What a third capture, at a router between the two, adds. */
  readonly between?: Between
  readonly findings: readonly Finding[]
  /** ICMP errors in file order: what routers and hosts said about packets of these hosts. */
  readonly icmpErrors?: readonly IcmpError[]
  /** NAT keepalives, one entry per trace and direction. RFC 3948 §4. */
  readonly keepalives?: readonly Keepalives[]
  /** ESP and AH flows beyond those listed. */
  readonly moreFlows?: number
  /** Who spoke in the clear, of a trace without IKE: the busiest pairs of hosts first. */
  readonly clearHosts?: readonly ClearHosts[]
  /** The path MTU of each direction between hosts that talk IKE or IPsec, as far as it shows. */
  readonly paths?: readonly Path[]
  /** What Windows hosts would have logged, in order of time; with two traces each once, and in the order of A's clock. */
  readonly expectedEvents?: readonly ExpectedEvent[]
}

/** Two hosts that spoke in the clear (TCP, UDP, ping); `from` sent the first packet. */
export interface ClearHosts {
  readonly trace: 0 | 1
  readonly from: string
  readonly to: string
  /** Both ways. */
  readonly packets: number
  readonly firstPacket: number
  readonly firstTime: number
}

/** A line that a Windows host would have in its log. */
export interface ExpectedEvent {
  readonly trace: 0 | 1
  readonly time: number
  /** What it is derived from. */
  readonly packets: readonly number[]
  /** In whose log. */
  readonly host: string
  /** Windows 2000 to Server 2003: 541 to 547 in the security log; 4268, 4284, 4285 in the system log. Vista and later: 4650 to 4655,
   *  4979, 5451, 5452; 4960, 4963, 4965; all in the security log. */
  readonly event: number
  readonly says: string
  readonly confidence: 'certain' | 'likely' | 'possible'
  readonly negotiation: string | null
  /** The host shows that it is Windows; without it, it logs this only if it is. */
  readonly windows?: true
  /** Its time lies behind the last packet of the trace: the host would have given up by then, if it did not hear or send anything more. */
  readonly afterEnd?: true
}

/** One capture file: what is in it and what is wrong with it. */
export interface TraceSummary {
  readonly name: string
  readonly format: 'pcap' | 'pcapng' | 'netmon1' | 'netmon2'
  readonly compression: 'gzip' | null
  /** Every record of the file as it is numbered, NetMon's metadata frames included. */
  readonly packets: number
  /** The file is still being read: this is what stands in it up to `end`, and what is missing may yet come. */
  readonly soFar?: true
  /** Bytes on the wire of all packets. */
  readonly bytes: number
  /** ISO 8601 with nanoseconds; null when the file holds no packet with a time. */
  readonly start: string | null
  readonly end: string | null
  readonly clock: 'utc' | 'local'
  readonly linkTypes: readonly string[]
  readonly counts: Counts
  readonly problems: readonly { readonly packet: number; readonly weight: 'cut' | 'malformed' | 'odd'; readonly says: string }[]
  /** Packets of IKE, or that may be of IKE, of which no message can be read: the capture cut them too short, or they are malformed. */
  readonly unread?: number
  /** Between which hosts they went, and the time of the last; not there when that cannot be told of each of them. */
  readonly unreadBetween?: readonly { readonly hosts: readonly [string, string]; readonly last: number }[]
  /** Problems beyond those listed. */
  readonly moreProblems?: number
  readonly comments?: readonly { readonly packet?: number; readonly text: string }[]
  /** Where its clock was set back, as the other capture shows: times from that packet on are told as if it had not been. */
  readonly clockSets?: readonly { readonly packet: number; readonly time: number; readonly seconds: number }[]
  /** Its packets do not stand in the order in which they were captured: what happened is told in the order of their times. */
  readonly outOfOrder?: true
  /** Comments beyond those listed. */
  readonly moreComments?: number
  readonly dropped?: number
  /** Where these were dropped, as far as the file tells. */
  readonly drops?: readonly Drop[]
  readonly filters?: readonly string[]
  /** What the file itself calls hosts: pcapng's Name Resolution Blocks. */
  readonly hostNames?: readonly { readonly address: string; readonly name: string }[]
}

/** Packets that the capturing machine dropped somewhere between two packets of the file; `after` 0: since it began. Seconds of the trace. */
export interface Drop {
  readonly packets: number
  readonly after: number
  readonly before: number
  readonly from: number
  readonly until: number
}

/** Whole packets by their outermost IPsec meaning. */
export interface Counts {
  readonly ike: number
  readonly esp: number
  readonly ah: number
  readonly udpEncapsulatedEsp: number
  readonly natKeepalive: number
  readonly fragments: number
  readonly icmpErrors: number
  readonly other: number
  readonly metadata: number
}

/** Where a peer speaks from: an address, and a port of UDP or TCP. */
export interface Endpoint {
  readonly address: string
  readonly port: number
}

/** The exchange of phase 1 in IKEv1, else the protocol. */
export type Mode = 'main' | 'aggressive' | 'base' | 'ikev2' | 'authip'
/** `established`: the IKE SA stands. `incomplete`: it stopped, or the capture does not hold enough of it to say. */
export type Outcome = 'established' | 'failed' | 'unanswered' | 'incomplete'

/** All that two peers said under one pair of SPIs, whatever addresses and ports they used. */
export interface Negotiation {
  /** N1, N2 … in the order of their first packet. */
  readonly id: string
  readonly version: 1 | 2
  readonly mode: Mode
  readonly initiator: Endpoint
  readonly responder: Endpoint
  /** 16 hex digits. */
  readonly initiatorSpi: string
  readonly responderSpi: string | null
  readonly outcome: Outcome
  readonly authentication: string | null
  readonly proposals: Proposals
  readonly exchanges: readonly Exchange[]
  /** Id of the negotiation whose IKE SA this one replaced: it began as its CREATE_CHILD_SA. RFC 7296 §2.18. */
  readonly rekeys?: string
  /** Id of the negotiation that the peer answered instead: Windows asks in IKEv1 and AuthIP at once. [MS-AIPS] product note 12. */
  readonly answeredInstead?: string
  /** It is no negotiation: one host says with this notify (`INVALID_SPI`) that it does not know what came, and nothing else is here. RFC 7296 §1.5. */
  readonly notice?: string
  /** What the peers say they are ("Windows XP SP2", "strongSwan"), from vendor ids. */
  readonly initiatorStack?: string
  readonly responderStack?: string
  /** What no message of the capture shows and is only the likeliest: the mode where phase 1 was not seen, who of the two began. */
  readonly assumed?: readonly ('mode' | 'initiator')[]
  /** At which end each trace was taken, told from hop counts; null where nothing tells. Index: trace. */
  readonly seenFrom?: readonly ('initiator' | 'responder' | 'between' | null)[]
  /** What NAT detection tells, where the peers use it. RFC 3947 §3.2, RFC 7296 §2.23. */
  readonly nat?: { readonly initiator: NatSide; readonly responder: NatSide }
}

/** Whether one peer is translated, told from the hashes of its address. */
export interface NatSide {
  /** Where this trace sees it. */
  readonly seen: Endpoint
  /** Between it and the capture, between the capture and the other peer, both, or not at all. */
  readonly translated: 'no' | 'before here' | 'beyond here' | 'both' | 'unknown'
  /** Its hash is made up, to have ESP encapsulated in UDP without a NAT: how sure that is. */
  readonly forced?: 'certain' | 'likely' | 'possible'
  /** The address and port that it believed to have, found by search. */
  readonly believed?: Endpoint
  /** Addresses tried in vain. */
  readonly tried?: number
}

/** What one side offered, and what the other took of it. */
export interface Proposals {
  readonly offered: readonly Offer[]
  readonly chosen: Offer | null
}

/** One proposal as offered or chosen: the attributes in order, as symbols. */
export interface Offer {
  readonly number: number
  readonly protocol: string
  readonly transforms: readonly {
    /** IKEv2 alone: what kind of algorithm it is. RFC 7296 §3.3.2. */
    readonly type?: number
    readonly name: string
    readonly attributes: Readonly<Record<string, string>>
  }[]
}

/** The messages of one exchange, in the order in which they were first seen. */
export interface Exchange {
  /** Main Mode, Quick Mode, Aggressive Mode, Informational, Transaction, IKE_SA_INIT, IKE_AUTH, … */
  readonly type: string
  /** 8 hex digits. */
  readonly messageId: string
  readonly outcome: 'complete' | 'unanswered' | 'failed' | 'incomplete'
  /** Whoever got its last message went on with what it could only do then, so that it arrived. */
  readonly wentOn?: true
  readonly messages: readonly Message[]
  /** Quick Mode, IKE_AUTH, CREATE_CHILD_SA: offer and choice, where keys or the lack of encryption let them be read. */
  readonly proposals?: Proposals
  /** The message that should have come next and is not here, who owed it, and by when. */
  readonly due?: Due
}

/** A message that did not come. `at`: seconds from the start of the trace whose exchange waits for it, when the other side's
 *  patience ended for the first time; `until`: when it would have sent its last message once more, had it not given up. */
export interface Due {
  readonly name: string
  readonly from: 'initiator' | 'responder'
  readonly at: number
  readonly until?: number
}

/** How a message was sent again: seconds from sending to sending, and the stacks known to repeat like that. */
export interface Repeats {
  readonly gaps: readonly number[]
  readonly like?: readonly string[]
}

/** One content, sent once or again and again. */
export interface Message {
  /** MM1, QM2, IKE_AUTH request … */
  readonly name: string
  readonly from: 'initiator' | 'responder'
  /** Length of the IKE message. */
  readonly bytes: number
  readonly encrypted: boolean
  /** Encrypted, and opened with keys that were given: the payloads are those inside. */
  readonly decrypted?: true
  readonly payloads: readonly string[]
  /** What its deletes and notifies say where they can be read, one for each payload, '' for the others: `Delete ca41911a`, `REKEY_SA`. */
  readonly tells?: readonly string[]
  /** It refuses, and says so where it can be read: `NO-PROPOSAL-CHOSEN`. */
  readonly refuses?: string
  /** It sets nothing up and asks for the same again with something else in it, in the clear: `COOKIE`, `INVALID_KE_PAYLOAD`. */
  readonly asks?: string
  /** Sent more than once: when, and like whom. */
  readonly repeats?: Repeats
  readonly transmissions: readonly Transmission[]
}

/** One sending of a message. */
export interface Transmission {
  readonly retransmission: boolean
  readonly fate: 'delivered' | 'lost' | 'modified' | 'unknown'
  /** With two traces: what was seen of it at either end, at most one per trace and capture of it. */
  readonly sightings: readonly Sighting[]
  /** With two traces. */
  readonly way?: Way
}

/** What became of one sending between the two ends. */
export interface Way {
  readonly direction: 'a-to-b' | 'b-to-a'
  /** From its leaving to its arriving, seconds, when both were seen and the clocks are related. */
  readonly delay?: number
  /** Fragments that were sent and did not arrive, by the sender's packet numbers. */
  readonly lostPackets?: readonly number[]
  /** What else is to be said of it. */
  readonly marks: readonly WayMark[]
}

/** `not answered`: it arrived whole and the receiver sent nothing after it. `sender missed it`: only the receiver's trace
 *  has it. `outside`: the other capture did not run yet or no more, had a hole, or does not take it. */
export type WayMark = 'duplicated' | 'reordered' | 're-fragmented' | 'translated' | 'not answered' | 'sender missed it' | 'outside'

/** One capture of a sending. */
export interface Sighting {
  readonly trace: 0 | 1
  /** All packets that carried it: IP fragments, IKE fragments, or the one. */
  readonly packets: readonly number[]
  /** Of the first packet. */
  readonly time: number
  /** All of the message was captured. */
  readonly complete: boolean
  /** Where its packets came from and went to as this trace saw them; ports and addresses change on the way and in time. */
  readonly source?: Endpoint
  readonly destination?: Endpoint
}

/** An IKE SA, or IPsec SAs with one SPI in each direction. Lifetimes by unit: `seconds`, `kilobytes`. */
export interface SecurityAssociation {
  readonly id: string
  readonly negotiation: string | null
  readonly kind: 'ike' | 'ipsec'
  readonly protocol: 'esp' | 'ah' | 'null'
  readonly spis: { readonly toInitiator: string | null; readonly toResponder: string | null }
  readonly encapsulation: string | null
  readonly algorithms: readonly string[]
  readonly lifetimes: Readonly<Record<string, number>>
  /** In words: "established, it seems", "used both ways", "used one way, deleted". */
  readonly state: string
  /** The SPIs were not read but worked out from when and where the flows began. */
  readonly inferred?: boolean
  /** What it adds to each IP packet; where the algorithms cannot be read, worked out from sizes. */
  readonly overhead?: Overhead
  /** With two traces: the one that its times and packets are of. */
  readonly trace?: 0 | 1
  /** From the message that set it up, or its first packet. Seconds from the start of its trace. */
  readonly since?: number
  readonly sincePacket?: number
  /** The message that ended it; mostly encrypted, so `because` says what it was told from. */
  readonly deleted?: {
    readonly time: number
    readonly packet: number
    readonly by: 'initiator' | 'responder'
    readonly confidence: 'certain' | 'likely' | 'possible'
    readonly because: string
  }
  /** One end gave it up, and no Delete was seen: the other may have it still. `packet`: the last question that got no answer; `time`:
   *  when it was known that none would follow. */
  readonly givenUp?: {
    readonly time: number
    readonly packet: number
    readonly by: 'initiator' | 'responder'
    readonly host: string
    readonly confidence: 'likely'
    readonly because: string
  }
  /** Ids of the SA whose place it took, and of the one that took its own. */
  readonly replaces?: string
  readonly replacedBy?: string
}

/** Bytes that protection adds to an IP packet. RFC 4303 §2, RFC 4302 §2. */
export interface Overhead {
  /** Packets that are not encrypted show it; the chosen algorithms say it; packets seen both protected and decrypted do; or
   *  the sizes of all packets bound it. */
  readonly from: 'clear' | 'algorithms' | 'packets' | 'sizes'
  readonly least: number
  /** With the longest padding. */
  readonly most: number
  /** When only one way of building the packets fits; `padding` is the most there can be. */
  readonly parts?: {
    readonly mode: 'tunnel' | 'transport'
    /** The outer IP header of a tunnel. */
    readonly ip: number
    readonly udp: number
    /** SPI and sequence number, and what else stands in front in AH. */
    readonly header: number
    readonly iv: number
    readonly padding: number
    /** Pad length and next header. */
    readonly trailer: number
    readonly icv: number
  }
  /** The largest IP packet inside that surely fits into one of `mtu` bytes: of an Ethernet frame, and of the path where known. */
  readonly fits: readonly { readonly mtu: number; readonly inside: number }[]
}

/** ESP or AH of one SPI in one direction; `bytes` on the wire, sequence numbers as they were sent. */
export interface Flow {
  readonly trace: 0 | 1
  readonly protocol: 'esp' | 'ah'
  /** 8 hex digits. */
  readonly spi: string
  readonly from: string
  readonly to: string
  readonly udpEncapsulated: boolean
  /** In a TCP connection, RFC 9329. */
  readonly tcpEncapsulated?: true
  readonly packets: number
  readonly bytes: number
  readonly firstSequence: number
  readonly lastSequence: number
  readonly missing: number
  readonly duplicates: number
  readonly reordered: number
  /** Late ones and duplicates that a receiver with a window of 64 drops for their age. RFC 4303 §3.4.3. */
  readonly outOfWindow?: number
  /** Packets that the capture holds twice. */
  readonly capturedTwice?: number
  /** Times that the number went on from 2^32 - 1 to 0. RFC 4303 §2.2.1. */
  readonly wraps?: number
  /** Its packets have the numbers written with the least significant octet first, against RFC 4303 §2.2; told are those that are meant. */
  readonly backwards?: true
  /** Packets with which the numbers began again at 1 under the same SPI. */
  readonly restarts?: readonly number[]
  readonly cipher: 'null' | 'encrypted' | 'offloaded' | 'undecided'
  readonly confidence: 'certain' | 'likely' | 'possible'
  /** Numbers and times of its first and last packet. */
  readonly firstPacket?: number
  readonly lastPacket?: number
  readonly firstTime?: number
  readonly lastTime?: number
}

/** A fragmented IP datagram, and what came of it. */
export interface Datagram {
  readonly trace: 0 | 1
  readonly from: string
  readonly to: string
  readonly protocol: number
  readonly identification: number
  /** Pieces seen, repeats included. */
  readonly fragments: number
  readonly packets: readonly number[]
  readonly complete: boolean
  /** Byte ranges [from, to) of the IP payload that never came. */
  readonly missing: readonly (readonly [number, number])[]
  readonly overlaps?: boolean
  /** Which packet brought which bytes [start, end) of the IP payload. */
  readonly pieces?: readonly { readonly packet: number; readonly start: number; readonly end: number }[]
}

/** An ICMP or ICMPv6 error. RFC 792, RFC 4443. */
export interface IcmpError {
  readonly trace: 0 | 1
  readonly packet: number
  readonly time: number
  /** Who says it, and to whom. */
  readonly from: string
  readonly to: string
  readonly type: number
  readonly code: number
  /** `fragmentation needed`, `port unreachable`. */
  readonly means: string
  readonly mtu?: number
  /** The packet of this trace that it quotes, when that was captured; the hosts of the quoted packet. */
  readonly quotes?: {
    readonly packet?: number
    readonly from: string
    readonly to: string
    /** Of the message quoted, or of the hosts of the SA. */
    readonly negotiation?: string
    /** 8 hex digits, of a quoted ESP or AH packet. */
    readonly spi?: string
    /** Of a quoted packet that neither its SPI nor its number names: its IP protocol, and the ports of its source and destination. */
    readonly protocol?: number
    readonly ports?: readonly [source: number, destination: number]
  }
}

/** One direction between two hosts. Sizes are those of IP packets, header included. RFC 1191, RFC 8201. */
export interface Path {
  readonly trace: 0 | 1
  readonly from: string
  readonly to: string
  /** What routers said, in order. `guessed`: they named no MTU; `refused`: size of the packet that did not fit. */
  readonly steps: readonly {
    readonly packet: number
    readonly time: number
    readonly router: string
    readonly mtu: number
    readonly guessed: boolean
    readonly refused: number
  }[]
  /** Largest packet that is known to have arrived, and the smallest that a router is known to have refused. */
  readonly passed?: { readonly size: number; readonly packet: number }
  readonly refused?: { readonly size: number; readonly packet: number }
}

/** NAT keepalives of one trace and direction. RFC 3948 §4. */
export interface Keepalives {
  readonly trace: 0 | 1
  readonly from: string
  readonly to: string
  readonly count: number
  readonly firstPacket: number
  readonly lastPacket: number
  readonly firstTime: number
  readonly lastTime: number
}

/** Where the fault sits, as far as the captures show it: on a way, or at a host. `unknown` always where only a second trace could tell. */
export type Place = 'a-to-b' | 'b-to-a' | 'both-ways' | 'at-a' | 'at-b' | 'unknown'

/** What a rule has to say. Errors and warnings are verdicts, and cite packets; notes are not. */
export interface Finding {
  /** The rule's id, `fragments-lost`. */
  readonly rule: string
  /** Row of the scenario table, `F1`. */
  readonly scenario: string
  readonly severity: 'error' | 'warning' | 'note'
  readonly title: string
  readonly says: string
  readonly confidence: 'certain' | 'likely' | 'possible'
  readonly place: Place
  readonly negotiation: string | null
  readonly because: readonly string[]
  readonly evidence: readonly { readonly trace: 0 | 1; readonly packet: number; readonly field?: string }[]
  readonly otherwise: readonly string[]
  readonly tryNext: readonly string[]
  /** Of a note that a verdict without a fault must not be read without, the clause that says it there: it tells of a limit of
   *  the path, of an end that moved, or of what the capture itself cannot show. */
  readonly inBrief?: string
  /** The finding whose consequence this one is: index into findings. */
  readonly consequenceOf?: number
}

import type { FileFormat, Replaced, Wishes } from '../anonymise/index.ts'
import type { CutOut } from '../cut/cut.ts'
import type { Field } from '../dissectors/field.ts'
import type { Baseline } from '../trace/baseline/report.ts'
import type { Judged } from '../trace/judged.ts'
import type { Monitor } from '../trace/monitor/monitor.ts'
import type { Everywhere } from '../trace/pair/everywhere.ts'
import type { Twin } from '../trace/pair/twin.ts'
import type { Report } from '../trace/report.ts'
import type { CarriedBy } from './carried.ts'
import type { Stream } from './density.ts'

/** What can be asked of an opened session. One API for the command line (in process) and the page (a worker). */
export interface Session {
  /** The report on all traces opened so far. */
  report(): Promise<Report>
  /** The report with B's clock so many seconds ahead of A's, set by hand; without a number as the packets tell. */
  relate(offset?: number): Promise<Report>
  /** What one trace by itself would say: as much of its report as its verdict rests on. */
  alone(trace: number): Promise<Judged>
  /** The report on one capture as if it were the only one. @param trace 0 A, 1 B, 2 a router between */
  lone(trace: number): Promise<Report>
  /** Packet `number` (from 1) of trace `trace`, dissected now from the file. */
  packet(trace: number, number: number): Promise<PacketView>
  /** The same packet in the other trace, and what became of it between the two ends. */
  twin(trace: number, number: number): Promise<Twin>
  /** The numbers of one packet in all captures. @param trace 0 A, 1 B, 2 a router between */
  everywhere(trace: number, number: number): Promise<Everywhere>
  /** Rows [from, to) of the packet list, counted from 0. */
  rows(trace: number, from: number, to: number): Promise<PacketRow[]>
  /** What two hosts of a trace said beside IPsec, in runs; `wanted`: packets of which each run says whether it holds them. */
  context(trace: number, hosts: readonly [string, string], wanted: readonly number[]): Promise<ContextRun[]>
  /** Packets of one SPI from one host to another, as one trace has them: `count` from the `first`-th (from 0) on. */
  carried(trace: 0 | 1 | 2, by: CarriedBy, first: number, count: number): Promise<Carried>
  /** How many packets of each SPI, or in the clear, fall into each of so many equal parts of the first `span` seconds of a trace. */
  density(trace: 0 | 1 | 2, of: readonly Stream[], span: number, parts: number): Promise<Uint32Array[]>
  /** Takes key files, in place of those given before; the report and the packets are then told with what they open. */
  keys(files: readonly KeyText[]): Promise<KeysTaken>
  /** Looks for fields in all packets of a trace (query.ts says how they are asked for); aborting ends it early. */
  search(trace: number, text: string, told: (found: Found) => void, signal?: AbortSignal, whole?: boolean): Promise<Searched>
  /** What IP Security Monitor would have shown of trace `trace` at `time`, seconds from its first packet. */
  monitor(trace: number, time: number): Promise<Monitor>
  /** Of two captures of the same conversation, one in the clear and one under IPsec: what IPsec added, turn by turn. */
  baseline(): Promise<Baseline>
  /** Packets of a trace as a capture of their own; each with the texts that are to stand at it. */
  cut(trace: number, wanted: readonly (readonly [packet: number, says: readonly string[]])[]): Promise<CutOut>
  /** Size and SHA-256 of a trace's file, which is read to its end for it. */
  fingerprint(trace: number): Promise<Fingerprint>
  /** The captures without what names anybody, and what was replaced. */
  anonymised(wishes: Wishes): Promise<GivenAway>
  close(): Promise<void>
}

/** A file as it lies there. */
export interface Fingerprint {
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** 64 hex digits. */
  readonly sha256: string
}

/** Captures that may be given away, and the list that must not. */
export interface GivenAway {
  readonly files: readonly { readonly format: FileFormat; readonly packets: number; readonly bytes: Uint8Array }[]
  readonly replaced: Replaced
}

/** A field that fits a search. */
export interface FieldHit {
  readonly packet: number
  /** Seconds from the first packet of its trace. */
  readonly time: number
  /** Who sends it to whom, where it is IP. */
  readonly from?: string
  readonly to?: string
  /** What the IKE message in it is called. */
  readonly message?: string
  /** With several traces: the numbers that this packet, and no other, has in each. */
  readonly numbers?: Everywhere
  /** In what the packet became, as the viewer shows it first. */
  readonly path: string
  readonly name: string
  /** Its value and what that means. */
  readonly says: string
}

/** How far a search has come, and what it found since it last said so. */
export interface Found {
  readonly searched: number
  readonly of: number
  readonly hits: readonly FieldHit[]
  /** Where the whole trace is asked about: for each packet from this row on the words that it fits, a bit a word. */
  readonly words?: { readonly from: number; readonly bits: Uint8Array }
}

/** How a search ended. */
export interface Searched {
  /** All packets were searched. */
  readonly complete: boolean
  /** Keys after which no field is called. */
  readonly unnamed?: readonly string[]
  /** Where the whole trace was asked about: words that fit packets of an SPI. */
  readonly spis?: readonly (readonly [spi: string, words: number])[]
}

/** Kinds of conversations beside IPsec that are told. */
export type ContextKind = 'dns' | 'kerberos' | 'ping' | 'tcp' | 'udp'

/** Packets of one conversation beside IPsec that follow each other without a pause. */
export interface ContextRun {
  readonly kind: ContextKind
  /** TCP and UDP: the lower port, which is the service's. */
  readonly port?: number
  /** One of the two hosts, and whom it talked to: the second host, or of DNS and Kerberos perhaps a third one. */
  readonly host: string
  readonly other: string
  /** Who sent the first packet. */
  readonly begins: 'host' | 'other'
  /** Packets from the host, and to it. */
  readonly forth: number
  readonly back: number
  /** On the wire, both ways. */
  readonly bytes: number
  readonly firstPacket: number
  readonly lastPacket: number
  readonly firstTime: number
  readonly lastTime: number
  /** Packets asked about that are in this run. */
  readonly holds: readonly number[]
  /** DNS and Kerberos: what its first packets say. */
  readonly says?: readonly string[]
}

/** A key file as text. */
export interface KeyText {
  readonly name: string
  readonly text: string
}

/** What became of key files. Nothing here or in a report shows a key. */
export interface KeysTaken {
  /** Keys that could be read. */
  readonly keys: number
  /** Encrypted IKE messages that there is a key for, and how many of them it opens. */
  readonly tried: number
  readonly opened: number
  /** ESP SAs that there is a key for, one without an SPI being for all; and how many of them it opens or can be read without. */
  readonly espTried: number
  readonly espOpened: number
  /** What could not be read, by file and line. */
  readonly problems: readonly string[]
}

/** Everything to show of one packet. */
export interface PacketView {
  readonly trace: number
  readonly number: number
  /** Seconds from the first packet of its trace. */
  readonly time: number
  /** Absolute time, ISO 8601 with nanoseconds; null when the file has none. */
  readonly at: string | null
  readonly captured: number
  readonly original: number
  readonly comments: readonly string[]
  /** As captured first; then what it became part of or turned into (reassembled, decrypted). */
  readonly roots: readonly Root[]
}

/** Bytes with their tree: `As captured`, `Reassembled`, `Decrypted`. */
export interface Root {
  readonly title: string
  readonly bytes: Uint8Array
  readonly tree: Field
  /** Of a reassembled root: which packet brought which bytes. */
  readonly pieces?: readonly { readonly packet: number; readonly start: number; readonly end: number }[]
}

/** Some of the packets of protected traffic, and how many there are. */
export interface Carried {
  readonly of: number
  readonly packets: readonly CarriedPacket[]
}

/** One of them, and what lies around it. */
export interface CarriedPacket extends PacketRow {
  /** How many sequence numbers right below its own are not here. */
  readonly missing?: number
  /** With two traces: where the other one has it. */
  readonly seen?: { readonly packet: number; readonly time: number }
  /** Its number in the capture of a router between the two. */
  readonly atR?: number
}

/** One line of the packet list. */
export interface PacketRow {
  readonly number: number
  readonly time: number
  readonly source: string
  readonly destination: string
  /** IKE, ESP, AH, Fragment, ICMP, TCP … */
  readonly protocol: string
  readonly length: number
  readonly info: string
  /** With several traces: the numbers that this packet, and no other, has in each, and what became of it between the ends. */
  readonly numbers?: Everywhere
  readonly fate?: Twin['fate']
}

/** How far the reading of one file has come. `report` comes along while negotiations are already known. */
export interface Progress {
  readonly name: string
  readonly read: number
  readonly size: number
  readonly packets: number
  readonly report?: Report
}

/** Opening gives a session, or one clear line why not. */
export type Opened = { readonly ok: true; readonly session: Session } | Unopened

/** Why a file could not be read; `place`: which of the files it is, from 0, for several may have one name. */
export interface Unopened {
  readonly ok: false
  readonly why: string
  readonly name: string
  readonly place: number
}

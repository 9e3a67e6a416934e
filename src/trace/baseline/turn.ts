import type { Seconds } from '../model.ts'
import type { Heard } from './heard.ts'

/** What one side said in a turn. */
export interface Said {
  readonly length: number
  /** Of its octets, FNV-1a; undefined when not all of them are here. */
  readonly hash?: number
  readonly first: Seconds
  readonly last: Seconds
}

/** One question and its answer; of a TCP connection also its opening. Either may be missing. */
export interface Turn {
  readonly kind: 'open' | 'exchange'
  readonly says?: string
  readonly asked: Said | null
  readonly answered: Said | null
  readonly begins: Seconds
  /** When the last new octet of it came; without an answer, when the question was acknowledged. */
  readonly ends: Seconds
  readonly packets: readonly number[]
  readonly wire: number
  /** Packets that were sent again. */
  readonly resent: number
  /** How often one side had to wait for the other; undefined when the round trip is not known. */
  readonly waits?: number
}

/** A piece of what one side said, with its place in all of that. */
export interface Piece {
  readonly at: number
  readonly length: number
  readonly time: Seconds
  readonly payload: Uint8Array | undefined
}

/** A turn while its packets are gathered. */
export interface Open {
  readonly kind: Turn['kind']
  readonly begins: Seconds
  says?: string
  readonly pieces: readonly [client: Piece[], server: Piece[]]
  acknowledged?: Seconds
  readonly packets: number[]
  wire: number
  resent: number
}

/** A turn that no packet belongs to yet. */
export function openTurn(kind: Turn['kind'], begins: Seconds): Open {
  return { kind, begins, pieces: [[], []], packets: [], wire: 0, resent: 0 }
}

/** Counts a packet that belongs to a turn. */
export function belongs(turn: Open, { packets, wire, says }: Heard): void {
  for (const packet of packets) turn.packets.push(packet)
  turn.wire += wire
  if (says !== undefined) turn.says ??= says
}

/** @param waits how often one side waited, if that is known */
export function closed(turn: Open, waits: number | undefined): Turn {
  const { kind, begins, says, pieces, acknowledged, packets, wire, resent } = turn
  const [asked, answered] = [said(pieces[0]), said(pieces[1])]
  return {
    ...{ kind, asked, answered, begins, packets, wire, resent },
    ends: kind === 'open' ? (acknowledged ?? begins) : Math.max(begins, answered?.last ?? acknowledged ?? asked?.last ?? begins),
    ...(says === undefined ? {} : { says }),
    ...(waits === undefined ? {} : { waits }),
  }
}

function said(pieces: readonly Piece[]): Said | null {
  if (pieces.length === 0) return null
  let [length, first, last] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  let hash: number | undefined = 0x811c9dc5
  for (const piece of pieces.toSorted((a, b) => a.at - b.at)) {
    length += piece.length
    first = Math.min(first, piece.time)
    last = Math.max(last, piece.time)
    hash = hash === undefined || !piece.payload ? undefined : fnv(hash, piece.payload)
  }
  return { length, first, last, ...(hash === undefined ? {} : { hash }) }
}

function fnv(before: number, bytes: Uint8Array): number {
  let hash = before
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}

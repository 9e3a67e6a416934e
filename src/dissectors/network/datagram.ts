// One fragmented datagram and the account of it: which packet brought which bytes, what is missing, what came twice.
// Offsets count from the start of the IP payload, the bytes that the sender cut up.
//
// Three lengths must not be mixed up. What a fragment claims ([start, end) of a piece) is what was on the wire; `kept` is
// what the capture kept of it; the datagram's `length` is known only from its last piece. Without that one a UDP header
// in the first piece still says how long the whole was meant to be: `announced`.
//
// Hosts differ in whose bytes win where pieces overlap with different contents (first, last, BSD, Linux, Windows …), and
// IPv6 throws the whole datagram away (RFC 5722 §3). Nobody is followed silently: `bytes` is the reading in which the
// earlier bytes win, `otherBytes` the one in which the later win.

/** What one fragment brought; `time` in seconds from the trace's start, the rest in bytes of the IP payload. */
export interface Piece {
  readonly packet: number
  readonly time: number
  readonly start: number
  readonly end: number
  /** More fragments follow, says this one. */
  readonly more: boolean
  /** Bytes of it that the capture kept, counted from `start`. */
  readonly kept: number
  /** Brought nothing new: the same range with the same bytes was there. */
  readonly duplicate: boolean
}

/** Bytes brought by two packets; `conflicting`: with different contents. Exact copies of a piece are no overlap. */
export interface Overlap {
  readonly packets: readonly [earlier: number, later: number]
  readonly start: number
  readonly end: number
  readonly conflicting: boolean
}

/** What became of it: still waiting, whole, older than the timeout, its identification taken by another datagram,
 *  thrown away for an overlap (IPv6), or its bytes dropped because too many were held. */
export type Fate = 'open' | 'complete' | 'timed out' | 'replaced' | 'discarded' | 'given up'

/** The account of one fragmented datagram; it grows while pieces come, so read it when it is wanted. */
export interface Datagram {
  readonly version: 4 | 6
  readonly source: string
  readonly destination: string
  /** IPv6: as the first fragment says, once it is there. */
  readonly protocol: number
  readonly identification: number
  readonly fate: Fate
  /** Every byte was on the wire. */
  readonly complete: boolean
  /** Times that all of it came again: captured at several places, or copied on the path. */
  readonly copies: number
  /** In order of arrival. */
  readonly pieces: readonly Piece[]
  /** Payload bytes, once the last piece is there. */
  readonly length: number | undefined
  /** Length that the UDP header in the first piece claims. */
  readonly announced: number | undefined
  /** The holes, up to `length`, or else to `announced` or the highest byte seen; with neither, an unknown rest is missing too. */
  readonly missing: readonly (readonly [start: number, end: number])[]
  readonly overlaps: readonly Overlap[]
  readonly conflicting: boolean
  /** Contradictions between the pieces, each with both numbers and who claimed them. */
  readonly faults: readonly string[]
  /** The whole payload, as far as the capture kept it without a gap: dissect with `length` as length on the wire. */
  readonly bytes: Uint8Array | undefined
  /** Where pieces conflict: the reading in which later bytes win. */
  readonly otherBytes: Uint8Array | undefined
  /** What is here from byte 0 on without a gap; also of a datagram that is not complete. */
  prefix(): Uint8Array | undefined
  /** Lets go of the bytes; the account stays. */
  release(): void
}

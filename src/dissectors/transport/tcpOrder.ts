// One direction of a TCP connection, put in order. Segments come twice, late or not at all, and a capture begins in the
// middle or keeps less than was sent. What is handed on is always what stood next in the stream; where bytes are missing,
// the next piece says so and its reader has to find its place again.
//
// A hole is waited for until it cannot be filled any more: the other side has acknowledged what lies behind it (so it was
// sent, and this capture did not see it), or more came than is kept, or the capture ends.

/** Bytes in order. */
export interface InOrder {
  readonly bytes: Uint8Array
  readonly packet: number
  /** Seconds. */
  readonly time: number
  /** `start` the first of the connection; `gap`: what stood before is not known; `next`: follows on what came before. */
  readonly place: 'start' | 'next' | 'gap'
}

/** A segment with data, or with SYN. */
export interface Segment {
  readonly sequence: number
  readonly syn: boolean
  /** What the capture kept of the data. */
  readonly bytes: Uint8Array
  /** Octets of data on the wire. */
  readonly length: number
  readonly packet: number
  readonly time: number
}

const MOST_BYTES = 1 << 18
const MOST_SEGMENTS = 256

/** Puts one direction in order. RFC 9293 §3.4. */
export class TcpOrder {
  private next: number | undefined
  private place: InOrder['place'] = 'gap'
  private waiting: Segment[] = []
  private bytes = 0

  /** Takes a segment; returns what can be handed on now. */
  add(segment: Segment): InOrder[] {
    if (segment.syn) {
      this.next = (segment.sequence + 1) >>> 0
      this.place = 'start'
      this.waiting = []
      this.bytes = 0
    }
    if (segment.length === 0) return []
    this.next ??= segment.sequence
    const one = segment.syn ? { ...segment, sequence: this.next } : segment
    if (ahead(one.sequence, this.next) > 0) {
      this.waiting.push(one)
      this.bytes += one.bytes.length
      return this.bytes > MOST_BYTES || this.waiting.length > MOST_SEGMENTS ? this.skip() : []
    }
    return [...this.take(one), ...this.drain()]
  }

  /** The other side has everything before `acknowledgment`. Returns what no longer has to wait. */
  acknowledged(acknowledgment: number): InOrder[] {
    const all: InOrder[] = []
    while (this.waiting.length > 0 && ahead(acknowledgment, this.first().sequence) > 0) all.push(...this.skip())
    return all
  }

  /** Nothing comes any more. Returns what still waits. */
  end(): InOrder[] {
    const all: InOrder[] = []
    while (this.waiting.length > 0) all.push(...this.skip())
    return all
  }

  /** Gives up what is missing before the first segment that waits. */
  private skip(): InOrder[] {
    this.next = this.first().sequence
    this.place = 'gap'
    return this.drain()
  }

  private first(): Segment {
    return this.waiting.reduce((first, one) => (ahead(first.sequence, one.sequence) > 0 ? one : first))
  }

  private drain(): InOrder[] {
    const all: InOrder[] = []
    for (;;) {
      const at = this.waiting.findIndex(one => ahead(one.sequence, this.next!) <= 0)
      if (at < 0) return all
      const [one] = this.waiting.splice(at, 1)
      this.bytes -= one!.bytes.length
      all.push(...this.take(one!))
    }
  }

  /** Hands on what is new of a segment that begins at `next` or before. */
  private take({ sequence, bytes, length, packet, time }: Segment): InOrder[] {
    const known = -ahead(sequence, this.next!)
    if (known >= length) return []
    this.next = (sequence + length) >>> 0
    const { place } = this
    this.place = bytes.length < length ? 'gap' : 'next'
    return known < bytes.length ? [{ bytes: bytes.subarray(known), packet, time, place }] : []
  }
}

/** How far a sequence number lies ahead of another, around the circle of 2³². RFC 9293 §3.4. */
function ahead(one: number, other: number): number {
  return (one - other) | 0
}

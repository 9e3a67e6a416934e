import type { ByteSource } from './source.ts'

// A window that moves over a file. The readers are plain loops over whole records:
//
//   do {
//     while (input.end - input.at >= what the next record needs) { …read it at input.at, move input.at on… }
//   } while (await input.more(what it needs))
//
// so one record costs no promise, no object and no copy; only what straddles two chunks is copied, once. Buffers take
// turns: while one is parsed the next chunks are read into others, behind a reserve into which the unread rest of the
// one before is moved. A file read in order is read ahead by so many chunks as its source can read at once; after a jump
// the reading ahead starts small and doubles, so that a file whose parts lie in disorder costs little more than the parts.

/** Bytes read at a time when a file is read in order. */
export const CHUNK = 2 * 1024 * 1024
const AFTER_A_JUMP = 16 * 1024
const RESERVE = 256 * 1024
/** A small file needs no large buffers. */
const SMALL = 8 * 1024
const SMALLEST_RESERVE = 64

/** A chunk that is being read into its place in a buffer. */
interface Coming {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly asked: number
  readonly got: Promise<number>
}

export class Input {
  bytes = new Uint8Array(0)
  view = new DataView(this.bytes.buffer)
  /** The next byte to read, and the end of what is here. */
  at = 0
  end = 0
  /** Where bytes[0] lies in the file. */
  position = 0
  /** The bytes before this index are not the file's. */
  start = 0
  /** Nothing lies behind `end`. */
  ended = false
  /** Why reading ended early, if the source gave up. */
  failure: string | undefined
  /** All that was read, jumps back included. */
  bytesRead = 0
  /** Times it was moved to where it had not read on to. */
  jumps = 0

  /** Bytes read at a time, and room in front of them for what was left over. */
  private readonly chunk: number
  private readonly reserve: number
  private readonly spare: Uint8Array<ArrayBuffer>[] = []
  /** What was asked for and has not become the window yet, in the file's order. */
  private readonly coming: Coming[] = []
  /** Where the next chunk that is asked for lies in the file. */
  private next = 0
  private ahead: number

  /** @param onRead told the position up to which the file was read, once a chunk  @param chunk small in tests */
  constructor(
    readonly source: ByteSource,
    readonly signal?: AbortSignal,
    readonly onRead?: (position: number) => void,
    chunk = CHUNK,
  ) {
    this.chunk = Math.min(chunk, Math.max(SMALL, source.size))
    this.reserve = Math.min(RESERVE, this.chunk + SMALLEST_RESERVE)
    this.ahead = this.chunk
  }

  /** The file position of the next byte to read. */
  get offset(): number {
    return this.position + this.at
  }

  /** Waits until `length` bytes are here; false when the file ends before. Moves the window: take bytes, view, at, end anew. */
  async more(length: number): Promise<boolean> {
    while (this.end - this.at < length) {
      this.signal?.throwIfAborted()
      if (this.ended) return false
      const first = this.coming[0] ?? this.request()
      const got = await first.got
      this.signal?.throwIfAborted()
      this.coming.shift()
      if (got < first.asked) this.askAnew(first.asked - got)
      this.append(first.bytes, got)
      if (this.ended) continue
      if (this.ahead < this.chunk) this.ahead = Math.min(this.chunk, this.ahead * 2)
      else this.requestAhead()
    }
    return true
  }

  /** Moves to a position of the file, forwards or back; the bytes there are here after `more`. */
  async seek(position: number): Promise<void> {
    if (position >= this.position + this.start && position <= this.position + this.end) {
      this.at = position - this.position
      return
    }
    const onward = position > this.position + this.end && position <= this.position + this.end + this.chunk
    if (onward && !this.ended && this.ahead === this.chunk) {
      this.at = this.end
      while (position > this.position + this.end && (await this.more(1))) this.at = this.end
      if (position <= this.position + this.end) this.at = position - this.position
      return
    }
    this.jumps++
    for (const { bytes, got } of this.coming.splice(0)) {
      await got
      this.spare.push(bytes)
    }
    this.start = this.at = this.end = 0
    this.position = this.next = position
    this.ended = this.failure !== undefined
    this.ahead = Math.min(this.chunk, AFTER_A_JUMP)
  }

  /** As much as the source reads at once; behind what it says is its end only what is needed. */
  private requestAhead(): void {
    const most = this.source.atOnce ?? 1
    while (this.coming.length === 0 || (this.coming.length < most && this.next < this.source.size)) this.request()
  }

  /** So much less came than was asked for: what was asked for behind it does not follow it. */
  private askAnew(missing: number): void {
    this.next -= missing
    for (const { asked } of this.coming.splice(0)) this.next -= asked
  }

  /** Starts reading the next chunk into a spare buffer, behind its reserve. */
  private request(): Coming {
    const bytes = this.spare.pop() ?? new Uint8Array(this.reserve + this.chunk)
    const got = this.source.read(this.next, bytes.subarray(this.reserve, this.reserve + this.ahead)).catch((error: unknown) => {
      this.failure = error instanceof Error ? error.message : String(error)
      return 0
    })
    const coming = { bytes, asked: this.ahead, got }
    this.coming.push(coming)
    this.next += coming.asked
    return coming
  }

  /** The chunk that arrived becomes the window, what was left of the last one in front of it. */
  private append(chunk: Uint8Array<ArrayBuffer>, got: number): void {
    this.ended = got === 0
    if (got === 0) return
    const left = this.end - this.at
    const offset = this.offset
    const old = this.bytes
    if (left <= this.reserve) {
      chunk.set(old.subarray(this.at, this.end), this.reserve - left)
      if (old.length === chunk.length) this.spare.push(old)
      this.bytes = chunk
      this.start = this.at = this.reserve - left
      this.end = this.reserve + got
    } else if (old.length - this.end >= got && old.length !== chunk.length) {
      old.set(chunk.subarray(this.reserve, this.reserve + got), this.end)
      this.end += got
      this.spare.push(chunk)
    } else {
      const joined = new Uint8Array(2 * left + this.chunk)
      joined.set(old.subarray(this.at, this.end))
      joined.set(chunk.subarray(this.reserve, this.reserve + got), left)
      this.bytes = joined
      this.start = this.at = 0
      this.end = left + got
      this.spare.push(chunk)
    }
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength)
    this.position = offset - this.at
    this.bytesRead += got
    this.onRead?.(this.position + this.end)
  }
}

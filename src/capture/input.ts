import type { ByteSource } from './source.ts'

// A window that moves over a file. The readers are plain loops over whole records:
//
//   do {
//     while (input.end - input.at >= what the next record needs) { …read it at input.at, move input.at on… }
//   } while (await input.more(what it needs))
//
// so one record costs no promise, no object and no copy; only what straddles two chunks is copied, once. Two buffers take
// turns: while one is parsed the next chunk is read into the other, behind a reserve into which the unread rest of the
// first is moved. A file read in order is read ahead by CHUNK; after a jump the reading ahead starts small and doubles, so
// that a file whose parts lie in disorder costs little more than the parts. A source that reads at once is asked for less, so that
// what was read is still in the processor's cache when it is parsed, and for nothing ahead.

/** Bytes read at a time when a file is read in order. */
const CHUNK = 2 * 1024 * 1024
const CHUNK_AT_ONCE = 512 * 1024
const AFTER_A_JUMP = 16 * 1024
const RESERVE = 256 * 1024
/** A small file needs no large buffers. */
const SMALL = 8 * 1024
const SMALLEST_RESERVE = 64

/** The window that moves over one source; `bytes` and `view` are others after each `more`, so keep no part of them. */
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
  private spare: Uint8Array<ArrayBuffer> | undefined
  private pending: Promise<number> | undefined
  private next = 0
  private ahead: number

  /** @param onRead told the position up to which the file was read, once a chunk  @param chunk small in tests */
  constructor(
    readonly source: ByteSource,
    readonly signal?: AbortSignal,
    readonly onRead?: (position: number) => void,
    chunk = source.atOnce ? CHUNK_AT_ONCE : CHUNK,
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
      const got = await (this.pending ?? this.request())
      this.signal?.throwIfAborted()
      this.pending = undefined
      this.append(got)
      if (this.ended) continue
      if (this.ahead === this.chunk) {
        if (!this.source.atOnce) this.request()
      } else this.ahead = Math.min(this.chunk, this.ahead * 2)
    }
    return true
  }

  /** Moves to a position of the file, forwards or back; the bytes there are here after `more`. */
  async seek(position: number): Promise<void> {
    if (position >= this.position + this.start && position <= this.position + this.end) {
      this.at = position - this.position
      return
    }
    const onward = position > this.position + this.end && position <= this.next + this.chunk
    if (onward && !this.ended && this.ahead === this.chunk) {
      this.at = this.end
      while (position > this.position + this.end && (await this.more(1))) this.at = this.end
      if (position <= this.position + this.end) this.at = position - this.position
      return
    }
    this.jumps++
    await this.pending
    this.pending = undefined
    this.start = this.at = this.end = 0
    this.position = this.next = position
    this.ended = this.failure !== undefined
    this.ahead = Math.min(this.chunk, AFTER_A_JUMP)
  }

  /** Starts reading the next chunk into the spare buffer, behind its reserve. */
  private request(): Promise<number> {
    const size = this.reserve + this.chunk
    if (this.spare?.length !== size) this.spare = new Uint8Array(size)
    const into = this.spare.subarray(this.reserve, this.reserve + this.ahead)
    this.pending = this.source.read(this.next, into).catch((error: unknown) => {
      this.failure = error instanceof Error ? error.message : String(error)
      return 0
    })
    return this.pending
  }

  /** The chunk that arrived becomes the window, what was left of the last one in front of it. */
  private append(got: number): void {
    this.ended = got === 0
    const chunk = this.spare
    if (got === 0 || chunk === undefined) return
    const left = this.end - this.at
    const offset = this.offset
    const old = this.bytes
    if (left <= this.reserve) {
      chunk.set(old.subarray(this.at, this.end), this.reserve - left)
      this.spare = old.length === chunk.length ? old : undefined
      this.bytes = chunk
      this.start = this.at = this.reserve - left
      this.end = this.reserve + got
    } else if (old.length - this.end >= got && old.length !== chunk.length) {
      old.set(chunk.subarray(this.reserve, this.reserve + got), this.end)
      this.end += got
    } else {
      const joined = new Uint8Array(2 * left + this.chunk)
      joined.set(old.subarray(this.at, this.end))
      joined.set(chunk.subarray(this.reserve, this.reserve + got), left)
      this.bytes = joined
      this.start = this.at = 0
      this.end = left + got
    }
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength)
    this.position = offset - this.at
    this.next += got
    this.bytesRead += got
    this.onRead?.(this.next)
  }
}

import type { Problem } from '../dissectors/field.ts'
import { HISTORY } from './gzip/inflate.ts'
import { Members, type Place } from './gzip/members.ts'
import { Input } from './input.ts'
import type { ByteSource } from './source.ts'

// Random access to what a gzip file holds. The file is inflated forwards, a stretch at a time; the stretch last made is what
// reads are served from. On the way up to POINTS places are remembered (bit position, code lengths, 32 KiB of history: 8 MiB
// in all); when they run out every second one is forgotten and their spacing doubles. So going back costs one spacing at
// most: 1 MiB in a file of 256 MiB, 4 MiB in one of a gigabyte.

/** What comes out of a file beyond this is not believed: 16 GiB. */
const MOST_INFLATED = 16 * 1024 ** 3
/**
 * Nor what comes out of very little: captures are seldom packed to a twentieth; zeros, of which a bomb is made, to a thousandth.
 * Large packets of zeros are as well, but the header and the time of each cost more than an octet.
 */
const MOST_TIMES = 100
/** Bytes that may come out of however little. */
const HARMLESS = 64 * 1024 ** 2

const STRETCH = 1024 * 1024
const POINTS = 256
const COMPRESSED_CHUNK = 256 * 1024

/** The bytes that a gzip file holds. */
export interface Inflated extends ByteSource {
  /** What is wrong with the compression, known once that place was met. */
  readonly problem: Problem | undefined
  /** Bytes of the compressed file that were read. */
  readonly consumed: number
  /** Packets that were read out of it so far. */
  packets: number
  /** Ends reads that are under way. */
  signal?: AbortSignal
}

/** Where unbelief begins, in bytes: `limit` for all that comes out of a file, `harmless` for what may come out of however few. */
interface InflatedOptions {
  readonly limit?: number
  readonly harmless?: number
  /** Bytes inflated at a time; small in tests. */
  readonly stretch?: number
}

interface Point {
  readonly output: number
  readonly place: Place
  readonly history: Uint8Array
}

const opened = new WeakMap<ByteSource, Inflated>()

/** The bytes that gzip file `source` holds; the same object for the same source, so that its places are found once. */
export function inflated(source: ByteSource, options?: InflatedOptions): Inflated {
  if (options) return new Gunzip(source, options)
  const known = opened.get(source) ?? new Gunzip(source, {})
  opened.set(source, known)
  return known
}

/** The file begins as gzip does. RFC 1952 §2.3. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8
}

class Gunzip implements Inflated {
  readonly name: string
  /** Of the compressed file. */
  readonly size: number
  packets = 0
  signal?: AbortSignal
  private readonly input: Input
  private readonly members: Members
  private readonly limit: number
  private readonly harmless: number
  private readonly stretch: number
  /** History, then the stretch last made: [start, start + length) of the inflated file. */
  private readonly out: Uint8Array
  private start = 0
  private length = 0
  /** What came out up to here is believed. */
  private believed = 0
  private beyondLimit: Problem | undefined
  private points: Point[] = []
  private spacing: number
  private turn: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly source: ByteSource,
    { limit = MOST_INFLATED, harmless = HARMLESS, stretch = Math.min(STRETCH, 64 * 1024 + 8 * source.size) }: InflatedOptions,
  ) {
    this.name = source.name
    this.size = source.size
    this.limit = limit
    this.harmless = harmless
    this.stretch = this.spacing = Math.max(1024, stretch)
    this.input = new Input(source, undefined, undefined, COMPRESSED_CHUNK)
    this.members = new Members(this.input)
    this.out = new Uint8Array(HISTORY + this.stretch)
  }

  get problem(): Problem | undefined {
    return this.members.problem ?? this.beyondLimit
  }

  get givenUp(): boolean {
    return this.beyondLimit !== undefined
  }

  get consumed(): number {
    return this.input.offset
  }

  /** Reads take turns: there is one stretch. */
  read(position: number, into: Uint8Array): Promise<number> {
    const mine = this.turn.then(() => this.fetch(position, into))
    this.turn = mine.catch(() => undefined)
    return mine
  }

  async close(): Promise<void> {
    await this.source.close?.()
  }

  private async fetch(position: number, into: Uint8Array): Promise<number> {
    let done = 0
    while (done < into.length) {
      const wanted = position + done
      const end = this.start + this.length
      if (wanted >= this.start && wanted < end) {
        const from = HISTORY + wanted - this.start
        const count = Math.min(into.length - done, end - wanted)
        into.set(this.out.subarray(from, from + count), done)
        done += count
        continue
      }
      this.signal?.throwIfAborted()
      const point = this.points.findLast(p => p.output <= wanted)
      if (wanted < this.start || (point && point.output > end)) await this.goTo(point)
      else if (!(await this.next())) break
    }
    return done
  }

  private async goTo(point: Point | undefined): Promise<void> {
    this.start = point?.output ?? 0
    this.length = 0
    if (point) this.out.set(point.history, HISTORY - point.history.length)
    await this.members.goTo(point?.place)
  }

  /** Makes the next stretch; false when there is none. */
  private async next(): Promise<boolean> {
    if (this.members.ended) return false
    if (!this.believable(this.start + this.length)) return false
    this.out.copyWithin(0, this.length, this.length + HISTORY)
    this.start += this.length
    this.length = 0
    this.remember()
    this.length = (await this.members.fill(this.out, HISTORY)) - HISTORY
    return this.length > 0
  }

  /** Whether that many bytes may come out; says why not. */
  private believable(made: number): boolean {
    const { consumed, packets } = this
    if (made <= this.believed) return true
    if (made >= this.limit) return this.stop(`more than ${this.limit} bytes come out of the gzip file`)
    const isDense = made >= this.harmless && made > MOST_TIMES * consumed
    if (isDense && (packets === 0 || packets > consumed))
      return this.stop(`${made} bytes come out of the first ${consumed} of the gzip file, as of no capture`)
    this.believed = made
    this.beyondLimit = undefined
    return true
  }

  private stop(why: string): false {
    this.beyondLimit = { weight: 'cut', says: `${why}; the rest was not read` }
    return false
  }

  /** Keeps the place where the stretch begins, when it is far enough from the last one kept. */
  private remember(): void {
    const place = this.members.place()
    if (this.start < (this.points.at(-1)?.output ?? 0) + this.spacing || !place) return
    this.points.push({ output: this.start, place, history: this.out.slice(Math.max(0, HISTORY - this.start), HISTORY) })
    if (this.points.length < POINTS) return
    this.points = this.points.filter((_, i) => i % 2 === 1)
    this.spacing *= 2
  }
}

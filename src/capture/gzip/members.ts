import type { Problem } from '../../dissectors/field.ts'
import type { Input } from '../input.ts'
import { crc32 } from './crc32.ts'
import { Inflate, type State, type Stopped } from './inflate.ts'
import { memberHeader } from './member.ts'

/** A place to go on from. */
export interface Place {
  readonly input: number
  readonly inflate: State
  readonly inside: boolean
  readonly produced: number
  readonly crc: number
}

const BEGINNING: Omit<Place, 'inflate'> = { input: 0, inside: false, produced: 0, crc: 0 }

/** The members of a gzip file, inflated one after the other as one stream. RFC 1952 §2.2. */
export class Members {
  /** Nothing more comes out. */
  ended = false
  problem: Problem | undefined
  private readonly inflate = new Inflate()
  private inside = false
  /** Bytes that came out of the member, and their CRC. */
  private produced = 0
  private crc = 0

  constructor(private readonly input: Input) {}

  /** Where it stands; undefined close to the file's end, where going on is no matter. */
  place(): Place | undefined {
    const { inside, produced, crc, input } = this
    return input.ended ? undefined : { input: input.offset, inflate: this.inflate.state(), inside, produced, crc }
  }

  /** Goes to a place, or to the beginning. */
  async goTo(place: Place | undefined): Promise<void> {
    const { input, inside, produced, crc } = place ?? BEGINNING
    if (place) this.inflate.restore(place.inflate)
    this.inside = inside
    this.produced = produced
    this.crc = crc
    this.ended = false
    await this.input.seek(input)
  }

  /** Inflates into `out` from `to` on until it is nearly full; what lies before `to` is the history. Returns the new `to`. */
  async fill(out: Uint8Array, to: number): Promise<number> {
    const { input, inflate } = this
    let here = to
    while (!this.ended) {
      if (!this.inside && !(await this.open())) break
      const floor = Math.max(0, here - this.produced)
      const stopped = inflate.run(input.bytes, input.at, input.end, input.ended, out, here, out.length, floor)
      this.crc = crc32(this.crc, out, here, inflate.to)
      this.produced += inflate.to - here
      here = inflate.to
      input.at = Math.min(inflate.at, input.end)
      if (stopped === 'full') break
      if (stopped === 'short') await input.more(input.end - input.at + 1)
      else if (stopped === 'end') await this.trailer()
      else this.stop(stopped)
    }
    return here
  }

  /** Steps into the next member, if there is one. */
  private async open(): Promise<boolean> {
    const header = await memberHeader(this.input)
    if (header === 'ok') {
      this.inflate.reset()
      this.inside = true
      this.produced = this.crc = 0
      return true
    }
    if (header === 'cut') this.stop('cut')
    else if (this.input.end > this.input.at)
      this.say('odd', `what lies behind byte ${this.input.offset} of the gzip file is no gzip and was ignored`)
    this.ended = true
    return false
  }

  /** CRC-32 and length modulo 2^32 of what came out. RFC 1952 §2.3.1. */
  private async trailer(): Promise<void> {
    const { input } = this
    this.inside = false
    if (!(await input.more(8))) return this.stop('cut')
    const crc = input.view.getUint32(input.at, true)
    const length = input.view.getUint32(input.at + 4, true)
    if (crc !== this.crc || length !== this.produced % 2 ** 32) {
      this.say('malformed', `the gzip member that ends at byte ${input.offset} fails its checksum: its content is damaged`)
    }
    input.at += 8
  }

  private stop(why: Stopped): void {
    const { input } = this
    this.ended = true
    const failure = input.failure === undefined ? '' : ` (reading failed: ${input.failure})`
    if (why === 'cut') this.say('cut', `the gzip file ends at byte ${input.position + input.end} inside its compressed data${failure}`)
    else this.say('malformed', `the compressed data are damaged at byte ${input.offset} of the gzip file; what lies behind is lost`)
  }

  private say(weight: Problem['weight'], says: string): void {
    this.problem ??= { weight, says }
  }
}

import { sort, sorted } from '../dissectors/sort.ts'
import type { Tell, Told } from './teller.ts'

interface Held extends Told {
  readonly time: number
}

/** Bytes that are held at most, and packets: of more, each such part is told in its own order. */
const MOST_BYTES = 64 << 20
const MOST = 200_000

/** Holds back the packets that tell the story of a file, to tell them in the order of their times. */
export class ByTime {
  private held: Held[] = []
  private bytes = 0
  private readonly numbers = sorted()
  private readonly tell: Tell

  constructor(tell: Tell) {
    this.tell = tell
  }

  /** Takes the next one of the file; `bytes` may be used for something else afterwards. */
  take({ number, bytes, start, end, original, linkType }: Told, time: number): void {
    this.held.push({ number, bytes: bytes.slice(start, end), start: 0, end: end - start, original, linkType, time })
    this.bytes += end - start
    if (this.bytes >= MOST_BYTES || this.held.length >= MOST) this.end()
  }

  /** Tells all that is held. */
  end(): void {
    this.held.sort((a, b) => a.time - b.time || a.number - b.number)
    for (const one of this.held) {
      sort(one.bytes, one.start, one.end, one.linkType, this.numbers, one.original)
      this.tell(one, one.time, this.numbers)
    }
    this.held = []
    this.bytes = 0
  }
}

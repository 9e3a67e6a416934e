import type { Packets } from '../packets/packets.ts'
import { ON_THE_WAY } from '../packets/rowsOnce.ts'

// What the sequence numbers of one flow tell. The first packet of an SA has number 1 and each further one the next, so
// what is missing between the lowest and the highest was lost before the capture, and a number that comes twice was
// duplicated or replayed (RFC 4303 §2.2, §3.3.3). The receiver keeps a window of 64 numbers below the highest: an older
// one is dropped unseen (§3.4.3).
//
//   captured twice   the same packet on two interfaces, or by a mirror port: the same IP identification and length,
//                    within a tenth of a second. Networks duplicate single packets, captures all of them: it counts as
//                    captured twice when at least half of the flow comes so
//   extended numbers only the low 32 bits are sent: a step back by more than 2^31 is a wrap (§2.2.1)
//   begins again     1, 2, 3, 4 behind higher numbers, of which the first was seen already, and in another packet: the sender
//                    lost count under the same keys, which only manual keys allow (§3.3.3). What comes then is counted anew
//   strays           one bit flipped in a number makes it look far ahead (15 becomes 8207). A number more than 1024
//                    ahead that the next one does not go on from stays out of the range, and so does a first one far
//                    above those behind it, which rise

/** What one flow's numbers tell; rows are those of the table of packets. */
export interface Sequences {
  /** Packets of the flow; one captured twice counts once. */
  readonly packets: number
  /** Packets seen more often than that only because of the capture. */
  readonly capturedTwice: number
  /** Packets that were captured more than once. */
  readonly packetsCopied: number
  /** The first of them: the row of the packet, and of its copy. */
  readonly copied: readonly number[]
  /** Lowest and highest sequence number. */
  readonly firstSequence: number
  readonly lastSequence: number
  readonly missing: number
  readonly duplicates: number
  /** Rows of the first packets whose number came before. */
  readonly again: readonly number[]
  /** Packets behind one with a higher number. */
  readonly reordered: number
  /** Rows of the first of them. */
  readonly late: readonly number[]
  /** Those of them, and duplicates, that a receiver with a window of 64 drops for their age. */
  readonly outOfWindow: number
  /** Times that the number went on from the highest to 0. */
  readonly wraps: number
  /** Rows with which the numbers began again at 1. */
  readonly restarts: readonly number[]
  /** Rows whose number fits no order. */
  readonly strays: readonly number[]
}

/**
 * Numbers of one flow in file order, read as a receiver would.
 * @param elsewhere numbers of the same SA that travelled between other addresses: they are not missing
 * @param numbers takes the number that each packet counts as, beyond 2^32 after a wrap; NaN of a stray
 */
export function analyse(
  packets: Packets,
  rows: Uint32Array,
  sequences: Uint32Array,
  elsewhere: readonly Uint32Array[] = [],
  numbers?: Float64Array,
): Sequences {
  const strays: number[] = []
  const restarts: number[] = []
  let wraps = 0
  let missingBefore = 0
  let seenBefore = 0
  let seen = new NumberSet()
  let copies = 0
  let furtherCopies = 0
  let copied: readonly number[] = []
  const again: number[] = []
  const late: number[] = []
  let duplicates = 0
  let reordered = 0
  let outOfWindow = 0
  let top = -1
  let lowest = Number.POSITIVE_INFINITY
  let base = 0
  for (let i = 0; i < sequences.length; i++) {
    if (top - base - sequences[i]! > WRAP) {
      base += 2 ** 32
      wraps++
    }
    const isAgain = sequences[i] === 1 && top - base > AGAIN && beginsAgain(sequences, i) && seen.has(base + 1)
    if (isAgain && justSeen(packets, rows, sequences, i) < 0) {
      if (restarts.length < MOST_STRAYS) restarts.push(rows[i]!)
      missingBefore += top - lowest + 1 - seen.size
      seenBefore += seen.size
      seen = new NumberSet()
      top = -1
      lowest = Number.POSITIVE_INFINITY
    }
    const number = base + sequences[i]!
    const isNew = seen.add(number)
    if (isNew && (i > 0 ? Math.abs(number - top) > FAR && !goesOn(sequences, i) : standsApart(sequences))) {
      seen.remove(number)
      const original = justSeen(packets, rows, sequences, i)
      if (original >= 0) copies++
      if (original >= 0 && justSeen(packets, rows, sequences, original) >= 0) furtherCopies++
      else if (strays.length < MOST_STRAYS) strays.push(rows[i]!)
      if (numbers) numbers[i] = Number.NaN
      continue
    }
    if (numbers) numbers[i] = number
    if (number < lowest) lowest = number
    if (isNew && number > top) {
      top = number
      continue
    }
    if (!isNew && again.length < MOST_TOLD) again.push(rows[i]!)
    const original = isNew ? -1 : justSeen(packets, rows, sequences, i)
    if (original >= 0) {
      if (copies++ === 0) copied = [rows[original]!, rows[i]!]
      if (justSeen(packets, rows, sequences, original) >= 0) furtherCopies++
    } else {
      if (isNew) reordered++
      else duplicates++
      if (isNew && late.length < MOST_TOLD) late.push(rows[i]!)
      if (top - number >= WINDOW) outOfWindow++
    }
  }
  const different = seen.size + seenBefore
  const twice = copies * 2 >= different && copies <= different * MOST_COPIES && copies > 0
  for (const others of elsewhere) for (const number of others) if (number > lowest && number < top) seen.add(number)
  return {
    packets: sequences.length - (twice ? copies : 0),
    capturedTwice: twice ? copies : 0,
    packetsCopied: twice ? copies - furtherCopies : 0,
    copied: twice ? copied : [],
    firstSequence: seen.size ? lowest % 2 ** 32 : 0,
    lastSequence: top % 2 ** 32,
    missing: missingBefore + (seen.size ? top - lowest + 1 - seen.size : 0),
    duplicates: duplicates + (twice ? 0 : copies),
    again,
    reordered,
    late,
    outOfWindow,
    wraps,
    restarts,
    strays,
  }
}

function beginsAgain(sequences: Uint32Array, i: number): boolean {
  return sequences[i + 1] === 2 && sequences[i + 2] === 3 && sequences[i + 3] === 4
}

/** The number after this one stands near it: no stray, but a jump. */
function goesOn(sequences: Uint32Array, i: number): boolean {
  const next = sequences[i + 1]
  return next !== undefined && next !== sequences[i] && Math.abs(next - sequences[i]!) <= FAR
}

/** The first number is far above the next ones, and these go on from each other. */
function standsApart(sequences: Uint32Array): boolean {
  const [first, ...next] = sequences.subarray(0, 1 + RISING)
  if (first === undefined || next.length < RISING || first - next[0]! > WRAP) return false
  const rise = next.every((number, i) => i === 0 || (number > next[i - 1]! && number - next[i - 1]! <= FAR))
  return rise && first - next.at(-1)! > FAR
}

/** Which of the last packets is this very packet, captured before; -1: none. */
function justSeen(packets: Packets, rows: Uint32Array, sequences: Uint32Array, i: number): number {
  const from = Math.max(0, i - LOOK_BACK)
  const found = sequences.subarray(from, i).lastIndexOf(sequences[i]!)
  if (found < 0) return -1
  const [a, b] = [rows[from + found]!, rows[i]!]
  const apart = Math.abs(packets.time(b) - packets.time(a))
  const alike = packets.identification(a) === packets.identification(b) && packets.ipLength(a) === packets.ipLength(b)
  return alike && !(apart > ON_THE_WAY) ? from + found : -1
}

/** A set of numbers that mostly come in order: 32 to an entry. */
class NumberSet {
  size = 0
  private readonly words = new Map<number, number>()
  private key = -1
  private word = 0

  /** False when it was there. */
  add(number: number): boolean {
    this.open(number)
    const bit = 1 << (number % 32)
    if (this.word & bit) return false
    this.word |= bit
    this.size++
    return true
  }

  has(number: number): boolean {
    this.open(number)
    return (this.word & (1 << (number % 32))) !== 0
  }

  remove(number: number): void {
    this.open(number)
    this.word &= ~(1 << (number % 32))
    this.size--
  }

  private open(number: number): void {
    const key = Math.floor(number / 32)
    if (key === this.key) return
    if (this.key >= 0) this.words.set(this.key, this.word)
    this.key = key
    this.word = this.words.get(key) ?? 0
  }
}

/** Numbers below the highest that a receiver still takes, RFC 4303 §3.4.3. */
const WINDOW = 64
const WRAP = 2 ** 31
/** How far the numbers have come before they can begin again. */
const AGAIN = 4
/** Distance from the highest number at which one stands alone. */
const FAR = 1024
/** Packets behind the first from which it is seen that it stands alone. */
const RISING = 3
const MOST_STRAYS = 1000
/** Rows that are named one by one. */
const MOST_TOLD = 8
/** Packets between two captures of one, as in a burst that one interface has whole before the other. */
const LOOK_BACK = 1024
/** As often a capture on many interfaces has each packet; beyond that somebody sends it again and again. */
const MOST_COPIES = 16

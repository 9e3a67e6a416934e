import type { Record } from './record.ts'

// A count of ticks since some day, 64 bits wide, as seconds and nanoseconds. 2^64 is more than a double holds exactly
// (2^53), but the upper half changes seldom: every 4.3 s with nanoseconds, every 71 minutes with microseconds, every 7
// with FILETIME. So the division of the upper half is done in BigInt once and kept; per packet it is
//
//   high · 2^32 + low = whole · perSecond + rest + low,   rest + low < perSecond + 2^32
//
// one addition and one division of doubles, exact while perSecond ≤ 2^52. Finer clocks take the long way each time.

/** A clock that turns ticks into a record's seconds since 1970 and nanoseconds; it keeps the upper half last divided. */
export class Ticks {
  private readonly quick: boolean
  private readonly perSecondNumber: number
  private readonly nanosecondsPerTick: number
  private high = -1
  private whole = 0
  private rest = 0

  /** @param perSecond ticks in one second  @param since seconds between 1970 and the day that tick 0 means */
  constructor(
    private readonly perSecond: bigint,
    private readonly since = 0,
  ) {
    this.perSecondNumber = Number(perSecond)
    this.nanosecondsPerTick = 1_000_000_000 % this.perSecondNumber === 0 ? 1_000_000_000 / this.perSecondNumber : 0
    this.quick = perSecond <= 1n << 52n
  }

  /** Sets the time of `record` to tick high · 2^32 + low. */
  set(record: Record, high: number, low: number): void {
    if (this.quick) this.divide(record, high, low)
    else this.slow(record, high, low)
  }

  private divide(record: Record, high: number, low: number): void {
    if (high !== this.high) this.turn(high)
    let ticks = this.rest + low
    let seconds = this.whole
    if (ticks >= this.perSecondNumber) {
      const more = Math.floor(ticks / this.perSecondNumber)
      seconds += more
      ticks -= more * this.perSecondNumber
    }
    record.seconds = seconds
    record.nanoseconds = this.nanosecondsPerTick ? ticks * this.nanosecondsPerTick : this.fraction(BigInt(ticks))
  }

  private turn(high: number): void {
    const upper = BigInt(high) << 32n
    this.high = high
    this.whole = Number(upper / this.perSecond) + this.since
    this.rest = Number(upper % this.perSecond)
  }

  private slow(record: Record, high: number, low: number): void {
    const ticks = (BigInt(high) << 32n) + BigInt(low)
    record.seconds = Number(ticks / this.perSecond) + this.since
    record.nanoseconds = this.fraction(ticks % this.perSecond)
  }

  private fraction(ticks: bigint): number {
    return Number((ticks * 1_000_000_000n) / this.perSecond)
  }
}

/** Whom most of many stand beside, found without counting each: whoever leads gains by its own and loses by others. */
export class Votes {
  private readonly leaders: Int32Array
  private readonly leads: Int32Array
  private readonly all: Uint32Array

  constructor(most: number) {
    this.leaders = new Int32Array(most).fill(-1)
    this.leads = new Int32Array(most)
    this.all = new Uint32Array(most)
  }

  cast(one: number, other: number): void {
    this.all[one]!++
    if (this.leaders[one] === other) this.leads[one]!++
    else if (--this.leads[one]! < 0) {
      this.leaders[one] = other
      this.leads[one] = 1
    }
  }

  leader(one: number): number {
    return this.leaders[one]!
  }

  /** By how many it leads. */
  lead(one: number): number {
    return this.leads[one]!
  }

  /** So many votes for so many that no leader will come of it. */
  isHopeless(one: number): boolean {
    return this.all[one]! >= MANY && this.leads[one]! < this.all[one]! * FEW
  }

  isNearlyAlone(one: number): boolean {
    return this.leads[one]! >= this.all[one]! * MOSTLY
  }
}

/** Nine for the leader and one against it. */
const MOSTLY = 0.8
const MANY = 100
const FEW = 0.25

/** A bit for each row of a trace. */
export class Marks {
  count = 0
  /** The row marked last. */
  last = Number.NEGATIVE_INFINITY
  private readonly bits: Uint8Array

  constructor(rows: number) {
    this.bits = new Uint8Array((rows >> 3) + 1)
  }

  add(row: number): void {
    if (this.has(row)) return
    this.bits[row >> 3]! |= 1 << (row & 7)
    this.count++
    this.last = row
  }

  has(row: number): boolean {
    return (this.bits[row >> 3]! & (1 << (row & 7))) !== 0
  }

  /** Hands out the marked rows in order. */
  each(take: (row: number) => void): void {
    for (let at = 0; at < this.bits.length; at++) {
      if (this.bits[at] === 0) continue
      for (let row = at << 3; row < (at + 1) << 3; row++) if (this.has(row)) take(row)
    }
  }
}

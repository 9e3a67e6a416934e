/** Rows that wait for something, the oldest first; there are few of them at a time, and they come and go. */
export class Waiting {
  private rows = new Uint32Array(64)
  private times = new Float64Array(64)
  private from = 0
  private to = 0

  get length(): number {
    return this.to - this.from
  }

  at(place: number): number {
    return this.rows[this.from + place]!
  }

  /** The time of the row at a place. */
  since(place: number): number {
    return this.times[this.from + place]!
  }

  push(row: number, time: number): void {
    if (this.to === this.rows.length) this.move()
    this.rows[this.to] = row
    this.times[this.to++] = time
  }

  /** Lets the `count` oldest go. */
  shift(count: number): void {
    this.from += count
    if (this.from === this.to) this.from = this.to = 0
  }

  /** Lets one go, if it is here; looked for from the youngest on. */
  remove(row: number): void {
    for (let at = this.to - 1; at >= this.from; at--) {
      if (this.rows[at] !== row) continue
      this.rows.copyWithin(at, at + 1, this.to)
      this.times.copyWithin(at, at + 1, this.to)
      this.to--
      return
    }
  }

  private move(): void {
    const { rows, times } = this
    if (2 * this.length > rows.length) {
      this.rows = new Uint32Array(2 * rows.length)
      this.times = new Float64Array(2 * rows.length)
    }
    this.rows.set(rows.subarray(this.from, this.to))
    this.times.set(times.subarray(this.from, this.to))
    this.to -= this.from
    this.from = 0
  }
}

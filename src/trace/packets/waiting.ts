/** Packets that wait for something, the oldest first; there are few of them at a time, and they come and go. */
export class Waiting {
  private rows = new Uint32Array(FIRST)
  private times = new Float64Array(FIRST)
  private flows = new Int32Array(FIRST)
  private from = 0
  private to = 0

  get length(): number {
    return this.to - this.from
  }

  /** The row at a place. */
  at(place: number): number {
    return this.rows[this.from + place]!
  }

  since(place: number): number {
    return this.times[this.from + place]!
  }

  flow(place: number): number {
    return this.flows[this.from + place]!
  }

  push(row: number, time: number, flow: number): void {
    if (this.to === this.rows.length) this.move()
    this.rows[this.to] = row
    this.times[this.to] = time
    this.flows[this.to++] = flow
  }

  /** Lets the oldest go as long as they came before a moment. */
  letGo(before: number): void {
    while (this.from < this.to && this.times[this.from]! < before) this.from++
    if (this.from === this.to) this.from = this.to = 0
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
      for (const column of [this.rows, this.times, this.flows]) column.copyWithin(at, at + 1, this.to)
      this.to--
      return
    }
  }

  /** Those that wait go to the front, of more room where they fill half of it. */
  private move(): void {
    const { rows, times, flows, from, to } = this
    if (2 * this.length > rows.length) {
      this.rows = new Uint32Array(2 * rows.length)
      this.times = new Float64Array(2 * rows.length)
      this.flows = new Int32Array(2 * rows.length)
    }
    this.rows.set(rows.subarray(from, to))
    this.times.set(times.subarray(from, to))
    this.flows.set(flows.subarray(from, to))
    this.to -= from
    this.from = 0
  }
}

const FIRST = 1024

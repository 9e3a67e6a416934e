/** A set of numbers kept as ranges: start, end, start, end …, ascending and not touching, so that pieces that arrive in
 *  order leave one range, and a question costs the logarithm of how many there are. */
export class Ranges {
  private readonly edges: number[] = []

  get highest(): number {
    return this.edges.at(-1) ?? 0
  }

  /** Where the numbers that are here without a gap from 0 on end. */
  get prefix(): number {
    return this.edges[0] === 0 ? this.edges[1]! : 0
  }

  /** The holes between 0 and `end`. */
  missing(end: number): [start: number, end: number][] {
    const holes: [number, number][] = []
    let at = 0
    for (let i = 0; i < this.edges.length && at < end; i += 2) {
      if (this.edges[i]! > at) holes.push([at, Math.min(end, this.edges[i]!)])
      at = this.edges[i + 1]!
    }
    if (at < end) holes.push([at, end])
    return holes
  }

  /** Is any number of [start, end) here? */
  meets(start: number, end: number): boolean {
    const i = this.firstEndingAfter(start)
    return i < this.edges.length && this.edges[i]! < end
  }

  add(start: number, end: number): void {
    if (start >= end) return
    const from = this.firstEndingAfter(start - 1)
    let to = from
    let low = start
    let high = end
    for (; to < this.edges.length && this.edges[to]! <= end; to += 2) {
      low = Math.min(low, this.edges[to]!)
      high = Math.max(high, this.edges[to + 1]!)
    }
    this.edges.splice(from, to - from, low, high)
  }

  private firstEndingAfter(at: number): number {
    let low = 0
    let high = this.edges.length / 2
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.edges[2 * middle + 1]! > at) high = middle
      else low = middle + 1
    }
    return 2 * low
  }
}

import { isProtected } from './kinds.ts'

/** In what order packets were captured. */
export interface Order {
  /** Where the packet of a number stands in it, from 1. */
  rank(number: number): number
}

interface Table {
  readonly length: number
  /** Seconds, by row. */
  time(row: number): number
  kind(row: number): number
  flow(row: number): number
  /** Of ESP and AH. */
  sequence(row: number): number
}

/**
 * In what order packets were captured, where a file has them in another: by their times. Of one time, what is protected comes before
 * what is not, which may be what it held, and by its sequence numbers; the rest as the file has them.
 */
export class CaptureOrder {
  /** Rows, the first captured first. */
  readonly rows: Uint32Array
  /** By row, its place among them. */
  private readonly places: Uint32Array

  constructor(table: Table) {
    const { length } = table
    this.rows = Uint32Array.from({ length }, (_, row) => row)
    const after = (row: number) => 1 - isProtected[table.kind(row)]!
    const inFlow = (a: number, b: number) => (after(a) || table.flow(a) !== table.flow(b) ? 0 : table.sequence(a) - table.sequence(b))
    this.rows.sort((a, b) => table.time(a) - table.time(b) || after(a) - after(b) || inFlow(a, b) || a - b)
    this.places = new Uint32Array(length)
    for (let i = 0; i < length; i++) this.places[this.rows[i]!] = i
  }

  place(row: number): number {
    return this.places[row]!
  }

  /** Hands out stretches of rows that follow each other in the file as well. @param most rows of one stretch; none goes beyond a multiple */
  stretches(most: number, take: (from: number, to: number) => void): void {
    const { rows } = this
    for (let at = 0; at < rows.length; ) {
      const from = rows[at]!
      let to = from
      do {
        at++
        to++
      } while (at < rows.length && rows[at] === to && to % most > 0)
      take(from, to)
    }
  }
}

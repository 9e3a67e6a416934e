/** Octets of one piece. */
const PIECE = 256 * 1024

/** Keeps bytes for as long as their trace lives, one behind the other in large pieces: thousands of small buffers cost more than what is in them. */
export class Arena {
  private piece = new Uint8Array(0)
  private used = 0

  /** A copy of bytes [start, end). */
  keep(bytes: Uint8Array, start: number, end: number): Uint8Array {
    const length = end - start
    if (length > PIECE / 4) return bytes.slice(start, end)
    if (this.used + length > this.piece.length) {
      this.piece = new Uint8Array(PIECE)
      this.used = 0
    }
    const copy = this.piece.subarray(this.used, this.used + length)
    copy.set(bytes.subarray(start, end))
    this.used += length
    return copy
  }
}

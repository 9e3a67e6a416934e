/** A packet as a test wants it in a file. */
export interface Written {
  readonly data: Uint8Array
  readonly seconds: number
  readonly nanoseconds: number
  /** On the wire; as long as data when absent. */
  readonly original?: number
}

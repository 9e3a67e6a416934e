/** The clock of a capture was set back before a row. */
export interface ClockSet {
  readonly row: number
  /** Seconds by which the file says that it is older than the row before. */
  readonly back: number
  /** Seconds by which the clock was set back. */
  readonly seconds: number
}

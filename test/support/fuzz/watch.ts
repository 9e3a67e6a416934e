/** Holds work to limits of time and memory, and says which piece of it broke them. */
export interface Limits {
  /** Milliseconds of processor time that one piece may take: the clock runs on while others have the processor. */
  readonly milliseconds: number
  /** Bytes that the process may grow by, garbage included. */
  readonly bytes: number
}

/** One piece of hostile work, named so that it can be done again. Returns what was wrong, at most a few of each kind. */
export class Watch {
  readonly wrong: string[] = []
  done = 0
  /** The slowest piece, milliseconds. */
  slowest = 0
  private readonly before = process.memoryUsage.rss()

  constructor(
    readonly name: string,
    private readonly limits: Limits,
  ) {}

  /** Does a piece of work; what it throws is wrong, and so is what it returns. */
  async try(piece: () => string, work: () => Promise<readonly string[]> | readonly string[]): Promise<void> {
    if (this.wrong.length >= 5) return
    const start = process.cpuUsage()
    try {
      for (const says of (await work()).slice(0, 2)) this.wrong.push(`${this.name}, ${piece()}: ${says}`)
    } catch (error) {
      this.wrong.push(`${this.name}, ${piece()}: ${error instanceof Error ? error.stack : error}`)
    }
    const { user, system } = process.cpuUsage(start)
    const took = (user + system) / 1000
    this.done++
    this.slowest = Math.max(this.slowest, took)
    if (took > this.limits.milliseconds) this.wrong.push(`${this.name}, ${piece()}: took ${Math.round(took)} ms`)
    if (this.done % 256 === 0) this.weigh(piece)
  }

  private weigh(piece: () => string): void {
    const grown = process.memoryUsage.rss() - this.before
    if (grown > this.limits.bytes) this.wrong.push(`${this.name}, ${piece()}: ${Math.round(grown / 1e6)} MB more memory`)
  }
}

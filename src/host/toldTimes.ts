// Several queues or cards, and some systems, stamp packets a little out of order, although the file has them in the order in which
// they came. By its stamp an answer would then come before its question. So what tells the story is told with times that do not
// fall by so little; the table of packets keeps what the file says, and so does a clock that was set back.

/** Seconds by which a stamp may be early. */
const EARLY = 0.001

/** The times of a file in its order, as they are told. */
export class ToldTimes {
  private latest = Number.NaN

  /** That of the next packet. */
  next(time: number): number {
    if (!(time < this.latest && this.latest - time <= EARLY)) this.latest = time
    return this.latest
  }
}

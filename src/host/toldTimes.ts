import { STEP_BACK } from '../trace/packets/stepBack.ts'

// Several queues or cards, and some systems, stamp packets a little out of order, although the file has them in the order in which
// they came; and a clock that is kept right by NTP is now and then set back by a part of a second. By its stamp an answer would then
// come before its question. So what tells the story is told with times that do not fall by so little; the table of packets keeps what
// the file says, and so does a clock that was set back further.

/** Seconds from one to the next of packets that are told with the time before: their order shows. */
const NEXT = 1e-7

/** The times of a file in its order, as they are told. */
export class ToldTimes {
  private latest = Number.NaN

  /** That of the next packet. */
  next(time: number): number {
    if (time < this.latest && this.latest - time <= STEP_BACK) this.latest += NEXT
    else this.latest = time
    return this.latest
  }
}

import type { ClockPiece, PairClock } from './report.ts'

/** A time of trace B (seconds from its first packet) in seconds of trace A; unchanged when the clocks are not related. */
export function onClockOfA({ pieces }: Pick<PairClock, 'pieces'>, time: number): number {
  const piece = pieceAt(pieces, time)
  return piece ? time - piece.shift - piece.driftPpm * 1e-6 * (time - piece.from) : time
}

/** The piece of the clock relation that holds at a time of trace B. */
export function pieceAt(pieces: readonly ClockPiece[], time: number): ClockPiece | undefined {
  return pieces.findLast(piece => piece.from <= time) ?? pieces[0]
}

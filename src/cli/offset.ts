import { FURTHEST } from '../trace/pair/setByHand.ts'
import { valued } from './command.ts'
import { Mistake } from './mistake.ts'

/** Its line in the help. */
export const OFFSET_OPTION = '--offset N    seconds that the clock of B is ahead of that of A, instead of what the packets tell'

/** Takes `--offset SECONDS` out of the arguments. */
export function clockOffset(args: readonly string[]): { rest: string[]; offset: number | undefined } {
  const { rest, value } = valued(args, '--offset')
  if (value !== undefined && (value.trim() === '' || !Number.isFinite(Number(value)))) throw new Mistake(`${value} is no number of seconds`)
  if (Math.abs(Number(value ?? 0)) > FURTHEST) throw new Mistake(`${value} seconds are more than two clocks can differ by`)
  return { rest, offset: value === undefined ? undefined : Number(value) }
}

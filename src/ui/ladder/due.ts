import type { Due, Exchange, Message } from '../../trace/report.ts'

/**
 * The message that an unfinished exchange waits for where only some of its messages were seen, and who owes it: what the report says of the
 * whole, or behind the last of them the one that only the other capture has. Undefined when nothing is known to be owed.
 */
export function dueHere({ messages, outcome, due }: Exchange, here: readonly Message[]): Pick<Due, 'name' | 'from'> | undefined {
  const last = here.at(-1)
  if (!last || outcome === 'complete' || outcome === 'failed') return undefined
  const next = messages[messages.indexOf(last) + 1]
  if (!next) return due
  return next.from === last.from ? undefined : next
}

import type { Captured } from './baseline.ts'
import type { Told } from './counterparts.ts'

interface Found {
  readonly clear: 0 | 1
  readonly secured: 0 | 1
  readonly before: readonly Told[]
  readonly after: readonly Told[]
  readonly pairs: number
}

const NAMES = ['A', 'B'] as const

/** What could not be read or compared, and what the figures cannot tell. */
export function notesOn(captures: readonly [Captured, Captured], { clear, secured, before, after, pairs }: Found): string[] {
  const notes: string[] = []
  const { closed } = captures[secured].hearing
  for (const [i, { hearing }] of captures.entries())
    if (hearing.until !== undefined) notes.push(`Only the first ${hearing.until} packets of ${NAMES[i]} were read for this.`)
  const keys = closed > 0 ? `; ${closed} protected packets are encrypted and need keys` : ''
  if (after.length === 0)
    notes.push(
      `Neither capture holds a conversation under IPsec that can be read${keys}. ESP without encryption, AH, keys, or decrypted copies make it readable.`,
    )
  else if (before.length === 0) notes.push(`${NAMES[clear]} holds no conversation in the clear to compare with.`)
  else if (pairs === 0)
    notes.push('No conversation of one capture is found in the other: no turn of the same service has the same length or content.')
  else {
    if (closed > 0) notes.push(`${closed} protected packets of ${NAMES[secured]} stay closed and are not compared.`)
    const oneWay = after.some(({ turns }) => turns.every(turn => turn.kind === 'open' || !turn.asked || !turn.answered))
    if (oneWay && after.some(({ conversation: { heard } }) => heard.some(one => one.shield === 'copy')))
      notes.push(`Only decrypted copies of what one side sent can be read in ${NAMES[secured]}: turns then have one half.`)
    notes.push(
      'The captures were taken one after the other: whatever else differed between the two runs, load on the path or a warm cache, is in these figures too.',
    )
  }
  return notes
}

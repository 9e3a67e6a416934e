import { counted } from '../../text/figures.ts'
import type { MessageRow, Row, Side } from '../ladder/row.ts'

/** What stands where one end has nothing of a row. */
export interface Hole {
  readonly says: string
  /** It is known to have been lost on the way. */
  readonly lost: boolean
}

/** Why one half has nothing where the other one has a row; undefined for what is said of the other capture only. */
export function hole(row: Row, trace: 0 | 1): Hole | undefined {
  const [here, there] = trace === 0 ? ['A', 'B'] : ['B', 'A']
  const absent = `not in ${here}'s capture`
  switch (row.kind) {
    case 'message':
      if (row.end === 'lost') return { says: `${row.message.name} left ${there}; nothing came to ${here}`, lost: true }
      if (isTurnedBack(row)) return { says: `${row.message.name} was refused on the way`, lost: false }
      if (row.outside !== undefined) return { says: `${row.message.name}: ${row.outside}`, lost: false }
      return { says: `${row.message.name} ${absent}${row.end === 'arrived' ? `, though ${there} has it` : ''}`, lost: false }
    case 'fold': {
      const folded = row.inside?.copies.slice(row.shown) ?? []
      const copies = counted(row.sent.length - row.shown, 'more copy', 'more copies')
      const lost = folded.length > 0 && folded.every(isLost)
      return { says: `${copies} of ${row.message.name} ${lost ? `left ${there}; none came to ${here}` : absent}`, lost }
    }
    case 'icmp':
      // Somebody on the way told the other end; it was never to come here.
      if (row.from === undefined && row.to === (trace === 0 ? 'right' : 'left')) return undefined
      return row.lost ? { says: `left ${there}; nothing came to ${here}`, lost: true } : { says: absent, lost: false }
    case 'single':
      if (isTurnedBack(row)) return { says: 'refused on the way', lost: false }
      return row.end === 'lost' ? { says: `left ${there}; nothing came to ${here}`, lost: true } : { says: absent, lost: false }
    case 'band':
      return row.lost
        ? { says: `${counted(row.sent ?? row.flow.packets, 'packet')} left ${there}; none came to ${here}`, lost: true }
        : { says: absent, lost: false }
    case 'context':
      // Nobody expects there what one host said to a third.
      return row.third === undefined ? { says: absent, lost: false } : undefined
    case 'port':
      return { says: `${nameOf(row.from)} moves to UDP ${row.port}; nothing of it in this capture`, lost: false }
    case 'edge':
    case 'due':
      return undefined
    default:
      return { says: absent, lost: false }
  }
}

function isTurnedBack({ end, refusedBy }: Pick<MessageRow, 'end' | 'refusedBy'>): boolean {
  return end === 'refused' && refusedBy === 'network'
}

function isLost({ end }: MessageRow): boolean {
  return end === 'lost'
}

function nameOf(side: Side): string {
  return side === 'left' ? 'A' : 'B'
}

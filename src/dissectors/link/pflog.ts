import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { names } from '../meaning.ts'
import { printable } from '../text.ts'
import { ofFamily } from './raw.ts'

const action = names({ 0: 'pass', 1: 'drop', 2: 'scrub' })

/** OpenBSD's packet filter log: what a rule did, then the packet. LINKTYPE_PFLOG. */
export function pflog(c: Cursor, layers: Layer[]): void {
  const length = c.peek(1)[0]
  const number = c.struct('PFLOG', length === undefined ? undefined : Math.max(4, (length + 3) & ~3), c => {
    c.u8('Length')
    const number = c.u8('Family')
    c.means(action(c.u8('Action', action)))
    c.u8('Reason')
    if (c.left >= 16) c.as('Interface', 16, bytes => printable(bytes).replaceAll('\\x00', ''))
    c.rest('Further Fields')
    return number
  })
  ofFamily(c, layers, number)
}

import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { llc } from './llc.ts'
import { ppp } from './ppp.ts'
import { raw } from './raw.ts'

/** AAL5 as RFC 2684 fills it: behind LLC, or one protocol for the whole circuit (IP, PPP). LINKTYPE_ATM_RFC1483, RFC 2684 §5, §6. */
export function atm(c: Cursor, layers: Layer[]): void {
  const [first = 0, second, third] = c.peek(3)
  if ((first === 0xaa || first === 0xfe) && second === first && third === 3) llc(c, layers)
  else if (first >> 4 === 4 || first >> 4 === 6) raw(c, layers)
  else ppp(c, layers)
}

/** The same behind the header of Sun's cards. LINKTYPE_SUNATM. */
export function sunAtm(c: Cursor, layers: Layer[]): void {
  const read = c.struct('SunATM', 4, c => {
    c.u8('Direction and Traffic Type')
    const path = c.u8('VPI')
    c.means(`circuit ${path}/${c.u16('VCI')}`)
    return true
  })
  if (read) atm(c, layers)
}

import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { names } from '../meaning.ts'
import { ipv4 } from '../network/ipv4.ts'
import { ipv6 } from '../network/ipv6.ts'

// IP-TFS (RFC 9347) sends packets of one size, each filled with what the tunnel carries: whole packets one behind another, the
// end of one that began in a packet before, the beginning of one that goes on in the next, and padding. Only whole ones are
// read on. They stand beside each other and not inside each other, so none of them is a layer of the packet around it.

/** AGGFRAG payload of ESP. RFC 9347 §6.1. */
export function aggfrag(c: Cursor, layers: Layer[]): void {
  const begun = c.struct('AGGFRAG', undefined, c => {
    const type = c.u8('Sub-Type', subType)
    if (type > 1) return undefined
    if (type === 0) c.u8('Reserved')
    else
      c.split('Flags', 1, [
        ['Reserved', 6],
        ['P', 1],
        ['E', 1],
      ])
    const offset = c.u16('BlockOffset')
    if (type === 1) congestion(c)
    return offset
  })
  if (begun === undefined) return
  layers.push({ kind: 'tunnel', name: 'AGGFRAG' })
  if (begun > 0) c.opaque('End of a block that began before', Math.min(begun, c.left))
  while (c.left > 0 && block(c, layers));
  if (c.left > 0) c.rest((c.ahead(0) ?? 0) >> 4 === 0 ? 'Pad Data Block' : 'Beginning of a block')
}

const subType = names({ 0: 'non-congestion control', 1: 'congestion control' })

/** RFC 9347 §6.1.2. RTT has 22 bits, the two delays 21 each. */
function congestion(c: Cursor): void {
  c.u32('LossEventRate')
  c.opaque('RTT, Echo Delay, Transmit Delay', 8)
  c.u32('TVal')
  c.u32('TEcho')
}

/** A packet that is here from its beginning to its end. RFC 9347 §6.1.3. */
function block(c: Cursor, around: readonly Layer[]): boolean {
  const version = (c.ahead(0) ?? 0) >> 4
  const at = version === 4 ? 2 : 4
  const said = ((c.ahead(at) ?? 0) << 8) | (c.ahead(at + 1) ?? 0)
  const length = version === 6 ? 40 + said : said
  if ((version !== 4 && version !== 6) || length < 20 || length > c.left) return false
  const layers = [...around]
  c.within(length, c => (version === 4 ? ipv4 : ipv6)(c, layers))
  return true
}

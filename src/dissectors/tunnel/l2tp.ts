import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { ppp } from '../link/ppp.ts'

const CONTROL = 0x8000
const LENGTH = 0x4000
const SEQUENCE = 0x0800
const OFFSET = 0x0200

/** Layer Two Tunneling Protocol, version 2: PPP over UDP, as Windows' VPN runs it inside ESP. RFC 2661 §3.1. */
export function l2tp(c: Cursor, layers: Layer[]): void {
  const [high = 0, low] = c.peek(2)
  const flags = high * 256 + (low ?? 0)
  if (low !== undefined && (flags & 15) !== 2) return
  const read = c.struct('L2TP', undefined, c => {
    c.split('Flags and Version', 2, [
      ['Type', 1, type => (type ? 'control message' : 'data message')],
      ['Length', 1],
      ['Reserved', 2],
      ['Sequence', 1],
      ['Reserved', 1],
      ['Offset', 1],
      ['Priority', 1],
      ['Reserved', 4],
      ['Ver', 4],
    ])
    if (flags & LENGTH) c.u16('Length')
    const tunnel = c.u16('Tunnel ID')
    c.means(`tunnel ${tunnel}, session ${c.u16('Session ID')}`)
    if (flags & SEQUENCE) {
      c.u16('Ns')
      c.u16('Nr')
    }
    if (flags & OFFSET) {
      const size = c.u16('Offset Size')
      if (size) c.opaque('Offset Pad', size)
    }
    return true
  })
  if (!read) return
  layers.push({ kind: 'tunnel', name: 'L2TP' })
  if (flags & CONTROL) c.rest('Attribute Value Pairs')
  else ppp(c, layers)
}

/** L2TP version 3 on IP: session 0 is control; what a session carries is agreed on elsewhere. RFC 3931 §4.1.1. */
export function l2tpv3(c: Cursor, layers: Layer[]): void {
  layers.push({ kind: 'tunnel', name: 'L2TPv3' })
  c.struct('L2TPv3', c.left, c => {
    const session = c.u32('Session ID')
    c.rest(session === 0 ? 'Control Message' : 'Cookie and Data')
  })
}

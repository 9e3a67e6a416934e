import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { names } from '../meaning.ts'
import { ipv4 } from '../network/ipv4.ts'
import { ipv6 } from '../network/ipv6.ts'
import { MAX_LAYERS } from '../packet.ts'
import { ethernet } from './ethernet.ts'

/** Special-Purpose MPLS Label Values. IANA mpls-label-values. */
const label = names({
  0: 'IPv4 Explicit NULL Label',
  1: 'Router Alert Label',
  2: 'IPv6 Explicit NULL Label',
  3: 'Implicit NULL Label',
  7: 'Entropy Label Indicator',
  13: 'GAL Label',
  14: 'OAM Alert Label',
})

/** EtherTypes that make it likely that a pseudowire's frame stands behind a control word. */
const LIKELY = new Set([0x0800, 0x0806, 0x86dd, 0x8100, 0x88a8])

/**
 * A stack of MPLS labels. Nothing says what is under the last: by custom the first four bits do, 4 and 6 for IP and 0 for
 * a control word in front of Ethernet. RFC 3032 §2.1, RFC 4928 §3, RFC 4448 §4.6.
 */
export function mpls(c: Cursor, layers: Layer[]): void {
  layers.push({ kind: 'tunnel', name: 'MPLS' })
  let bottom: number | undefined = 0
  while (bottom === 0) bottom = c.struct('MPLS', 4, entry)
  if (bottom === undefined || layers.length >= MAX_LAYERS) return
  const ahead = c.peek(18)
  if (ahead[0] === undefined) return
  const nibble = ahead[0] >> 4
  if (nibble === 4) ipv4(c, layers)
  else if (nibble === 6) ipv6(c, layers)
  else if (nibble === 0 && LIKELY.has(ahead[16]! * 256 + ahead[17]!)) {
    c.struct('Pseudowire Control Word', 4, c => {
      c.u16('Flags and Length')
      c.u16('Sequence Number')
    })
    ethernet(c, layers)
  }
}

function entry(c: Cursor): number {
  const [value, , bottom] = c.split('Label Stack Entry', 4, [
    ['Label', 20, label],
    ['Traffic Class', 3],
    ['Bottom of Stack', 1],
    ['TTL', 8],
  ])
  c.means(`label ${value}`)
  return bottom
}

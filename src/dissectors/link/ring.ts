import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { mac } from '../text.ts'
import { llc } from './llc.ts'

/** Token Ring; the first bit of the source address announces a route. IEEE 802.5, RFC 1042. */
export function tokenRing(c: Cursor, layers: Layer[]): void {
  const frame = c.struct('Token Ring', undefined, c => {
    c.u8('Access Control')
    const control = c.u8('Frame Control')
    const destination = c.as('Destination', 6, mac)
    const routed = (c.peek(1)[0] ?? 0) & 0x80
    const source = c.as('Source', 6, mac)
    if (routed) {
      const length = (c.peek(1)[0] ?? 0) & 31
      if (length < 2 || length % 2) c.fail(`the route says ${length} bytes`)
      c.opaque('Routing Information', length)
    }
    return { control, source, destination }
  })
  if (!frame) return
  const { control, source, destination } = frame
  layers.push({ kind: 'link', source, destination })
  if (control >> 6 === 1) llc(c, layers)
}

/** FDDI; frame control 0x5x is a frame of the link layer. ANSI X3.139, RFC 1390. */
export function fddi(c: Cursor, layers: Layer[]): void {
  const frame = c.struct('FDDI', 13, c => {
    const control = c.u8('Frame Control')
    const destination = c.as('Destination', 6, mac)
    const source = c.as('Source', 6, mac)
    return { control, source, destination }
  })
  if (!frame) return
  const { control, source, destination } = frame
  layers.push({ kind: 'link', source, destination })
  if ((control & 0xf0) === 0x50) llc(c, layers)
}

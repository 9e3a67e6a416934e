import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { ethernet } from '../link/ethernet.ts'

/** Ethernet in IP. RFC 3378 §3. */
export function etherIp(c: Cursor, layers: Layer[]): void {
  const read = c.struct('EtherIP', 2, c => {
    const [version] = c.split('Version and Reserved', 2, [
      ['Version', 4],
      ['Reserved', 12],
    ])
    if (version !== 3) c.odd(`version ${version}, 3 is the only one`)
    return true
  })
  if (!read) return
  layers.push({ kind: 'tunnel', name: 'EtherIP' })
  ethernet(c, layers)
}

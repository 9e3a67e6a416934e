import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { etherTypeName } from './etherTypeNames.ts'
import { etherType } from './etherTypes.ts'
import { vlanTags } from './vlan.ts'

const CISCO_METADATA = 0x8909

/** Cisco's mark of the sender's group in front of the packet: version 1 with one option, its tag. Another shape stays bytes. */
export function ciscoMetaData(c: Cursor, layers: Layer[]): void {
  const [version, length, high, low] = c.peek(4)
  if (version !== 1 || length !== 1 || high !== 0 || low !== 1) return
  const next = c.struct('Cisco MetaData', 8, c => {
    c.u8('Version')
    c.u8('Length')
    c.u16('Option')
    c.means(`SGT ${c.u16('SGT')}`)
    return c.u16('EtherType', etherTypeName)
  })
  if (next === undefined) return
  const { type } = vlanTags(c, next)
  if (type !== undefined && type !== CISCO_METADATA) etherType(type, layers.length)?.(c, layers)
}

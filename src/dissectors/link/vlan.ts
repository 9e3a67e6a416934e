import type { Cursor } from '../cursor.ts'
import { etherTypeName } from './etherTypeNames.ts'

/** EtherTypes of tags: 802.1Q, 802.1ad, and the number that stacked tags had before it. */
const TAGS = new Set([0x8100, 0x88a8, 0x9100, 0x9200])

/** Reads tags as long as the type says there is one more; the type behind the last, and the VLANs from the outside in. */
export function vlanTags(c: Cursor, type: number): { type: number | undefined; vlans: number[] } {
  const vlans: number[] = []
  let next: number | undefined = type
  while (next !== undefined && TAGS.has(next)) {
    next = c.struct(next === 0x88a8 ? '802.1ad' : '802.1Q', 4, c => {
      const [, , id] = c.split('Tag Control Information', 2, [
        ['PCP', 3],
        ['DEI', 1],
        ['VID', 12],
      ])
      vlans.push(id)
      c.means(`VLAN ${id}`)
      return c.u16('EtherType', etherTypeName)
    })
  }
  return { type: next, vlans }
}

import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { etherTypeName } from '../link/etherTypeNames.ts'
import { etherType } from '../link/etherTypes.ts'

/** Geneve: any EtherType over UDP, with options. RFC 8926 §3.4. */
export function geneve(c: Cursor, layers: Layer[]): void {
  const first = c.peek(1)[0]
  if (first !== undefined && first >> 6 !== 0) return
  const type = c.struct('Geneve', first === undefined ? undefined : 8 + (first & 63) * 4, c => {
    c.split('Ver and Opt Len', 1, [
      ['Ver', 2],
      ['Opt Len', 6, words => `${words * 4} bytes`],
    ])
    c.split('Flags', 1, [
      ['O', 1],
      ['C', 1],
      ['Rsvd.', 6],
    ])
    const type = c.u16('Protocol Type', etherTypeName)
    c.means(`VNI ${c.u24('Virtual Network Identifier')}`)
    c.u8('Reserved')
    while (c.left > 0) {
      const words = c.peek(4)[3]
      c.struct('Option', words === undefined ? undefined : 4 + (words & 31) * 4, option)
    }
    return type
  })
  if (type === undefined) return
  layers.push({ kind: 'tunnel', name: 'Geneve' })
  etherType(type, layers.length)?.(c, layers)
}

function option(c: Cursor): void {
  c.u16('Option Class')
  c.u8('Type')
  c.split('Rsvd and Length', 1, [
    ['R', 3],
    ['Length', 5, words => `${words * 4} bytes`],
  ])
  c.rest('Option Data')
}

import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { ethernet } from '../link/ethernet.ts'
import { MAX_LAYERS } from '../packet.ts'

/** A switch's mirror port carried in GRE: type I has no header, II has 8 octets, III 12 and perhaps 8 more. draft-foschiano-erspan-03. */
export function erspan(c: Cursor, layers: Layer[], type: 1 | 2 | 3): void {
  const read = type === 1 ? true : c.struct('ERSPAN', undefined, c => header(c, type))
  if (!read || layers.length >= MAX_LAYERS) return
  layers.push({ kind: 'tunnel', name: 'ERSPAN' })
  ethernet(c, layers)
}

function header(c: Cursor, type: 2 | 3): true {
  c.split('Ver and VLAN', 2, [
    ['Ver', 4],
    ['VLAN', 12],
  ])
  c.split('COS, En or BSO, T and Session ID', 2, [
    ['COS', 3],
    ['En or BSO', 2],
    ['T', 1],
    ['Session ID', 10],
  ])
  if (type === 2) {
    c.u32('Index')
    return true
  }
  c.u32('Timestamp')
  c.u16('SGT')
  const platform = c.split('P, FT, Hw ID, D, Gra, O', 2, [
    ['P', 1],
    ['FT', 5],
    ['Hw ID', 6],
    ['D', 1],
    ['Gra', 2],
    ['O', 1],
  ])
  if (platform[5]) c.opaque('Platform Specific', 8)
  return true
}

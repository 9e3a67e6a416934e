import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { etherTypeName } from '../link/etherTypeNames.ts'
import { etherType } from '../link/etherTypes.ts'
import { vlanTags } from '../link/vlan.ts'
import { names } from '../meaning.ts'
import { erspan } from './erspan.ts'

/** GRE carries EtherTypes; ERSPAN has two of its own. */
const protocolType = names({ ...etherTypeName.entries, 35006: 'ERSPAN type I or II', 8939: 'ERSPAN type III' })

const CHECKSUM = 0x8000
const ROUTING = 0x4000
const KEY = 0x2000
const SEQUENCE = 0x1000
const ACKNOWLEDGMENT = 0x0080

/** Generic Routing Encapsulation, and version 1 as PPTP uses it. RFC 2784, RFC 2890, RFC 2637 §4.1. */
export function gre(c: Cursor, layers: Layer[]): void {
  const header = c.struct('GRE', undefined, c => {
    const flags = c.peek(2)
    const bits = (flags[0] ?? 0) * 256 + (flags[1] ?? 0)
    c.split('Flags and Version', 2, [
      ['Checksum Present', 1],
      ['Routing Present', 1],
      ['Key Present', 1],
      ['Sequence Number Present', 1],
      ['Reserved', 4],
      ['Acknowledgment Number Present', 1],
      ['Reserved', 4],
      ['Version', 3],
    ])
    const type = c.u16('Protocol Type', protocolType)
    const version = bits & 7
    if (version > 1) c.fail(`GRE version ${version} is none`)
    if (version === 0 && bits & (CHECKSUM | ROUTING)) {
      c.u16('Checksum')
      c.u16('Offset')
    }
    if (version === 1) {
      c.u16('Payload Length')
      c.u16('Call ID')
    } else if (bits & KEY) c.u32('Key')
    if (bits & SEQUENCE) c.u32('Sequence Number')
    if (version === 1 && bits & ACKNOWLEDGMENT) c.u32('Acknowledgment Number')
    if (version === 0 && bits & ROUTING) sourceRoute(c)
    return { type, sequenced: (bits & SEQUENCE) !== 0 }
  })
  if (!header) return
  layers.push({ kind: 'tunnel', name: 'GRE' })
  // An acknowledgment of PPTP carries nothing
  if (c.left === 0) return
  if (header.type === 0x88be || header.type === 0x22eb) {
    erspan(c, layers, header.type === 0x22eb ? 3 : header.sequenced ? 2 : 1)
    return
  }
  const { type } = vlanTags(c, header.type)
  if (type !== undefined) etherType(type, layers.length)?.(c, layers)
}

/** Source route entries up to one of nothing. RFC 1701. */
function sourceRoute(c: Cursor): void {
  for (let more = true; more; ) {
    const length = c.peek(4)[3]
    more = length !== 0 && length !== undefined
    c.struct('Source Route Entry', length === undefined ? undefined : 4 + length, c => {
      c.u16('Address Family')
      c.u8('SRE Offset')
      c.u8('SRE Length')
      c.rest('Routing Information')
    })
  }
}

import type { Cursor } from '../../cursor.ts'
import { attributes } from '../attributes.ts'
import type { Proposal, SecurityAssociation, Transform } from '../facts.ts'
import { protocolIdV2 } from '../names/protocols.ts'
import { attributeTypeV2, transformId, transformType } from '../names/transformsV2.ts'
import { lastField, lengthField, ownLength, spiField } from '../substructure.ts'

// A proposal of version 2 stands alone: it lists algorithms by type (one cipher, one PRF …) and the answer takes one of
// each type. So a suite is spread over transforms here, where version 1 packs it into one.

/** Security Association payload, RFC 7296 §3.3. */
export function securityAssociation(c: Cursor): SecurityAssociation {
  const { end } = c
  return { kind: 'sa', proposals: c.list('Proposal', ownLength(8), c => proposal(c, end)) }
}

/** Proposal substructure, RFC 7296 §3.3.1. */
function proposal(c: Cursor, endOfList: number): Proposal {
  lastField(c, 'Last Substruc', more, endOfList)
  c.u8('RESERVED')
  lengthField(c, 'Proposal Length', 8)
  const number = c.u8('Proposal Num')
  const protocol = c.u8('Protocol ID', protocolIdV2)
  const spiSize = c.u8('SPI Size')
  const count = c.u8('Num Transforms')
  const spi = spiField(c, spiSize)
  c.means(`${number}, ${protocolIdV2(protocol) ?? `protocol ${protocol}`}`)
  const whole = c.here === c.left
  const { end } = c
  const transforms = c.list('Transform', ownLength(8), c => transform(c, end))
  if (whole && transforms.length !== count) c.odd(`Num Transforms says ${count}, ${transforms.length} are here`)
  return { number, protocol, spi, transforms }
}

/** Transform substructure, RFC 7296 §3.3.2. Without an end, something else may follow the last. */
export function transform(c: Cursor, endOfList = 0): Transform {
  lastField(c, 'Last Substruc', more, endOfList)
  c.u8('RESERVED')
  lengthField(c, 'Transform Length', 8)
  const type = c.u8('Transform Type', transformType)
  c.u8('RESERVED')
  const id = c.u16('Transform ID', transformId[type])
  const name = transformId[type]?.entries[id]
  const all = attributes(c, { name: attributeTypeV2 })
  c.means([name ?? `${transformType(type) ?? `type ${type}`} ${id}`, ...all.map(a => a.value)].join(' '))
  return { type, id, ...(name === undefined ? {} : { name }), attributes: all }
}

function more(last: number): string | undefined {
  return last === 0 ? 'last' : last === 2 || last === 3 ? 'more' : undefined
}

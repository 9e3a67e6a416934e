import type { Cursor } from '../../cursor.ts'
import { type AttributeTable, attributes } from '../attributes.ts'
import type { Proposal, SecurityAssociation, Transform } from '../facts.ts'
import { doi as doiName } from '../names/doi.ts'
import { payloadTypeV1 } from '../names/payloadTypes.ts'
import { protocolIdV1 } from '../names/protocols.ts'
import { transformIdV1 } from '../names/transformsV1.ts'
import type { Around } from '../payload.ts'
import { lastField, lengthField, ownLength, spiField } from '../substructure.ts'
import { ipsecAttributes, phase1Attributes } from './attributes.ts'

// An SA payload offers a list of proposals, each a list of transforms. In phase 1 there is one proposal (ISAKMP) and each
// transform is a whole suite told by its attributes; in Quick Mode a proposal is a protocol with the SPI on which its
// sender wants to receive, and proposals of the same number belong together (ESP and AH at once). The answer is the same
// payload with one transform left in each.

/** Protocol of phase 1. RFC 2407 §4.4.1. */
const PROTO_ISAKMP = 1

/** Security Association payload, RFC 2408 §3.4, with the situation of the IPsec DOI or what GDOI has in its place. */
export function securityAssociation(c: Cursor, around: Around): SecurityAssociation {
  const doi = c.u32('DOI', doiName)
  if (doi === 2) {
    c.u32('Situation')
    const first = c.u16('SA Attribute Next Payload', payloadTypeV1)
    c.u16('RESERVED2')
    around.chain(c, first)
    return { kind: 'sa', doi, proposals: [] }
  }
  situation(c, doi)
  const { end } = c
  return { kind: 'sa', doi, proposals: c.list('Proposal', ownLength(8), c => proposal(c, around, end)) }
}

/** Situation bitmap and, with secrecy or integrity, the labels behind it. RFC 2407 §4.2, §4.6.1. */
function situation(c: Cursor, doi: number): void {
  const [, integrity, secrecy] = c.split('Situation', 4, [
    ['Reserved', 29],
    ['SIT_INTEGRITY', 1],
    ['SIT_SECRECY', 1],
    ['SIT_IDENTITY_ONLY', 1],
  ])
  if (doi !== 1 || !(secrecy || integrity)) return
  c.u32('Labeled Domain Identifier')
  if (secrecy) labels(c, 'Secrecy')
  if (integrity) labels(c, 'Integrity')
}

/** Level and category of one kind, each padded to 32 bits; a category's length counts bits. */
function labels(c: Cursor, kind: string): void {
  const level = c.u16(`${kind} Length (in octets)`)
  c.u16('RESERVED')
  c.opaque(`${kind} Level`, Math.ceil(level / 4) * 4)
  const bits = c.u16(`${kind} Cat. Length (in bits)`)
  c.u16('RESERVED')
  c.opaque(`${kind} Category Bitmap`, Math.ceil(bits / 32) * 4)
}

function proposal(c: Cursor, around: Around, endOfList: number): Proposal {
  lastField(c, 'Next Payload', payloadTypeV1, endOfList)
  c.u8('RESERVED')
  lengthField(c, 'Payload Length', 8)
  return proposalBody(c, around)
}

/** Proposal payload behind its generic header, RFC 2408 §3.5. */
export function proposalBody(c: Cursor, around: Around): Proposal {
  const number = c.u8('Proposal #')
  const protocol = c.u8('Protocol-Id', protocolIdV1)
  const spiSize = c.u8('SPI Size')
  const count = c.u8('# of Transforms')
  const spi = spiField(c, spiSize)
  c.means(`${number}, ${protocolIdV1(protocol) ?? `protocol ${protocol}`}`)
  const whole = c.here === c.left
  const { end } = c
  const transforms = c.list('Transform', ownLength(8), c => transform(c, protocol, around, end))
  if (whole && transforms.length !== count) c.odd(`# of Transforms says ${count}, ${transforms.length} are here`)
  return { number, protocol, spi, transforms }
}

function transform(c: Cursor, protocol: number, around: Around, endOfList: number): Transform {
  lastField(c, 'Next Payload', payloadTypeV1, endOfList)
  c.u8('RESERVED')
  lengthField(c, 'Payload Length', 8)
  return transformBody(c, protocol, around)
}

/** Transform payload behind its generic header, RFC 2408 §3.6. */
export function transformBody(c: Cursor, protocol: number, around: Around): Transform {
  const number = c.u8('Transform #')
  const id = c.u8('Transform-Id', transformIdV1[protocol])
  c.u16('RESERVED2')
  const name = transformIdV1[protocol]?.entries[id]
  const table: AttributeTable = protocol === PROTO_ISAKMP ? phase1Attributes(c.peek(c.here), around) : ipsecAttributes
  const all = attributes(c, table)
  const suite = all.flatMap(a => (/Life|Length/.test(a.name) ? (a.name === 'Key Length' ? [a.value] : []) : [a.meaning ?? a.value]))
  c.means(`${number}, ${[name ?? `transform ${id}`, ...suite].join(' ')}`)
  return { number, id, ...(name === undefined ? {} : { name }), attributes: all }
}

import type { Cursor } from '../../cursor.ts'
import { names } from '../../meaning.ts'
import { hex } from '../../text.ts'
import { type AttributeTable, attributes } from '../attributes.ts'
import type { PayloadFacts } from '../facts.ts'
import { identity } from '../identity.ts'
import { gapAttribute, kekAttribute, kekAttributeValue, keyDownloadAttribute, keyDownloadType, tekProtocol } from '../names/gdoi.ts'
import { idTypeV1 } from '../names/idTypes.ts'
import { transformIdV1 } from '../names/transformsV1.ts'
import { ownLength } from '../substructure.ts'
import { ipsecAttributes } from './attributes.ts'

// GDOI (RFC 3547, RFC 6407) carries the keys of a group: SAK says how rekey messages are protected, SAT how the traffic is, KD
// brings the keys. They travel inside encrypted exchanges, so they are seen only in decrypted messages.

const other: PayloadFacts = { kind: 'other' }
const PROTO_IPSEC_ESP = 1
const kek: AttributeTable = { name: kekAttribute, value: type => kekAttributeValue[type] }

/** SA KEK payload. RFC 3547 §5.3. */
export function saKek(c: Cursor): PayloadFacts {
  c.u8('Protocol')
  endpoint(c, 'SRC')
  endpoint(c, 'DST')
  c.as('SPI', 16, hex)
  c.u16('POP Algorithm')
  c.u16('POP Key Length')
  attributes(c, kek)
  return other
}

/** SA TEK payload. RFC 3547 §5.4. */
export function saTek(c: Cursor): PayloadFacts {
  const protocol = c.u8('Protocol-ID', tekProtocol)
  if (protocol > 2) {
    c.rest('TEK Protocol-Specific Payload')
    return other
  }
  c.u8('Protocol')
  endpoint(c, 'SRC')
  endpoint(c, 'DST')
  c.u8('Transform ID', transformIdV1[protocol === PROTO_IPSEC_ESP ? 3 : 2])
  c.as('SPI', 4, hex)
  attributes(c, ipsecAttributes)
  return other
}

function endpoint(c: Cursor, side: 'SRC' | 'DST'): void {
  const type = c.u8(`${side} ID Type`, idTypeV1)
  c.u16(`${side} ID Port`)
  const length = c.u8(`${side} ID Data Len`)
  if (length > 0) c.struct(`${side} Identification Data`, length, c => c.means(identity(c, type)))
}

/** Key Download payload. RFC 3547 §5.5. */
export function keyDownload(c: Cursor): PayloadFacts {
  c.u16('Number of Key Packets')
  c.u16('RESERVED2')
  c.list('Key Packet', ownLength(5), c => {
    const type = c.u8('KD Type', keyDownloadType)
    c.means(keyDownloadType(type))
    c.u8('RESERVED')
    c.u16('KD Length')
    const size = c.u8('SPI Size')
    if (size) c.as('SPI', size, hex)
    attributes(c, { name: keyDownloadAttribute[type] ?? names({}) })
  })
  return other
}

/** Sequence Number payload. RFC 3547 §5.6. */
export function sequenceNumber(c: Cursor): PayloadFacts {
  c.u32('Sequence Number')
  return other
}

/** Group Associated Policy payload. RFC 6407 §5.4. */
export function groupAssociatedPolicy(c: Cursor): PayloadFacts {
  attributes(c, { name: gapAttribute })
  return other
}

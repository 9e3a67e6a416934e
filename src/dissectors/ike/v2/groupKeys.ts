import type { Cursor } from '../../cursor.ts'
import { hex } from '../../text.ts'
import { attributes } from '../attributes.ts'
import type { PayloadFacts } from '../facts.ts'
import { groupKeyAttribute, groupSaAttribute, groupWideAttribute, memberKeyAttribute } from '../names/groupKeys.ts'
import { protocolIdV2 } from '../names/protocols.ts'
import { lengthField, ownLength, spiField } from '../substructure.ts'
import { transform } from './securityAssociation.ts'
import { selector } from './trafficSelectors.ts'

// Group keys for IKEv2 (RFC 9838): one controller hands the same keys to all members of a group. GSA says how the group's
// traffic and the controller's rekey messages are protected, KD brings the keys. They travel inside SK, so they are seen
// only in decrypted messages. In both payloads a first octet of 0 means the group, or its member, and not one SA.

/** GSA_NEXT_SPI. */
const NEXT_SPI = 3
const seconds = (value: number) => `${value} s`

/** Group Security Association payload. RFC 9838 §4.4. */
export function groupPolicies(c: Cursor): PayloadFacts {
  c.list('Group Policy', ownLength(4), c => (c.peek(1)[0] === 0 ? groupWide(c) : groupSa(c)))
  return { kind: 'other' }
}

/** GSA Policy substructure. RFC 9838 §4.4.2. */
function groupSa(c: Cursor): void {
  head(c)
  c.struct('Source Traffic Selector', ownLength(4)(c), selector)
  c.struct('Destination Traffic Selector', ownLength(4)(c), selector)
  for (let more = c.left > 0; more && c.here > 0; ) {
    more = c.peek(1)[0] === 3
    c.struct('Transform', ownLength(8)(c), c => transform(c))
  }
  attributes(c, {
    name: groupSaAttribute,
    value: type => (type === 1 ? seconds : undefined),
    bytes: type => (type === NEXT_SPI ? hex : undefined),
  })
}

/** Group-wide Policy substructure. RFC 9838 §4.4.3. */
function groupWide(c: Cursor): void {
  head(c)
  c.means('for the whole group')
  attributes(c, { name: groupWideAttribute, value: type => (type < 3 ? seconds : undefined) })
}

/** Key Download payload. RFC 9838 §4.5. */
export function keyDownload(c: Cursor): PayloadFacts {
  c.list('Key Bag', ownLength(4), c => {
    const member = c.peek(1)[0] === 0
    head(c)
    if (member) c.means('for this member')
    attributes(c, { name: member ? memberKeyAttribute : groupKeyAttribute })
  })
  return { kind: 'other' }
}

/** Protocol and SPI of one SA; of none, a zero and nothing. */
function head(c: Cursor): void {
  const protocol = c.u8('Protocol', value => (value === 0 ? 'none' : protocolIdV2(value)))
  const size = protocol === 0 ? c.u8('RESERVED') * 0 : c.u8('SPI Size')
  lengthField(c, 'Length', 4)
  const spi = spiField(c, size)
  if (protocol !== 0) c.means(`${protocolIdV2(protocol) ?? `protocol ${protocol}`} ${spi}`.trimEnd())
}

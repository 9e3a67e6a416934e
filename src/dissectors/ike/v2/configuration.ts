import type { Cursor } from '../../cursor.ts'
import { attributeName, longValue } from '../attributes.ts'
import { configBytes } from '../configuration.ts'
import type { Attribute, Configuration } from '../facts.ts'
import { configAttributeV2, configLengthV2, configTypeV2 } from '../names/config.ts'

/** Configuration payload, RFC 7296 §3.15. */
export function configuration(c: Cursor): Configuration {
  const type = c.u8('CFG Type', configTypeV2)
  c.u24('RESERVED')
  c.means(configTypeV2(type))
  const attributes: Attribute[] = []
  while (c.here > 0) {
    const before = c.at
    const one = attribute(c)
    if (one) attributes.push(one)
    if (c.at === before) break
  }
  return { kind: 'config', configType: type, attributes }
}

/** Configuration attribute, RFC 7296 §3.15.1: unlike a data attribute always with a length. */
function attribute(c: Cursor): Attribute | undefined {
  const [high = 0, low = 0, lengthHigh = 0, lengthLow = 0] = c.peek(4)
  const type = ((high & 0x7f) << 8) | low
  const name = attributeName(configAttributeV2, type)
  const length = (lengthHigh << 8) | lengthLow
  return c.struct(name, c.here < 4 ? undefined : 4 + length, c => {
    c.split('Attribute Type', 2, [
      ['R', 1],
      ['Type', 15, configAttributeV2],
    ])
    const { value, meaning } = longValue(c, type, { name: configAttributeV2, bytes: configBytes(configAttributeV2) }, '')
    const due = configLengthV2[type] ?? length
    const says = `${name} has ${due} bytes, ${length} are here`
    if (length > 0 && length !== due) meaning === undefined ? c.malformed(says) : c.odd(says)
    return { type, name, value, ...(meaning === undefined ? {} : { meaning }) }
  })
}

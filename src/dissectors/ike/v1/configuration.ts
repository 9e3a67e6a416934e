import type { Cursor } from '../../cursor.ts'
import { type AttributeTable, attributes } from '../attributes.ts'
import { configBytes, isSecret } from '../configuration.ts'
import type { Configuration } from '../facts.ts'
import { configAttributeV1, configTypeV1, xauthStatus, xauthType } from '../names/config.ts'

const table: AttributeTable = {
  name: configAttributeV1,
  value: type => ({ 16520: xauthType, 16527: xauthStatus })[type],
  bytes: configBytes(configAttributeV1),
  secret: type => isSecret(configAttributeV1, type),
}

/** Attribute payload of mode config and XAUTH. draft-dukes-ike-mode-cfg-02 §3.2, draft-beaulieu-ike-xauth-02 §4. */
export function configuration(c: Cursor): Configuration {
  const type = c.u8('Type', configTypeV1)
  c.u8('RESERVED')
  const identifier = c.u16('Identifier')
  c.means(configTypeV1(type))
  return { kind: 'config', configType: type, identifier, attributes: attributes(c, table) }
}

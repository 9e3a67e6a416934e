import type { Offer } from '../../trace/report.ts'
import { duration } from '../time.ts'

const keyLength = /^Key Length/
const lifeType = 'Life Type'
const lifeDuration = 'Life Duration'

/** A transform in one line: `AES-CBC 128, SHA2-256, 2048-bit MODP group, pre-shared key, for 4 h 24 min`; IKEv2: `ENCR_AES_CBC 128`. */
export function transformText({ name, attributes }: Offer['transforms'][number]): string {
  const said: string[] = []
  for (const [attribute, value] of Object.entries(attributes)) {
    if (attribute === lifeType) continue
    if (keyLength.test(attribute)) said.push(`${said.pop() ?? name} ${value}`)
    else if (attribute === lifeDuration) said.push(lifetime(value, attributes[lifeType]))
    else said.push(value)
  }
  return said.length > 0 ? said.join(', ') : name
}

/** `4 h 24 min`; other units as they are. */
function lifetime(value: string, unit = ''): string {
  return unit === 'seconds' && Number(value) >= 60 ? `for ${duration(Number(value))}` : `${value} ${unit}`.trim()
}

/** The ways that a proposal offers: IKEv1 each transform is one whole way, IKEv2 all transforms together are. RFC 2409 §5, RFC 7296 §3.3. */
export function ways({ transforms }: Offer, version: 1 | 2): string[] {
  const texts = transforms.map(transformText)
  return version === 1 ? texts : texts.length > 0 ? [texts.join(', ')] : []
}

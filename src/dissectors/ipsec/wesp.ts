import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { protocolName } from '../network/protocolNames.ts'
import { ESP_HEADER } from './clear/fit.ts'
import type { SaidEsp } from './clear/layout.ts'
import { espPacket } from './esp.ts'

/**
 * Wrapped ESP as IP protocol 141, and behind UDP where the protocol identifier 2 stands in front. It says whether the ESP
 * packet is encrypted, and if not, where its payload begins and how long its check is. RFC 5840 §2.
 */
export function wesp(c: Cursor, layers: Layer[]): void {
  const ahead = c.peek(4)
  const behindUdp = ahead.length === 4 && ahead[0] === 0 && ahead[1] === 0 && ahead[2] === 0 && ahead[3] === 2
  const said = c.struct('WESP', undefined, c => {
    if (behindUdp) c.u32('Protocol Identifier')
    const encrypted = ((c.ahead(3) ?? 0) & ENCRYPTED) !== 0
    const nextHeader = c.u8('Next Header', encrypted ? () => 'encrypted' : protocolName)
    if (encrypted && nextHeader !== 0) c.odd('Next Header must be 0 where the payload is encrypted')
    const header = c.u8('HdrLen')
    const trailer = c.u8('TrailerLen')
    const [version, , padding] = c.split('Flags', 1, [
      ['Version', 2],
      ['Encrypted Payload', 1],
      ['Padding present', 1],
      ['Rsvd', 4],
    ])
    if (padding) c.opaque('Padding', 4)
    if (version !== 0) return undefined
    return encrypted ? 'encrypted' : layout(nextHeader, header - (padding ? 8 : 4) - ESP_HEADER, trailer, c.left)
  })
  espPacket(c, layers, behindUdp, said)
}

/** Flag E. */
const ENCRYPTED = 0x20

/** Undefined where the two lengths have no room in the packet, so that one must be wrong. @param room octets behind WESP */
function layout(nextHeader: number, iv: number, icv: number, room: number): SaidEsp | undefined {
  const fits = iv >= 0 && ESP_HEADER + iv + 2 + icv <= room
  return fits ? { cipher: 'null', confidence: 'certain', iv, icv, nextHeader } : undefined
}

import type { Cursor } from '../../cursor.ts'
import { hex, ipv4, ipv6 } from '../../text.ts'
import type { NatDetection, NatOriginalAddress } from '../facts.ts'
import { idTypeV1 } from '../names/idTypes.ts'

/** NAT-D payload: hash of the cookies, an address and a port. RFC 3947 §3.2. */
export function natDetection(c: Cursor): NatDetection {
  const hash = c.rest('HASH', bytes => HASHES[bytes.length])
  return { kind: 'natd', hash: hex(hash) }
}

const HASHES: Readonly<Record<number, string>> = {
  16: 'as long as MD5',
  20: 'as long as SHA-1',
  32: 'as long as SHA-256',
  48: 'as long as SHA-384',
  64: 'as long as SHA-512',
}

const ID_IPV4_ADDR = 1
const ID_IPV6_ADDR = 5

/** NAT-OA payload: the address that its sender sees itself or its peer under. RFC 3947 §5.2. */
export function natOriginalAddress(c: Cursor): NatOriginalAddress {
  const type = c.u8('ID Type', idTypeV1)
  if (type !== ID_IPV4_ADDR && type !== ID_IPV6_ADDR) c.odd('only ID_IPV4_ADDR and ID_IPV6_ADDR may stand here')
  c.u24('RESERVED')
  const found = c.left
  const length = type === ID_IPV6_ADDR ? 16 : 4
  const address = length === 16 ? c.as('IPv6 Address', 16, ipv6) : c.as('IPv4 Address', 4, ipv4)
  if (found > length) c.malformed(`the address has ${length} bytes, ${found} are here`)
  c.means(address)
  return { kind: 'natoa', address }
}

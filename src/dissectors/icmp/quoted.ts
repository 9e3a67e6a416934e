import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { names } from '../meaning.ts'
import { sum } from '../network/checksum.ts'
import type { Dissector } from '../packet.ts'

// An ICMP error repeats the beginning of the packet that caused it: its header and 8 octets at least (RFC 792), up to 576
// in all from newer routers (RFC 1812 §4.3.2.3), up to 1280 in IPv6 (RFC 4443 §2.4). Eight octets are enough for the ports
// of IKE, for the SPI and sequence number of ESP, and so for the very packet. The quoted lengths are those of the whole
// packet; where the quote stops is no fault of anyone. Behind it may stand extensions: a length in the header says where
// (RFC 4884 §4), or, from routers older than that, they begin at octet 128 and are known by their checksum (§5.5).

const OLD_QUOTE = 128

/** Reads the quote of an ICMP error, and extensions behind it. `length` in octets, 0 when the header does not say. */
export function quotedPacket(c: Cursor, length: number, read: Dissector): readonly Layer[] | undefined {
  if (c.quoted) {
    c.rest('Quoted packet')
    return undefined
  }
  const layers: Layer[] = []
  const extended = length > 0 && length < c.left ? length : oldExtensions(c) ? OLD_QUOTE : undefined
  c.quote('Quoted packet', extended ?? c.left, c => read(c, layers))
  if (extended !== undefined) c.struct('Extensions', c.left, extensions)
  return layers
}

function oldExtensions(c: Cursor): boolean {
  const start = c.at + OLD_QUOTE
  const length = c.left - OLD_QUOTE
  if (length < 8 || c.here < c.left) return false
  return c.bytes[start]! >> 4 === 2 && sum(c.bytes, start, start + length) === 0xffff
}

/** Extension objects by class. IANA icmp-parameters. */
const classNumber = names({
  1: 'MPLS Label Stack',
  2: 'Interface Information',
  3: 'Interface Identification',
  4: 'Extended Information',
  5: 'Node Identification',
})

/** The extension structure: a header, then objects. RFC 4884 §7, §8. */
function extensions(c: Cursor): void {
  c.split('Version and Reserved', 2, [
    ['Version', 4],
    ['Reserved', 12],
  ])
  c.u16('Checksum')
  while (c.left > 0) {
    const [high, low] = c.peek(2)
    const length = low === undefined ? undefined : high! * 256 + low
    if (length !== undefined && length < 4) c.fail(`an object says ${length} bytes, its header alone has 4`)
    c.struct('Object', length, object)
  }
}

function object(c: Cursor): void {
  c.u16('Length')
  const number = c.u8('Class-Num', classNumber)
  c.u8('C-Type')
  c.means(classNumber(number))
  while (number === 1 && c.left >= 4) {
    c.split('Label Stack Entry', 4, [
      ['Label', 20],
      ['Traffic Class', 3],
      ['Bottom of Stack', 1],
      ['TTL', 8],
    ])
  }
  c.rest('Payload')
}

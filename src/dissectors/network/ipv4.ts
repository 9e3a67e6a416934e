import type { Cursor } from '../cursor.ts'
import { NOT_DISSECTED } from '../field.ts'
import type { Ip, Layer } from '../layer.ts'
import { ipv4 as dotted } from '../text.ts'
import { sum } from './checksum.ts'
import { options } from './ipv4Options.ts'
import { protocolName } from './protocolNames.ts'
import { ipProtocol } from './protocols.ts'
import { isFragment } from './reassembly.ts'
import { dscp, ecn } from './trafficClass.ts'

/** Internet Protocol version 4 and what it carries; a fragment's payload is left to reassembly. RFC 791 §3.1. */
export function ipv4(c: Cursor, layers: Layer[]): void {
  const room = c.left
  const words = c.peek(1)[0]
  const ip = c.struct('IPv4', words === undefined ? undefined : Math.max(20, (words & 15) * 4), c => header(c, room))
  if (!ip) {
    c.rest(NOT_DISSECTED)
    return
  }
  layers.push(ip)
  c.within(Math.max(0, ip.payloadEnd - c.at), () => {
    if (isFragment(ip)) c.rest('Fragment data')
    else ipProtocol(ip.protocol)(c, layers)
    c.rest(NOT_DISSECTED)
  })
}

function header(c: Cursor, room: number): Ip {
  const start = c.at
  const [version, ihl] = c.split('Version and IHL', 1, [
    ['Version', 4],
    ['IHL', 4, words => `${words * 4} bytes`],
  ])
  if (version !== 4) c.fail(`version ${version} in an IPv4 header`)
  if (ihl < 5) c.fail(`IHL says ${ihl * 4} bytes, the header has 20 at least`)
  const headerLength = ihl * 4
  if (headerLength > room) c.fail(`IHL says ${headerLength} bytes, ${room} are here`)
  const [codepoint, congestion] = c.split('Type of Service', 1, [
    ['DSCP', 6, dscp],
    ['ECN', 2, ecn],
  ])
  const unsized = c.ahead(0) === 0 && c.ahead(1) === 0
  const length = totalLength(c, headerLength, room)
  const identification = c.u16('Identification', id => `0x${id.toString(16).padStart(4, '0')}`)
  const [reserved, dontFragment, moreFragments, offset] = c.split('Flags and Fragment Offset', 2, [
    ['Reserved', 1],
    ["Don't Fragment", 1],
    ['More Fragments', 1],
    ['Fragment Offset', 13, units => (units ? `byte ${units * 8}` : undefined)],
  ])
  if (reserved) c.odd('the reserved bit is set')
  const ttl = c.u8('Time to Live')
  const protocol = c.u8('Protocol', protocolName)
  const checksumGood = headerChecksum(c, start, headerLength)
  const source = c.as('Source Address', 4, dotted)
  const destination = c.as('Destination Address', 4, dotted)
  const finalDestination = c.left > 0 ? c.struct('Options', c.left, options) : undefined
  c.means(`${source} → ${destination}`)
  return {
    kind: 'ip',
    version: 4,
    source,
    destination,
    protocol,
    identification,
    dontFragment: dontFragment === 1,
    moreFragments: moreFragments === 1,
    fragmentOffset: offset * 8,
    ttl,
    trafficClass: codepoint * 4 + congestion,
    length,
    start,
    payloadStart: start + headerLength,
    payloadEnd: start + Math.min(length, room),
    ...(unsized ? { unsized } : {}),
    ...(checksumGood === undefined ? {} : { checksumGood }),
    ...(finalDestination ? { finalDestination } : {}),
  }
}

/** Total Length; 0 is a packet that the network card will cut up (segmentation offload): as long as the frame says. */
function totalLength(c: Cursor, headerLength: number, room: number): number {
  const length = c.u16('Total Length', bytes => (bytes ? undefined : 'left to the network card'))
  if (length === 0) return c.quoted ? headerLength : room
  if (length < headerLength) c.malformed(`Total Length says ${length} bytes, the header alone has ${headerLength}`)
  else if (length > room) c.malformed(`Total Length says ${length} bytes, ${room} are here`)
  return length
}

/** The header checksum: undefined when the capture cannot tell. RFC 791 §3.1. */
function headerChecksum(c: Cursor, start: number, headerLength: number): boolean | undefined {
  const whole = !c.quoted && c.bytes.length >= start + headerLength
  const total = whole ? sum(c.bytes, start, start + headerLength) : 0
  const stored = c.u16('Header Checksum', stored => {
    if (!whole) return undefined
    if (total === 0xffff) return 'correct'
    return stored === 0 ? 'left to the network card' : 'incorrect'
  })
  if (!whole || (stored === 0 && total !== 0xffff)) return undefined
  if (total !== 0xffff) c.odd('the header checksum does not fit the header')
  return total === 0xffff
}

import type { Cursor } from '../cursor.ts'
import { NOT_DISSECTED } from '../field.ts'
import type { Ip, Layer, Udp } from '../layer.ts'
import { type Judgement, judge, pseudoHeader } from '../network/checksum.ts'
import { withoutChecksum } from './carrierPorts.ts'
import { portName } from './portNames.ts'
import { udpPort } from './udpPorts.ts'

const HEADER = 8

/** User Datagram Protocol and what its ports say it carries. RFC 768. */
export function udp(c: Cursor, layers: Layer[]): void {
  const room = c.left
  const ip = layers.findLast((layer): layer is Ip => layer.kind === 'ip')
  const fact = c.struct('UDP', HEADER, c => header(c, room, ip))
  if (!fact) {
    c.rest(NOT_DISSECTED)
    return
  }
  layers.push(fact)
  c.within(Math.max(0, fact.length - HEADER), () => {
    udpPort(fact.sourcePort, fact.destinationPort)(c, layers)
    c.rest('Data')
  })
  c.rest('Bytes behind the datagram')
}

function header(c: Cursor, room: number, ip: Ip | undefined): Udp {
  const start = c.at
  const sourcePort = c.u16('Source Port', portName)
  const destinationPort = c.u16('Destination Port', portName)
  const length = udpLength(c, room, ip)
  const judgement = checksum(c, start, length, ip, withoutChecksum.has(sourcePort) || withoutChecksum.has(destinationPort))
  c.means(`${sourcePort} → ${destinationPort}`)
  return {
    kind: 'udp',
    sourcePort,
    destinationPort,
    length,
    payloadStart: start + HEADER,
    ...(judgement?.good === undefined ? {} : { checksumGood: judgement.good }),
  }
}

/** 0 stands for a jumbogram of IPv6 (RFC 2675 §4) or is left to the network card, as IPv4's own length may be: then all that is here. */
function udpLength(c: Cursor, room: number, ip: Ip | undefined): number {
  const length = c.u16('Length', bytes => (bytes ? undefined : 'as long as the packet'))
  if (length === 0 && ip?.version === 4 && !ip.unsized)
    c.odd(`Length says 0 bytes, the header alone has ${HEADER}; perhaps the network card fills it in`)
  if (length === 0) return room
  if (length < HEADER) c.malformed(`Length says ${length} bytes, the header alone has ${HEADER}`)
  else if (length > room) c.malformed(`Length says ${length} bytes, ${room} are here`)
  return length
}

/** @param needless over IPv6 too, as for tunnels that were set up so. RFC 8200 §8.1 */
function checksum(c: Cursor, start: number, length: number, ip: Ip | undefined, needless: boolean): Judgement | undefined {
  const stored = c.peek(2)
  const end = start + length
  const judged = whole(c, end) && ip && length >= HEADER ? judge(c.bytes, start, end, start + 6, pseudoHeader(ip, 17, length)) : undefined
  const none = stored[0] === 0 && stored[1] === 0
  c.u16('Checksum', () => (none ? 'none' : judged?.says))
  // Without a hop limit it was noted inside a host and never sent like this
  if (none && ip?.version === 6 && ip.ttl > 0 && !c.quoted && !needless)
    c.odd('over IPv6 receivers drop a datagram without a checksum; perhaps the network card fills it in')
  return none ? undefined : judged
}

/** All bytes up to `end` are here, and as they were sent. */
function whole(c: Cursor, end: number): boolean {
  return !c.quoted && end <= c.bytes.length
}

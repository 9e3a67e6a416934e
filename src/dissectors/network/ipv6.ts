import type { Cursor } from '../cursor.ts'
import { NOT_DISSECTED } from '../field.ts'
import type { Ip, Layer } from '../layer.ts'
import { ipv6 as text } from '../text.ts'
import { type Chain, extensionHeaders } from './ipv6Extensions.ts'
import { protocolName } from './protocolNames.ts'
import { ipProtocol } from './protocols.ts'
import { isFragment } from './reassembly.ts'
import { dscp, ecn } from './trafficClass.ts'

const NO_NEXT_HEADER = 59

type Header = Pick<Ip, 'source' | 'destination' | 'ttl' | 'trafficClass' | 'length' | 'start'> & { nextHeader: number }

/** Internet Protocol version 6, its extension headers and what it carries. RFC 8200 §3, §4. */
export function ipv6(c: Cursor, layers: Layer[]): void {
  const room = c.left
  const header = c.struct('IPv6', 40, c => fixedHeader(c, room))
  if (!header) {
    c.rest(NOT_DISSECTED)
    return
  }
  const end = header.start + Math.min(header.length, room)
  c.within(Math.max(0, end - c.at), () => {
    const chain = extensionHeaders(c, header.nextHeader)
    const ip = fact(header, chain, c.at, end)
    layers.push(ip)
    if (isFragment(ip)) c.rest('Fragment data')
    else if (!chain.broken) ipProtocol(chain.protocol)(c, layers)
    c.rest(NOT_DISSECTED)
  })
}

function fixedHeader(c: Cursor, room: number): Header {
  const start = c.at
  const [version, codepoint, congestion] = c.split('Version, Traffic Class, Flow Label', 4, [
    ['Version', 4],
    ['DSCP', 6, dscp],
    ['ECN', 2, ecn],
    ['Flow Label', 20],
  ])
  if (version !== 6) c.fail(`version ${version} in an IPv6 header`)
  const payloadLength = c.u16('Payload Length')
  const length = wholeLength(c, payloadLength, room)
  const nextHeader = c.u8('Next Header', protocolName)
  const ttl = c.u8('Hop Limit')
  const source = c.as('Source Address', 16, text)
  const destination = c.as('Destination Address', 16, text)
  c.means(`${source} → ${destination}`)
  return { source, destination, ttl, trafficClass: codepoint * 4 + congestion, length, start, nextHeader }
}

/** Payload length 0 is a jumbogram (RFC 2675 §3) or left to the network card, unless nothing follows. */
function wholeLength(c: Cursor, payloadLength: number, room: number): number {
  const nextHeader = c.peek(1)[0]
  if (payloadLength === 0 && nextHeader !== NO_NEXT_HEADER && !c.quoted) return room
  const length = 40 + payloadLength
  if (length > room) c.malformed(`Payload Length says ${payloadLength} bytes, ${Math.max(0, room - 40)} are here`)
  return length
}

function fact(header: Header, chain: Chain, payloadStart: number, payloadEnd: number): Ip {
  const { nextHeader: _, ...addressed } = header
  return {
    kind: 'ip',
    version: 6,
    ...addressed,
    protocol: chain.protocol,
    ...(chain.fragment ? { identification: chain.fragment.identification } : {}),
    dontFragment: true,
    moreFragments: chain.fragment?.more ?? false,
    fragmentOffset: chain.fragment?.offset ?? 0,
    payloadStart,
    payloadEnd,
    ...(chain.finalDestination ? { finalDestination: chain.finalDestination } : {}),
  }
}

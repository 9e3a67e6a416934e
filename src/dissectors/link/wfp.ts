import type { Cursor } from '../cursor.ts'
import type { Ip, Layer } from '../layer.ts'
import { protocolName } from '../network/protocolNames.ts'
import { ipProtocol } from '../network/protocols.ts'
import type { Dissector } from '../packet.ts'
import { ipv4, ipv6 } from '../text.ts'

// Message Analyzer could listen inside Windows, where the filtering platform hands packets between IP and transport: what
// it noted is a packet without its IP header, two addresses and a protocol in its place. Inbound it is there after
// IPsec has opened it, outbound before it is closed. There was no time to live, no identification and no fragment.

/** Where an IP header would begin for its source address to stand where this one's does. */
const SOURCE = { 4: 12, 6: 8 } as const

/** A packet as the Windows Filtering Platform saw it. @param flow its second form, which names the flow */
export function wfp(version: 4 | 6, flow: boolean): Dissector {
  return (c, layers) => {
    const start = c.at
    const size = version === 4 ? 4 : 16
    const text = version === 4 ? ipv4 : ipv6
    const said = c.struct('Windows Filtering Platform', 2 * size + (flow ? 11 : 3), c => {
      const source = c.as('Source Address', size, text)
      const destination = c.as('Destination Address', size, text)
      const protocol = c.u8('Protocol', protocolName)
      if (flow) c.u64le('Flow Context')
      const length = c.u16le('Payload Length')
      c.means(`${source} → ${destination}`)
      return { source, destination, protocol, length }
    })
    if (said) inside(c, layers, said, version, start)
  }
}

function inside(
  c: Cursor,
  layers: Layer[],
  said: Pick<Ip, 'source' | 'destination' | 'protocol' | 'length'>,
  version: 4 | 6,
  start: number,
): void {
  const { length, ...from } = said
  layers.push({
    kind: 'ip',
    version,
    ...from,
    identification: 0,
    dontFragment: false,
    moreFragments: false,
    fragmentOffset: 0,
    ttl: 0,
    trafficClass: 0,
    length: length + (version === 4 ? 20 : 40),
    start: start - SOURCE[version],
    payloadStart: c.at,
    payloadEnd: c.at + length,
  })
  c.within(Math.min(length, c.left), c => ipProtocol(said.protocol)(c, layers))
}

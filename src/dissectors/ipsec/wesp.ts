import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { protocolName } from '../network/protocolNames.ts'
import { esp, udpEncapsulatedEsp } from './esp.ts'

/** Wrapped ESP as IP protocol 141, and behind UDP where the protocol identifier 2 stands in front. RFC 5840 §2. */
export function wesp(c: Cursor, layers: Layer[]): void {
  const ahead = c.peek(4)
  const behindUdp = ahead.length === 4 && ahead[0] === 0 && ahead[1] === 0 && ahead[2] === 0 && ahead[3] === 2
  c.struct('WESP', undefined, c => {
    if (behindUdp) c.u32('Protocol Identifier')
    c.u8('Next Header', protocolName)
    c.u8('HdrLen')
    c.u8('TrailerLen')
    const [, , padding] = c.split('Flags', 1, [
      ['Version', 2],
      ['Encrypted Payload', 1],
      ['Padding present', 1],
      ['Rsvd', 4],
    ])
    if (padding) c.opaque('Padding', 4)
  })
  if (behindUdp) udpEncapsulatedEsp(c, layers)
  else esp(c, layers)
}

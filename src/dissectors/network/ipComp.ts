import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { names } from '../meaning.ts'
import { protocolName } from './protocolNames.ts'

/** IPCOMP transform identifiers serve as well-known CPIs. IANA isakmp-registry, RFC 3173 §3.3. */
const transform = names({ 1: 'IPCOMP_OUI', 2: 'IPCOMP_DEFLATE', 3: 'IPCOMP_LZS', 4: 'IPCOMP_LZJH' }, cpi =>
  cpi < 64 ? 'reserved' : cpi < 256 ? 'private' : 'negotiated',
)

/** IP Payload Compression; what it compressed stays bytes. RFC 3173 §3. */
export function ipComp(c: Cursor, _layers: Layer[]): void {
  c.struct('IPComp', c.left, c => {
    c.u8('Next Header', protocolName)
    c.u8('Flags')
    c.u16('Compression Parameter Index', transform)
    c.rest('Compressed Data')
  })
}

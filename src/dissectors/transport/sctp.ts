import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { names } from '../meaning.ts'

/** SCTP chunk types. IANA sctp-parameters. */
const chunkType = names({
  0: 'DATA',
  1: 'INIT',
  2: 'INIT ACK',
  3: 'SACK',
  4: 'HEARTBEAT',
  5: 'HEARTBEAT ACK',
  6: 'ABORT',
  7: 'SHUTDOWN',
  8: 'SHUTDOWN ACK',
  9: 'ERROR',
  10: 'COOKIE ECHO',
  11: 'COOKIE ACK',
  14: 'SHUTDOWN COMPLETE',
})

/** Stream Control Transmission Protocol: the common header and the chunks by name. RFC 9260 §3. */
export function sctp(c: Cursor, _layers: Layer[]): void {
  c.struct('SCTP', c.left, c => {
    const source = c.u16('Source Port')
    const destination = c.u16('Destination Port')
    c.means(`${source} → ${destination}`)
    c.u32('Verification Tag')
    c.u32('Checksum')
    while (c.here > 0) {
      const [, , high, low] = c.peek(4)
      const length = low === undefined ? undefined : Math.max(4, high! * 256 + low)
      c.struct('Chunk', length, chunk)
      if (length !== undefined && length % 4 && c.left > 0) c.opaque('Padding', Math.min(c.left, 4 - (length % 4)))
    }
  })
}

function chunk(c: Cursor): void {
  c.means(chunkType(c.u8('Type', chunkType)))
  c.u8('Flags')
  c.u16('Length')
  c.rest('Value')
}

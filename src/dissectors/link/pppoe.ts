import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { names } from '../meaning.ts'
import { printable } from '../text.ts'
import { ppp } from './ppp.ts'

/** PPPoE codes. IANA pppoe-parameters, RFC 2516 §5. */
const code = names({ 0: 'Session Data', 7: 'PADO', 9: 'PADI', 25: 'PADR', 101: 'PADS', 167: 'PADT' })

/** Tags of the discovery stage. RFC 2516 appendix A. */
const tagType = names({
  0: 'End-Of-List',
  257: 'Service-Name',
  258: 'AC-Name',
  259: 'Host-Uniq',
  260: 'AC-Cookie',
  261: 'Vendor-Specific',
  272: 'Relay-Session-Id',
  288: 'PPP-Max-Payload',
  513: 'Service-Name-Error',
  514: 'AC-System-Error',
  515: 'Generic-Error',
})

/** Discovery stage: who offers access. RFC 2516 §5. */
export function pppoeDiscovery(c: Cursor, _layers: Layer[]): void {
  const length = header(c)
  if (length === undefined) return
  c.struct('Tags', length, c => {
    const claimed = () => {
      const [, , high, low] = c.peek(4)
      return low === undefined ? undefined : 4 + high! * 256 + low
    }
    c.list('Tag', claimed, tag)
  })
}

/** Session stage: PPP without address and control. RFC 2516 §6. */
export function pppoeSession(c: Cursor, layers: Layer[]): void {
  const length = header(c)
  if (length === undefined) return
  layers.push({ kind: 'tunnel', name: 'PPPoE' })
  c.within(length, () => {
    ppp(c, layers)
    c.rest('Data')
  })
}

/** The six octets both stages share; returns the length that they claim, as far as there is room for it. */
function header(c: Cursor): number | undefined {
  const room = c.left - 6
  return c.struct('PPPoE', 6, c => {
    c.split('VER and TYPE', 1, [
      ['VER', 4],
      ['TYPE', 4],
    ])
    c.means(code(c.u8('CODE', code)))
    c.u16('SESSION_ID')
    const length = c.u16('LENGTH')
    if (length > room) c.malformed(`LENGTH says ${length} bytes, ${room} are here`)
    return Math.min(length, room)
  })
}

function tag(c: Cursor): void {
  const type = c.u16('TAG_TYPE', tagType)
  const length = c.u16('TAG_LENGTH')
  c.means(tagType(type))
  if (length === 0) return
  if (type === 0x0101 || type === 0x0102 || (type >> 8 === 2 && length > 0)) c.as('TAG_VALUE', length, printable)
  else c.opaque('TAG_VALUE', length)
}

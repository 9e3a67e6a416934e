import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { raw } from '../link/raw.ts'
import { names } from '../meaning.ts'

/** GTP-U message types. 3GPP TS 29.281 §6.1. */
const messageType = names({
  1: 'Echo Request',
  2: 'Echo Response',
  26: 'Error Indication',
  31: 'Supported Extension Headers Notification',
  253: 'Tunnel Status',
  254: 'End Marker',
  255: 'G-PDU',
})
const G_PDU = 255

/** Next Extension Header Type. 3GPP TS 29.281 §5.2.1. */
const extensionType = names({
  0: 'No more extension headers',
  32: 'Service Class Indicator',
  64: 'UDP Port',
  129: 'RAN Container',
  130: 'Long PDCP PDU Number',
  131: 'Xw RAN Container',
  132: 'NR RAN Container',
  133: 'PDU Session Container',
  192: 'PDCP PDU Number',
})

/** GTP version 1 on the user plane: an IP packet of a mobile, behind optional extension headers. 3GPP TS 29.281 §5. */
export function gtpUser(c: Cursor, layers: Layer[]): void {
  const first = c.peek(1)[0]
  if (first !== undefined && (first >> 5 !== 1 || (first & 0x10) === 0)) return
  const room = c.left
  const header = c.struct('GTP-U', undefined, c => {
    const [, , , extended, sequenced, numbered] = c.split('Flags', 1, [
      ['Version', 3],
      ['Protocol Type', 1],
      ['Spare', 1],
      ['Extension Header', 1],
      ['Sequence Number', 1],
      ['N-PDU Number', 1],
    ])
    const type = c.u8('Message Type', messageType)
    const length = c.u16('Length')
    if (8 + length > room) c.malformed(`Length says ${length} bytes, ${room - 8} are here`)
    c.u32('TEID')
    c.means(messageType(type))
    const end = Math.min(c.end, c.at + length)
    if (extended || sequenced || numbered) {
      c.u16('Sequence Number')
      c.u8('N-PDU Number')
      let next = c.u8('Next Extension Header Type', extensionType)
      while (next !== 0) {
        const units = c.peek(1)[0]
        if (units === 0) c.fail('an extension header says 0 bytes')
        next = c.struct(extensionType(next) ?? 'Extension Header', units === undefined ? undefined : units * 4, extension) ?? 0
      }
    }
    return { type, end }
  })
  if (!header) return
  layers.push({ kind: 'tunnel', name: 'GTP-U' })
  c.within(Math.max(0, header.end - c.at), () => {
    if (header.type === G_PDU) raw(c, layers)
    c.rest('Data')
  })
}

function extension(c: Cursor): number {
  c.u8('Length', units => `${units * 4} bytes`)
  c.opaque('Content', c.left - 1)
  return c.u8('Next Extension Header Type', extensionType)
}

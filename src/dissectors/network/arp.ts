import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { etherTypeName } from '../link/etherTypeNames.ts'
import { names } from '../meaning.ts'
import { address, hex, mac } from '../text.ts'

/** ARP operation codes. IANA arp-parameters. */
const operation = names({ 1: 'REQUEST', 2: 'REPLY', 3: 'request Reverse', 4: 'reply Reverse', 8: 'InARP-Request', 9: 'InARP-Reply' })

/** Address Resolution Protocol. RFC 826. */
export function arp(c: Cursor, _layers: Layer[]): void {
  c.struct('ARP', undefined, c => {
    c.u16('Hardware Type', names({ 1: 'Ethernet', 6: 'IEEE 802', 15: 'Frame Relay', 24: 'IEEE 1394' }))
    c.u16('Protocol Type', etherTypeName)
    const hardware = c.u8('Hardware Address Length')
    const protocol = c.u8('Protocol Address Length')
    const op = c.u16('Opcode', operation)
    c.as('Sender Hardware Address', hardware, hardwareAddress)
    const sender = c.as('Sender Protocol Address', protocol, address)
    c.as('Target Hardware Address', hardware, hardwareAddress)
    const target = c.as('Target Protocol Address', protocol, address)
    c.means(op === 1 ? `who has ${target}? asks ${sender}` : op === 2 ? `${sender} answers` : operation(op))
  })
}

function hardwareAddress(bytes: Uint8Array): string {
  return bytes.length === 6 ? mac(bytes) : hex(bytes)
}

import type { Cursor } from '../../../cursor.ts'
import { names } from '../../../meaning.ts'
import { protocolName } from '../../../network/protocolNames.ts'
import { hex, ipv6, mac } from '../../../text.ts'
import { subnet } from '../../identity.ts'

// Which packets belong to a child SA, as phones tell it: a list of filters, each a list of what a packet must have.

const operation = names({
  0: 'ignore',
  1: 'create new TFT',
  2: 'delete existing TFT',
  3: 'add packet filters',
  4: 'replace packet filters',
  5: 'delete packet filters',
  6: 'no operation',
})
const DELETE_FILTERS = 5
const WITH_FILTERS: ReadonlySet<number> = new Set([1, 3, 4])

const direction = names({ 0: 'as before release 7', 1: 'downlink only', 2: 'uplink only', 3: 'both ways' })
const parameter = names({ 1: 'Authorization token', 2: 'Flow identifier', 3: 'Packet filter identifier' })

/** Traffic flow template from its operation on. TS 24.008 §10.5.6.12. */
export function trafficFlowTemplate(c: Cursor): string {
  const [code, more, count] = c.split('TFT operation', 1, [
    ['TFT operation code', 3, operation],
    ['E bit', 1, bit => (bit ? 'parameters follow' : undefined)],
    ['Number of packet filters', 4],
  ])
  for (let i = 0; i < count && c.left > 0; i++) {
    if (WITH_FILTERS.has(code)) c.struct('Packet filter', 3 + (c.ahead(2) ?? 0), filter)
    else if (code === DELETE_FILTERS) c.u8('Packet filter identifier', id => String(id & 15))
  }
  if (more) c.list('Parameter', c => 2 + (c.ahead(1) ?? 0), one)
  return `${operation(code) ?? `operation ${code}`}${count > 0 ? `, ${count} ${count === 1 ? 'filter' : 'filters'}` : ''}`
}

function filter(c: Cursor): void {
  const [, way, id] = c.split('Packet filter identifier', 1, [
    ['Spare', 2],
    ['Packet filter direction', 2, direction],
    ['Packet filter identifier', 4],
  ])
  c.u8('Packet filter evaluation precedence')
  c.u8('Length of packet filter contents')
  const told: string[] = []
  while (c.here > 0) {
    const type = c.u8('Packet filter component type identifier', value => components[value]?.[0])
    const known = components[type]
    if (!known) {
      c.rest('Component')
      break
    }
    told.push(`${known[0]} ${known[1](c)}`)
  }
  c.means([`${id}, ${direction(way)}`, ...told].join(', '))
}

function one(c: Cursor): void {
  c.means(parameter(c.u8('Parameter identifier', parameter)))
  c.u8('Length of parameter contents')
  c.rest('Parameter contents')
}

const port = (c: Cursor) => c.u16('Port')
const ports = (c: Cursor) => `${c.u16('Low limit')}-${c.u16('High limit')}`
const prefix = (c: Cursor) => `${c.as('Address', 16, ipv6)}/${c.u8('Prefix length')}`
const tag = (c: Cursor) => c.u16('VID')
const priority = (c: Cursor) => c.u8('PCP and DEI')

/** What a packet must have, by its number: its name, and how its value is read. Table 10.5.162. */
const components: Readonly<Record<number, readonly [name: string, read: (c: Cursor) => string | number]>> = {
  16: ['remote address', c => subnet(c, 4)],
  17: ['local address', c => subnet(c, 4)],
  32: ['remote address', c => subnet(c, 16)],
  33: ['remote address', prefix],
  35: ['local address', prefix],
  48: ['protocol', c => protocolText(c.u8('Protocol', protocolName))],
  64: ['local port', port],
  65: ['local ports', ports],
  80: ['remote port', port],
  81: ['remote ports', ports],
  96: ['SPI', c => c.as('SPI', 4, hex)],
  112: ['traffic class', c => `${c.as('Traffic class', 1, hex)} mask ${c.as('Mask', 1, hex)}`],
  128: ['flow label', c => c.as('Flow label', 3, hex)],
  129: ['destination MAC', c => c.as('MAC address', 6, mac)],
  130: ['source MAC', c => c.as('MAC address', 6, mac)],
  131: ['customer VLAN', tag],
  132: ['service VLAN', tag],
  133: ['customer priority', priority],
  134: ['service priority', priority],
  135: ['EtherType', c => c.as('EtherType', 2, hex)],
}

function protocolText(protocol: number): string {
  return protocolName(protocol) ?? String(protocol)
}

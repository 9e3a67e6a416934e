import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { names } from '../meaning.ts'
import { MAX_LAYERS } from '../packet.ts'
import { type Capturing, ieee80211 } from './ieee80211.ts'
import { link } from './index.ts'

// What capturing stations put in front of an 802.11 frame: signal, rate, channel. Each kind begins with its own length,
// in the byte order of its makers.

/** Radiotap; of its many fields the flags matter: they tell of padding and check sequence. https://www.radiotap.org */
export function radiotap(c: Cursor, layers: Layer[]): void {
  const [, , low, high] = c.peek(4)
  const capturing = c.struct('Radiotap', high === undefined ? undefined : Math.max(8, low! + high * 256), c => {
    c.u8('Version')
    c.u8('Pad')
    c.u16le('Length')
    const first = c.u32le('Present')
    for (let present = first; present >>> 31; ) present = c.u32le('Present')
    let flags = 0
    if (first & 1) {
      const gap = (8 - (c.at & 7)) & 7
      if (gap && c.left > gap) c.opaque('Alignment', gap)
      c.u64le('TSFT')
    }
    if (first & 2)
      flags = c.flags('Flags', { 1: 'CFP', 2: 'short preamble', 4: 'WEP', 8: 'fragmented', 16: 'FCS', 32: 'padded', 64: 'bad FCS' })
    c.rest('Further Fields')
    return { fcs: (flags & 16) !== 0, padded: (flags & 32) !== 0 }
  })
  frame(c, layers, capturing)
}

const PRISM_CODES = new Set([0x41, 0x44])

/** Prism header, 144 bytes; the link type is also used with an AVS header. LINKTYPE_IEEE802_11_PRISM. */
export function prism(c: Cursor, layers: Layer[]): void {
  const ahead = c.peek(4)
  if (ahead[0] === 0x80 && ahead[1] === 0x21) {
    avs(c, layers)
    return
  }
  const little = PRISM_CODES.has(ahead[0] ?? -1)
  const capturing = c.struct('Prism', 144, c => {
    const u32 = (name: string) => (little ? c.u32le(name) : c.u32(name))
    u32('Message Code')
    u32('Message Length')
    c.opaque('Device', 16)
    c.rest('Items')
    return {}
  })
  frame(c, layers, capturing)
}

/** AVS header. LINKTYPE_IEEE802_11_AVS. */
export function avs(c: Cursor, layers: Layer[]): void {
  const length = c.peek(8)
  const claimed = length.length < 8 ? undefined : Math.max(8, length[4]! * 16777216 + length[5]! * 65536 + length[6]! * 256 + length[7]!)
  const capturing = c.struct('AVS', claimed, c => {
    c.u32('Version')
    c.u32('Length')
    c.rest('Further Fields')
    return {}
  })
  frame(c, layers, capturing)
}

/** Per-Packet Information: fields, then a packet of the link type that it names. LINKTYPE_PPI. */
export function ppi(c: Cursor, layers: Layer[]): void {
  const [, , low, high] = c.peek(4)
  const type = c.struct('PPI', high === undefined ? undefined : Math.max(8, low! + high * 256), c => {
    c.u8('Version')
    c.u8('Flags')
    c.u16le('Length')
    const type = c.u32le('Data Link Type')
    c.rest('Fields')
    return type
  })
  if (type === undefined || layers.length >= MAX_LAYERS) return
  layers.push({ kind: 'tunnel', name: 'PPI' })
  link(type)(c, layers)
}

const operationMode = names({ 1: 'station', 2: 'access point', 4: 'extensible station', 2147483648: 'monitor' })

/** Network Monitor's header in front of an 802.11 frame. [MS] Network Monitor 3, WiFi metadata. */
export function netmon80211(c: Cursor, layers: Layer[]): void {
  const [, low, high] = c.peek(3)
  const capturing = c.struct('Network Monitor 802.11', high === undefined ? undefined : Math.max(32, low! + high * 256), c => {
    c.u8('Version')
    c.u16le('Length')
    c.means(operationMode(c.u32le('Operation Mode', operationMode)))
    const flags = c.u32le('Flags')
    const told = (known: string) => (flags === 0xffffffff ? undefined : known)
    c.u32le('PHY Type')
    c.u32le('Channel', value => told(value < 1000 ? `channel ${value}` : `${value} MHz`))
    c.u32le('RSSI', value => told(value ? `${value | 0} dBm` : 'unknown'))
    c.u8('Rate', value => told(`${value / 2} Mb/s`))
    c.u64le('Timestamp')
    c.rest('Further Fields')
    return {}
  })
  frame(c, layers, capturing)
}

function frame(c: Cursor, layers: Layer[], capturing: Capturing | undefined): void {
  if (capturing) ieee80211(c, layers, capturing)
}

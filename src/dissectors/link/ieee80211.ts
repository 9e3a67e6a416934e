import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { names } from '../meaning.ts'
import { mac } from '../text.ts'
import { llc } from './llc.ts'

// An 802.11 frame has one to four addresses: which is whose depends on the frame's type and on the two bits To DS and
// From DS. Only data frames carry packets, behind an LLC header. A frame whose Protected bit is set is encrypted; some
// captures (Network Monitor's, those of access points) leave the bit set and the body decrypted, which then begins with
// the SNAP header AA AA 03.

const kind = names({ 0: 'Management', 1: 'Control', 2: 'Data', 3: 'Extension' })
const management = names({
  0: 'Association Request',
  1: 'Association Response',
  2: 'Reassociation Request',
  3: 'Reassociation Response',
  4: 'Probe Request',
  5: 'Probe Response',
  8: 'Beacon',
  10: 'Disassociation',
  11: 'Authentication',
  12: 'Deauthentication',
  13: 'Action',
})
const control = names({
  7: 'Control Wrapper',
  8: 'Block Ack Request',
  9: 'Block Ack',
  10: 'PS-Poll',
  11: 'RTS',
  12: 'CTS',
  13: 'Ack',
  14: 'CF-End',
})

/** How the bytes were captured, where the header in front of the frame says so. */
export interface Capturing {
  /** A frame check sequence stands at the end. */
  readonly fcs?: boolean
  /** The header is padded to a multiple of 4. */
  readonly padded?: boolean
}

interface Header {
  readonly type: number
  readonly subtype: number
  readonly flags: number
  readonly source?: string
  readonly destination?: string
  readonly aggregated: boolean
}

/** IEEE 802.11 frame. IEEE 802.11 §9.2. */
export function ieee80211(c: Cursor, layers: Layer[], { fcs, padded }: Capturing = {}): void {
  const start = c.at
  const header = c.struct('IEEE 802.11', undefined, macHeader)
  if (!header) return
  const { type, subtype, flags, source, destination, aggregated } = header
  layers.push({ kind: 'link', ...(source ? { source } : {}), ...(destination ? { destination } : {}) })
  if (padded && (c.at - start) % 4 && c.left >= 2) c.struct('Header padding', 2, c => c.rest('Padding'))
  c.within(Math.max(0, c.left - (fcs ? 4 : 0)), () => {
    if (type === 2 && (subtype & 4) === 0 && (flags & 4) === 0) body(c, layers, (flags & 0x40) !== 0, aggregated)
    c.rest('Frame Body')
  })
  c.rest('FCS')
}

function macHeader(c: Cursor): Header {
  const [subtype, type] = c.split('Frame Control', 1, [
    ['Subtype', 4],
    ['Type', 2, kind],
    ['Protocol Version', 2],
  ])
  const flags = c.flags('Flags', {
    1: 'To DS',
    2: 'From DS',
    4: 'More Fragments',
    8: 'Retry',
    16: 'Power Management',
    32: 'More Data',
    64: 'Protected Frame',
    128: 'HTC/Order',
  })
  c.means(type === 0 ? management(subtype) : type === 1 ? control(subtype) : kind(type))
  c.u16le('Duration/ID')
  const first = c.as('Address 1', 6, mac)
  if (type !== 0 && type !== 2) return { type, subtype, flags, destination: first, aggregated: false }
  const second = c.as('Address 2', 6, mac)
  const third = c.as('Address 3', 6, mac)
  c.u16le('Sequence Control')
  const distribution = type === 2 ? flags & 3 : 0
  const fourth = distribution === 3 ? c.as('Address 4', 6, mac) : undefined
  const qos = type === 2 && subtype & 8 ? c.u16le('QoS Control') : 0
  if (flags & 0x80 && (type === 0 || subtype & 8)) c.u32le('HT Control')
  return {
    type,
    subtype,
    flags,
    source: distribution === 3 ? fourth : distribution === 2 ? third : second,
    destination: distribution & 1 ? third : first,
    aggregated: (qos & 0x80) !== 0,
  }
}

function body(c: Cursor, layers: Layer[], isProtected: boolean, aggregated: boolean): void {
  if (snapAhead(c, 0)) llc(c, layers)
  else if (!isProtected && aggregated) subframes(c, layers)
  else if (!isProtected) llc(c, layers)
}

function snapAhead(c: Cursor, at: number): boolean {
  const ahead = c.peek(at + 3)
  return ahead[at] === 0xaa && ahead[at + 1] === 0xaa && ahead[at + 2] === 0x03
}

/** Aggregated MSDUs: each with addresses and length, padded to a multiple of 4. IEEE 802.11 §9.3.2.2. */
function subframes(c: Cursor, layers: Layer[]): void {
  while (c.here > 0) {
    const before = c.at
    const length = c.struct('A-MSDU subframe', 14, c => {
      c.as('Destination', 6, mac)
      c.as('Source', 6, mac)
      return c.u16('Length')
    })
    if (length === undefined) return
    c.within(length, () => {
      llc(c, layers)
      c.rest('Data')
    })
    const pad = Math.min((4 - ((c.at - before) & 3)) & 3, c.here)
    if (pad > 0) c.struct('Subframe padding', pad, c => c.rest('Padding'))
    if (c.at === before || layers.length > 64) return
  }
}

import { stripFcs } from '../format.ts'
import type { Record, Sink } from '../record.ts'
import { type Drops, droppedBefore } from './drops.ts'
import { COMMENT, count64, options, optionText } from './options.ts'
import { type Port, type Section, undescribedPort } from './section.ts'

//                     body at +8
//   6 Enhanced        u32 interface             u32 high, u32 low, u32 captured, u32 original, data, options
//   2 Packet          u16 interface, u16 drops  u32 high, u32 low, u32 captured, u32 original, data, options
//   3 Simple          u32 original, data: no time, interface 0, cut to its snap length

/** Block type of the obsolete Packet Block. */
export const PACKET = 2
/** Block type of a Simple Packet Block. */
export const SIMPLE = 3
/** Block type of an Enhanced Packet Block. */
export const ENHANCED = 6

/** What reading packets needs to keep. */
export interface Packets {
  readonly record: Record
  readonly drops: Drops
  readonly sink: Sink
  section: Section
  /** Interfaces told so far, those of earlier sections included. */
  ports: number
  /** Stands in for interfaces that the section never described. */
  undescribed: Port | undefined
}

/** Reads the packet block of `type` at [at, stop), trailing length excluded. draft-ietf-opsawg-pcapng §4.3, 4.4, appendix A. */
export function packetBlock(p: Packets, view: DataView, at: number, stop: number, type: number, windowPosition: number): void {
  const le = p.section.littleEndian
  const simple = type === SIMPLE
  const header = simple ? 12 : 28
  const record = p.record
  record.number++
  if (stop - at < header) {
    tooShort(p, type, stop - at, at)
    return
  }
  const id = simple ? 0 : type === ENHANCED ? view.getUint32(at + 8, le) : view.getUint16(at + 8, le)
  const port = p.section.ports[id] ?? unknownPort(p, id)
  let original = view.getUint32(at + (simple ? 8 : 24), le)
  let captured = simple ? Math.min(original, port.description.snapLength ?? original, stop - at - header) : view.getUint32(at + 20, le)
  if (captured > stop - at - header) {
    p.sink.problem?.(record.number, {
      weight: 'malformed',
      says: `${captured} bytes captured in a block with room for ${stop - at - header}`,
    })
    captured = stop - at - header
  }
  if (captured > original) {
    p.sink.problem?.(record.number, { weight: 'odd', says: `${captured} bytes captured of a packet of ${original}` })
    original = captured
  }
  record.start = at + header
  record.end = record.start + captured
  record.original = original
  record.position = windowPosition + record.start
  record.linkType = port.description.linkType
  record.interface = port.index
  record.direction = 0
  if (simple) {
    record.seconds = Number.NaN
    record.nanoseconds = 0
  } else port.ticks.set(record, view.getUint32(at + 12, le), view.getUint32(at + 16, le))
  const behind = record.end + (-captured & 3)
  let fcs = port.fcs
  if (type === PACKET) obsoleteDrops(p, view.getUint16(at + 10, le), port.last)
  if (!simple && stop - behind >= 4) fcs = packetOptions(p, view, behind, stop, fcs, port.last)
  port.last = record.number
  if (fcs) stripFcs(record, fcs)
  p.sink.record(record)
}

/** Comment, direction, FCS length and drop count; returns the FCS length. */
function packetOptions(p: Packets, view: DataView, at: number, stop: number, portFcs: number, last: number): number {
  const le = p.section.littleEndian
  let fcs = portFcs
  const whole = options(view, at, stop, le, (code, start, length) => {
    if (code === COMMENT) p.sink.comment?.(optionText(p.record.bytes, start, length), p.record.number)
    else if (code === 2 && length >= 4) {
      const flags = view.getUint32(start, le)
      p.record.direction = (flags & 3) % 3
      fcs = (flags >>> 5) & 15 || portFcs
    } else if (code === 4 && length >= 8) droppedBefore(p.drops, count64(view, start, le), last, p.record.number)
  })
  if (!whole) p.sink.problem?.(p.record.number, { weight: 'malformed', says: 'an option claims more bytes than its block has left' })
  return fcs
}

/** 0xFFFF: not known. */
function obsoleteDrops(p: Packets, drops: number, last: number): void {
  if (drops !== 0xffff) droppedBefore(p.drops, drops, last, p.record.number)
}

function unknownPort(p: Packets, id: number): Port {
  p.sink.problem?.(p.record.number, { weight: 'malformed', says: `interface ${id} was never described` })
  p.undescribed ??= undescribedPort(p.ports++, p.sink)
  return p.undescribed
}

function tooShort(p: Packets, type: number, length: number, at: number): void {
  p.sink.problem?.(p.record.number, { weight: 'malformed', says: `a packet block of type ${type} of ${length + 4} bytes` })
  const { record } = p
  record.start = record.end = at
  record.original = 0
  record.seconds = Number.NaN
  p.sink.record(record)
}

import { UNKNOWN_LINK } from '../../dissectors/linkTypes.ts'
import { addressText } from '../address.ts'
import { longestPacket } from '../format.ts'
import type { Interface, Sink } from '../record.ts'
import { Ticks } from '../ticks.ts'
import { COMMENT, options, optionText } from './options.ts'

/** What a packet block needs of the interface it names. */
export interface Port {
  readonly description: Interface
  /** Counted through all sections. */
  readonly index: number
  readonly ticks: Ticks
  readonly longest: number
  /** Bytes of frame check sequence at the end of its packets. */
  readonly fcs: number
  /** The record that it captured last, 0 before there is one. */
  last: number
}

/** A Section Header Block and what was described since: byte order and interface numbers count from it. */
export interface Section {
  readonly littleEndian: boolean
  /** Operating system of the machine that wrote the section. */
  readonly os?: string
  /** The n-th Interface Description Block of the section. */
  readonly ports: Port[]
}

/** Interfaces that are remembered for one section; a file with more is not taken at its word. */
const MOST_PORTS = 65_536

const BYTE_ORDER_MAGIC = 0x1a2b3c4d

/** Byte order of the Section Header Block at `at`; undefined when its magic is no magic. */
export function sectionOrder(view: DataView, at: number): { readonly littleEndian: boolean } | undefined {
  if (view.getUint32(at + 8) === BYTE_ORDER_MAGIC) return { littleEndian: false }
  return view.getUint32(at + 8, true) === BYTE_ORDER_MAGIC ? { littleEndian: true } : undefined
}

/** Reads a Section Header Block's body [at, end); a text instead when its version is not known. draft-ietf-opsawg-pcapng §4.1. */
export function section(bytes: Uint8Array, view: DataView, at: number, end: number, littleEndian: boolean, sink: Sink): Section | string {
  const major = view.getUint16(at + 4, littleEndian)
  const minor = view.getUint16(at + 6, littleEndian)
  if (major !== 1 || (minor !== 0 && minor !== 2)) return `pcapng version ${major}.${minor} is not known`
  let os: string | undefined
  options(view, at + 16, end, littleEndian, (code, start, length) => {
    if (code === COMMENT) sink.comment?.(optionText(bytes, start, length))
    else if (code === 3) os = optionText(bytes, start, length)
  })
  return { littleEndian, ports: [], ...(os === undefined ? {} : { os }) }
}

/** Reads an Interface Description Block's body [at, end). draft-ietf-opsawg-pcapng §4.2. */
export function describePort(
  section: Section,
  bytes: Uint8Array,
  view: DataView,
  at: number,
  end: number,
  index: number,
  sink: Sink,
): void {
  const le = section.littleEndian
  if (end - at < 8 || section.ports.length >= MOST_PORTS) return
  const snapLength = view.getUint32(at + 4, le)
  let perSecond = 1_000_000n
  let since = 0
  let fcs = 0
  const addresses: string[] = []
  const texts: { name?: string; filter?: string; os?: string } = section.os === undefined ? {} : { os: section.os }
  options(view, at + 8, end, le, (code, start, length) => {
    if (code === COMMENT) sink.comment?.(optionText(bytes, start, length))
    else if (code === 2) texts.name = optionText(bytes, start, length)
    else if (code === 4 && length >= 4) addresses.push(addressText(bytes.subarray(start, start + 4)))
    else if (code === 5 && length >= 16) addresses.push(addressText(bytes.subarray(start, start + 16)))
    else if (code === 9 && length >= 1) perSecond = resolution(view.getUint8(start))
    else if (code === 11 && length >= 1) texts.filter = filterText(bytes, start, length)
    else if (code === 12) texts.os = optionText(bytes, start, length)
    else if (code === 13 && length >= 1) fcs = fcsBytes(view.getUint8(start))
    else if (code === 14 && length >= 8) since = Number(view.getBigInt64(start, le))
  })
  const description: Interface = {
    linkType: view.getUint16(at, le),
    ...(snapLength ? { snapLength } : {}),
    ...texts,
    ...(addresses.length ? { addresses } : {}),
  }
  addPort(section, description, index, new Ticks(perSecond, since), fcs, sink)
}

/** The port a packet names; one that was never described is made up, as a link of unknown type. */
export function undescribedPort(index: number, sink: Sink): Port {
  const description: Interface = { linkType: UNKNOWN_LINK }
  sink.interface?.(description)
  return { description, index, ticks: new Ticks(1_000_000n), longest: longestPacket(0), fcs: 0, last: 0 }
}

function addPort(section: Section, description: Interface, index: number, ticks: Ticks, fcs: number, sink: Sink): void {
  section.ports.push({ description, index, ticks, longest: longestPacket(description.snapLength ?? 0), fcs, last: 0 })
  sink.interface?.(description)
}

/** if_tsresol: ticks a second, a power of ten, or of two when the highest bit is set. */
function resolution(octet: number): bigint {
  return octet & 0x80 ? 1n << BigInt(octet & 0x7f) : 10n ** BigInt(octet)
}

/** if_fcslen: the draft says bits, its example and the writers mean octets. */
function fcsBytes(octet: number): number {
  return octet <= 8 ? octet : octet % 8 === 0 && octet <= 64 ? octet / 8 : 0
}

/** if_filter: a kind (0: text, 1: BPF instructions), then the filter. */
function filterText(bytes: Uint8Array, start: number, length: number): string {
  return bytes[start] === 0 ? optionText(bytes, start + 1, length - 1) : `BPF program of ${Math.floor((length - 1) / 8)} instructions`
}

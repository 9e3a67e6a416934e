import { joined } from '../../dissectors/joined.ts'
import { writer } from './bytes.ts'
import type { Written } from './written.ts'

/** What is unlike a file of version 2.4 with Ethernet and microseconds. */
export interface PcapOptions {
  readonly littleEndian?: boolean
  readonly magic?: number
  readonly version?: readonly [major: number, minor: number]
  readonly snapLength?: number
  readonly network?: number
  /** Fractions in nanoseconds. */
  readonly nano?: boolean
  /** Bytes behind the standard record header. */
  readonly more?: Uint8Array
  /** Bytes between file header and first record. */
  readonly extra?: Uint8Array
  /** Original length first, as before 2.3. */
  readonly swapped?: boolean
}

/** A pcap file. */
export function pcapFile(packets: readonly Written[], options: PcapOptions = {}): Uint8Array {
  return joined(pcapHeader(options), ...packets.map(packet => pcapRecord(packet, options)))
}

/** The file header, 24 bytes and what is extra. */
export function pcapHeader(options: PcapOptions = {}): Uint8Array {
  const { littleEndian = true, nano = false, version = [2, 4], snapLength = 262144, network = 1, extra = new Uint8Array(0) } = options
  const magic = options.magic ?? (nano ? 0xa1b23c4d : 0xa1b2c3d4)
  return writer(littleEndian).u32(magic).u16(version[0]).u16(version[1]).zeros(8).u32(snapLength).u32(network).bytes(extra).done()
}

/** A packet with its header; a fraction of a second is cut to what the file can hold. */
export function pcapRecord({ data, seconds, nanoseconds, original = data.length }: Written, options: PcapOptions = {}): Uint8Array {
  const { littleEndian = true, nano = false, swapped = false, more = new Uint8Array(0) } = options
  const fraction = nano ? nanoseconds : Math.floor(nanoseconds / 1000)
  const [first, second] = swapped ? [original, data.length] : [data.length, original]
  return joined(writer(littleEndian).u32(seconds).u32(fraction).u32(first).u32(second).bytes(more).done(), data)
}

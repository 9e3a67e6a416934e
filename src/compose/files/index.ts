import { netmonFile } from './netmon.ts'
import { pcapFile } from './pcap.ts'
import { pcapngFile } from './pcapng.ts'
import type { Written } from './written.ts'

/** How a capture can be written. Network Monitor's files hold Ethernet only. */
export interface FileFormat {
  readonly extension: string
  readonly ethernetOnly?: true
  /** It keeps local time and does not say which. */
  readonly local?: true
  write(packets: readonly Written[], options: FileOptions): Uint8Array
}

/** What a file says beside its packets. */
export interface FileOptions {
  readonly linkType: number
  /** Seconds that local time is ahead of UTC, for formats that keep local time. */
  readonly zone?: number | undefined
  /** Packets that the capture could not keep up with, and the filter it was taken with, for formats that can say so. */
  readonly dropped?: number | undefined
  readonly filter?: string | undefined
}

/** To add a format: one line. */
export const fileFormats: Readonly<Record<string, FileFormat>> = {
  pcap: {
    extension: 'pcap',
    write: (packets, { linkType }) => pcapFile(packets, { network: linkType, nano: packets.some(p => p.nanoseconds % 1000 !== 0) }),
  },
  pcapng: { extension: 'pcapng', write: (packets, { linkType, ...about }) => pcapngFile(packets, linkType, true, about) },
  'netmon-1': { extension: 'cap', ethernetOnly: true, local: true, write: (packets, { zone }) => netmon(packets, [1, 1], zone) },
  'netmon-2.1': { extension: 'cap', ethernetOnly: true, local: true, write: (packets, { zone }) => netmon(packets, [2, 1], zone) },
  netmon: { extension: 'cap', ethernetOnly: true, write: (packets, { zone }) => netmon(packets, [2, 3], zone) },
}

/** Before 2.3 a file knows local time only: the header's start, in whole milliseconds. */
function netmon(packets: readonly Written[], version: readonly [number, number], zone = 0): Uint8Array {
  return netmonFile(packets, { version, zone })
}

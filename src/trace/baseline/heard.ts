import type { Seconds } from '../model.ts'

/** Under what a packet of an application was read: nothing; ESP without encryption or opened by a key; AH; or it is the
 *  copy of an unreadable packet that the host itself made (../innerCopies.ts). */
export type Shield = 'none' | 'esp-null' | 'esp-decrypted' | 'ah' | 'copy'

/** One packet of an application, as read inside whatever protects it. */
export interface Heard {
  /** The packets that brought it, in file order: several when IP had cut it. */
  readonly packets: readonly number[]
  /** Of the last of them. */
  readonly time: Seconds
  /** Octets of IP on the wire, everything around it included. */
  readonly wire: number
  readonly shield: Shield
  readonly source: string
  readonly destination: string
  /** The hosts between which it travelled: of a tunnel the gateways. */
  readonly outer: readonly [source: string, destination: string]
  readonly protocol: 'tcp' | 'udp' | 'ping'
  /** Of a ping both are its identifier. */
  readonly sourcePort: number
  readonly destinationPort: number
  /** TCP: sequence number. Ping: sequence number. DNS: id. */
  readonly sequence: number
  readonly acknowledgment: number
  /** TCP flags. Ping: 0 asks, 1 answers. */
  readonly flags: number
  /** Identification of the IP packet itself. */
  readonly identification: number
  /** Octets of the application. */
  readonly length: number
  /** They themselves; undefined when the capture has not all of them or there are too many to keep. */
  readonly payload?: Uint8Array
  /** What it says, where that is short: `GET /`, a name asked for. */
  readonly says?: string
}

/** What could be read of one trace. */
export interface Hearing {
  readonly heard: readonly Heard[]
  /** Protected packets that stayed closed. */
  readonly closed: number
  /** The packets beyond this number were not read; undefined: all were. */
  readonly until?: number
}

/** Bits of TCP's flag octet. RFC 9293 §3.1. */
export const Tcp = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16 } as const

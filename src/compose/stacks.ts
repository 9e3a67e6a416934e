import { patterns } from '../trace/negotiation/retransmissionPatterns.ts'

// What a stack is known by on the wire: vendor ids, timers, time to live, and the few ways in which it does things differently.
// Vendor ids of Windows: [MS-IKEE] product notes; the timers are those that the findings know stacks by.

/** What one of them does. */
export interface Stack {
  /** Vendor IDs of its first message, hex. */
  readonly vendorIds: readonly string[]
  /** Seconds from one sending of a message to the next, and after the last until it gives up. */
  readonly gaps: readonly number[]
  readonly lastWait: number
  readonly ttl: number
  /** Seconds after which it gives up a datagram that lacks fragments, and says so. RFC 1122 §3.3.2. */
  readonly reassembly: number
  /** Sets the commit bit as responder, so that quick mode has a fourth message. */
  readonly commits?: true
  /** Speaks AuthIP: seconds from one sending of its first message to the next, and of a later one. [MS-AIPS] note 12. */
  readonly authIp?: { readonly first: readonly number[]; readonly later: readonly number[] }
  /** Deletes are answered. [MS-IKEE] 3.1.5. */
  readonly reliableDelete?: true
  /** Numbers of NAT-D: RFC 3947 or the drafts before. */
  readonly natD: number
  readonly cipher: '3des' | 'aes'
  /** Diffie-Hellman group and the octets of its public value. */
  readonly group: readonly [number: number, octets: number]
}

const nt5 = (version: number) => `1e2b516905991c7d7c96fcbfb587e461${version.toString(16).padStart(8, '0')}`
const GSSAPI = '621b04bb09882ac1e15935fefa24aeee'
const FRAGMENTATION = '4048b7d56ebce88525e7de7f00d6c2d3'
/** Who sends one of these understands NAT traversal. */
export const DRAFT_02 = '90cb80913ebb696e086381b5ec427b1f'
/** The vendor id of the RFC itself: MD5 of `RFC 3947`. RFC 3947 §3.1. */
export const RFC_3947 = '4a131c81070358455c5728f20e95452f'
const NEGOTIATION_DISCOVERY = 'fb1de3cdf341b7ea16b7e5be0855f120'
const INITIAL_CONTACT = '26244d38eddb61b3172a36e3d0cfb819'
const DPD = 'afcad71368a1f1c96b8696fc77570100'

const timers = (name: string) => {
  const known = patterns.find(({ stack }) => stack === name)
  if (!known) throw new Error(`no timers are known for ${name}`)
  return { gaps: known.gaps, lastWait: known.lastWait ?? known.gaps.at(-1)! }
}

const windows = {
  ...timers('Windows 2000, XP or Server 2003'),
  ttl: 128,
  reassembly: 60,
  natD: 130,
  cipher: '3des',
  group: [2, 128],
} as const

/** By the name that a scenario gives. To add a stack: one entry. */
export const stacks: Readonly<Record<string, Stack>> = {
  'windows-2000': { ...windows, vendorIds: [nt5(2), GSSAPI, FRAGMENTATION] },
  'windows-xp-sp2': {
    ...windows,
    vendorIds: [nt5(4), GSSAPI, FRAGMENTATION, DRAFT_02, INITIAL_CONTACT],
    commits: true,
    reliableDelete: true,
  },
  'windows-2003': {
    ...windows,
    vendorIds: [nt5(4), GSSAPI, FRAGMENTATION, DRAFT_02, INITIAL_CONTACT],
    commits: true,
    reliableDelete: true,
  },
  'windows-vista': {
    ...windows,
    vendorIds: [nt5(5), GSSAPI, RFC_3947, DRAFT_02, FRAGMENTATION, NEGOTIATION_DISCOVERY, INITIAL_CONTACT],
    authIp: { first: [2, 4, 8, 16], later: [2, 4, 8, 16] },
    natD: 20,
    cipher: 'aes',
  },
  'windows-7': {
    ...windows,
    vendorIds: [nt5(7), RFC_3947, DRAFT_02, FRAGMENTATION, NEGOTIATION_DISCOVERY, INITIAL_CONTACT],
    authIp: { first: [2, 4, 8], later: [2, 4, 8, 16] },
    natD: 20,
    cipher: 'aes',
  },
  strongswan: {
    ...timers('strongSwan'),
    vendorIds: ['882fe56d6fd20dbc2251613b2ebe5beb', DPD, RFC_3947, DRAFT_02],
    ttl: 64,
    reassembly: 30,
    natD: 20,
    cipher: 'aes',
    group: [14, 256],
  },
  libreswan: {
    ...timers('libreswan'),
    vendorIds: [DPD, RFC_3947],
    ttl: 64,
    reassembly: 30,
    natD: 20,
    cipher: 'aes',
    group: [14, 256],
  },
  'cisco-ios': {
    ...timers('Cisco IOS or racoon'),
    vendorIds: [RFC_3947, '439b59f8ba676c4c7737ae22eab8f582', DRAFT_02, DPD],
    ttl: 255,
    reassembly: 15,
    natD: 20,
    cipher: 'aes',
    group: [2, 128],
  },
}

import { dns } from '../application/dns.ts'
import { kerberos } from '../application/kerberos.ts'
import { ldap } from '../application/ldap.ts'
import type { Cursor } from '../cursor.ts'
import { HEADER_LENGTH, looksLikeIke } from '../ike/header.ts'
import { udp500, udp848, udp4500 } from '../ike/ports.ts'
import { type Dissector, MAX_LAYERS } from '../packet.ts'
import { geneve } from '../tunnel/geneve.ts'
import { gtpUser } from '../tunnel/gtp.ts'
import { l2tp } from '../tunnel/l2tp.ts'
import { teredo } from '../tunnel/teredo.ts'
import { vxlan } from '../tunnel/vxlan.ts'
import { vxlanGpe } from '../tunnel/vxlanGpe.ts'
import type { carrierPorts, tunnelPorts } from './carrierPorts.ts'

/** What a UDP port carries, whichever end has it: the line to add for another one. */
const services: Readonly<Record<number, Dissector>> = {
  53: dns,
  88: kerberos,
  389: ldap,
  500: udp500,
  848: udp848,
  4500: udp4500,
  ...({ 1701: l2tp, 3544: teredo } satisfies Record<(typeof carrierPorts)[number], Dissector>),
}

/** Of tunnels only the destination's port counts. */
const tunnels: Readonly<Record<number, Dissector>> = {
  2152: gtpUser,
  4789: vxlan,
  4790: vxlanGpe,
  6081: geneve,
  8472: vxlan,
} satisfies Record<(typeof tunnelPorts)[number], Dissector>

/**
 * What reads a datagram between two ports: of two that are known the lower counts, since clients choose high ones. But a NAT
 * keeps a port below 512 below 512, and may make another service's port of IKE's: then the message tells. An empty
 * datagram is nobody's; port 500 says IKE also where the capture kept nothing behind it.
 */
export function udpPort(source: number, destination: number): Dissector {
  const [lower, higher] = [services[Math.min(source, destination)], services[Math.max(source, destination)]]
  const read = lower ?? higher ?? tunnels[destination]
  return (c, layers) => {
    const nothingHere = c.here === 0 && (c.left === 0 || c.quoted || read !== udp500)
    if (!read || nothingHere || layers.length >= MAX_LAYERS) return
    if (lower && higher && isIke(c, Math.max(source, destination))) higher(c, layers)
    else read(c, layers)
  }
}

/** Whether a message of IKE shows beyond doubt: on 4500 behind its marker. */
function isIke(c: Cursor, port: number): boolean {
  if (port !== 500 && port !== 4500) return false
  const marker = port === 4500 ? 4 : 0
  return c.peek(marker).every(byte => byte === 0) && looksLikeIke(c.peek(marker + HEADER_LENGTH).subarray(marker), c.left - marker, true)
}

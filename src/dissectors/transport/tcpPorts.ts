import { dnsOverTcp } from '../application/dns.ts'
import { kerberosOverTcp } from '../application/kerberos.ts'
import type { Dissector } from '../packet.ts'

/** What a TCP port carries, as far as one segment tells: the line to add for another one. */
const services: Readonly<Record<number, Dissector>> = {
  53: dnsOverTcp,
  88: kerberosOverTcp,
}

/** What reads a segment between two ports. */
export function tcpPort(source: number, destination: number): Dissector {
  const read = services[Math.min(source, destination)] ?? services[Math.max(source, destination)]
  return (c, layers) => read?.(c, layers)
}

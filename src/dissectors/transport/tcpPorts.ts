import { dnsOverTcp } from '../application/dns.ts'
import { http } from '../application/http.ts'
import { kerberosOverTcp } from '../application/kerberos.ts'
import { ldap } from '../application/ldap.ts'
import { smb } from '../application/smb.ts'
import type { Cursor } from '../cursor.ts'
import { certainMessage, ikeOverTcp, isPrefix, SEEN } from '../ike/overTcp.ts'
import type { Dissector } from '../packet.ts'

/** What a TCP port carries, as far as one segment tells: the line to add for another one. */
const services: Readonly<Record<number, Dissector>> = {
  53: dnsOverTcp,
  80: http,
  88: kerberosOverTcp,
  389: ldap,
  445: smb,
  3268: ldap,
  8080: http,
  4500: ikeOverTcp,
}

/** What reads a segment between two ports. */
export function tcpPort(source: number, destination: number): Dissector {
  const read = services[Math.min(source, destination)] ?? services[Math.max(source, destination)]
  return (c, layers) => (beginsWithIke(c) ? ikeOverTcp : read)?.(c, layers)
}

/** IKE may hide behind the port of something else, to pass a firewall: it shows by its first bytes. RFC 9329 §3. */
function beginsWithIke(c: Cursor): boolean {
  const ahead = c.peek(SEEN)
  return isPrefix(ahead) || certainMessage(ahead) !== undefined
}

import type { IcmpError } from '../trace/report.ts'

/** Whether an ICMP error says that a packet could not go on: destination unreachable or packet too big; time exceeded only reports. IPv6
 *  has numbers of its own, told by the address. RFC 792, RFC 4443 §3. */
export function isRefusal({ from, type }: Pick<IcmpError, 'from' | 'type'>): boolean {
  return from.includes(':') ? type === 1 || type === 2 : type === 3
}

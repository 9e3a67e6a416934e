/** What an ICMP error says, in a support engineer's words. RFC 792, RFC 1812 §5.2.7, RFC 4443 §3. */
export function icmpMeaning(version: 4 | 6, type: number, code: number): string {
  const names = version === 4 ? v4 : v6
  return names[`${type}/${code}`] ?? names[type] ?? `ICMP${version === 6 ? 'v6' : ''} type ${type} code ${code}`
}

/** Whether an ICMP error says that a packet could not go on: destination unreachable or packet too big; time exceeded only reports. IPv6
 *  has numbers of its own, told by the address. RFC 792, RFC 4443 §3. */
export function isRefusal({ from, type }: { readonly from: string; readonly type: number }): boolean {
  return from.includes(':') ? type === 1 || type === 2 : type === 3
}

const v4: Readonly<Record<string, string>> = {
  3: 'destination unreachable',
  '3/0': 'network unreachable',
  '3/1': 'host unreachable',
  '3/2': 'protocol unreachable',
  '3/3': 'port unreachable',
  '3/4': 'fragmentation needed',
  '3/5': 'source route failed',
  '3/6': 'network unknown',
  '3/7': 'host unknown',
  '3/9': 'network administratively prohibited',
  '3/10': 'host administratively prohibited',
  '3/13': 'communication administratively prohibited',
  4: 'source quench',
  11: 'time exceeded',
  '11/0': 'time to live exceeded on the way',
  '11/1': 'fragment reassembly time exceeded',
  12: 'parameter problem',
}

const v6: Readonly<Record<string, string>> = {
  1: 'destination unreachable',
  '1/0': 'no route to destination',
  '1/1': 'communication administratively prohibited',
  '1/3': 'address unreachable',
  '1/4': 'port unreachable',
  '1/5': 'source address refused by policy',
  '1/6': 'route to destination rejected',
  2: 'packet too big',
  3: 'time exceeded',
  '3/0': 'hop limit exceeded on the way',
  '3/1': 'fragment reassembly time exceeded',
  4: 'parameter problem',
}

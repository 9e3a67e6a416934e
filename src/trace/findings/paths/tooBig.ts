/** What a router says of a packet that the next link cannot carry, in the words of its version of IP. RFC 1191 §4, RFC 4443 §3.2. */
export function tooBig(address: string): string {
  return address.includes(':') ? 'ICMPv6 "packet too big"' : 'ICMP "fragmentation needed"'
}

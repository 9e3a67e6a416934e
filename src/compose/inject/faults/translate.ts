import { type Place, translated } from '../../packets/rewrite.ts'
import { ipOf, isV4, putIp, type Sighting } from '../recorded.ts'
import { Unclear } from '../words.ts'
import type { FaultKind } from '../world.ts'

/** A NAT in front of one host: the other end's capture knows it under another address, and with `ports` under others too. */
export const translate: FaultKind = {
  name: 'translate',
  usage: 'translate a 192.0.2.10 -> 203.0.113.9 ports',
  where: 'capture',
  read(words) {
    const end = words.matching(/^[ab]$/)?.[0]
    if (!end) throw new Unclear('it begins with the end that is translated: a or b')
    const before = ipv4(words.next('the address'))
    if (!words.takes('->')) throw new Unclear('an arrow -> stands between the addresses')
    const after = ipv4(words.next('the address it becomes'))
    const withPorts = words.takes('ports')
    return world => {
      const ports: Record<string, number> = {}
      world.truth.translated.push({ before, after, ports })
      const outside = (port: number) => {
        ports[port] ??= 61_001 + Object.keys(ports).length
        return ports[port]
      }
      const become = ({ address, port }: Place): Place | undefined => {
        if (address !== before) return undefined
        return withPorts && port !== undefined ? { address: after, port: outside(port) } : { address: after }
      }
      for (const one of world.captures[end === 'a' ? 1 : 0]) apply(one, become)
    }
  },
}

function apply(one: Sighting, become: (place: Place) => Place | undefined): void {
  if (!isV4(one)) return
  putIp(one, translated(ipOf(one), become))
}

function ipv4(text: string): string {
  const octets = text.split('.').map(Number)
  if (octets.length !== 4 || octets.some(octet => !(octet >= 0 && octet < 256))) throw new Unclear(`${text} is no IPv4 address`)
  return octets.join('.')
}

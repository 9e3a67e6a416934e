import type { Context } from '../dissectors/cursor.ts'
import type { ClearEsp } from '../dissectors/ipsec/clear/layout.ts'
import type { EspName, KnownEsp } from '../dissectors/ipsec/known.ts'
import { Kind } from '../dissectors/sort.ts'
import { isProtected } from '../trace/packets/kinds.ts'
import type { Packets } from '../trace/packets/packets.ts'
import type { CipherVerdict } from '../trace/protected/ciphers.ts'
import { keyOf } from '../trace/protected/flow.ts'
import { flowCipher } from '../trace/protected/flowCipher.ts'
import type { Trace } from '../trace/trace.ts'
import type { Reading } from './reading.ts'

/** All that is known from elsewhere for the dissection of a packet: which ESP is clear, and the keys that were given. */
export function knownFor({ trace, keys }: Pick<Reading, 'trace' | 'keys'>, row: number): Context {
  return { esp: knownEsp(trace, row), ...keys }
}

/** What a trace found out about the ESP in one of its packets, and about the SAs that reassembled datagrams belong to. */
function knownEsp(trace: Trace, row: number): KnownEsp {
  const { packets } = trace
  const flow = packets.flow(row)
  const kind = packets.flows.kind(flow)
  const own = isProtected[kind] === 1 ? clearOrNot(flowCipher(packets, flow)) : undefined
  return {
    clear(name) {
      if (name.behindAh) return kind === Kind.ah ? own : undefined
      return isProtected[kind] === 1 && packets.flows.selector(flow) === name.spi ? own : byName(trace, name)
    },
  }
}

const indices = new WeakMap<Packets, { readonly flows: number; readonly byName: ReadonlyMap<string, number> }>()

/** A flow found by its name, as a fragmented datagram and a TCP connection need it: no row of the table is its own. */
function byName({ packets, datagrams }: Trace, { spi, ip }: EspName): ClearEsp | undefined {
  if (!ip) return undefined
  let index = indices.get(packets)
  if (!index || index.flows !== packets.flows.length) {
    const names = new Map<string, number>()
    for (let flow = 0; flow < packets.flows.length; flow++) {
      const kind = packets.flows.kind(flow)
      if (kind === Kind.esp || kind === Kind.udpEncapsulatedEsp)
        names.set(`${packets.flows.selector(flow)} ${packets.flows.source(flow)} ${packets.flows.destination(flow)}`, flow)
    }
    index = { flows: packets.flows.length, byName: names }
    indices.set(packets, index)
  }
  const flow = index.byName.get(`${spi} ${ip.source} ${ip.destination}`)
  if (flow !== undefined) return clearOrNot(flowCipher(packets, flow))
  const [source, destination] = [ip.source, ip.destination]
  for (const way of ['tcp', 'udp', 'ip'] as const) {
    const key = keyOf({ kind: 'esp', udpEncapsulated: way === 'udp', tcpEncapsulated: way === 'tcp', spi, source, destination })
    const inPieces = datagrams.flows.get(key)
    if (inPieces) return clearOrNot(datagrams.cipher(inPieces))
  }
  return undefined
}

function clearOrNot(verdict: CipherVerdict): ClearEsp | undefined {
  return verdict.cipher === 'null' || verdict.cipher === 'offloaded' ? (verdict as ClearEsp) : undefined
}

import type { Flow } from './flow.ts'
import { flowCipher } from './flowCipher.ts'
import type { History } from './history.ts'
import { type Overhead, overheadOf, type SizePair } from './overhead.ts'
import type { Packets } from './packets.ts'

/** What the SA of a flow adds. */
export function overheadOfFlow(scene: History, flow: Flow): Overhead {
  const { packets } = scene.trace
  const clear = clearLayout(scene, flow)
  if (clear) return clear
  const sizes = new Set<number>()
  for (const row of rowsOf(packets, flow).subarray(0, MOST_ROWS)) if (sizes.size < MOST) sizes.add(packets.ipLength(row))
  const sa = scene.ipsecSas.find(s => s.flows.some(side => side.includes(flow)))
  return overheadOf(flow, [...sizes], pairsOf(scene, flow), sa?.child?.chosen ?? null)
}

/** Packets of a flow, or of the one that answers it, that stand here protected and decrypted, one right behind the other. */
function pairsOf({ trace: { packets }, copies, flows }: History, flow: Flow): SizePair[] {
  const same = flows.filter(f => f === flow || (f.source === flow.destination && f.destination === flow.source))
  const pairs: SizePair[] = []
  for (const one of same) {
    for (const row of rowsOf(packets, one).subarray(0, MOST_ROWS)) {
      const next = row + 1
      if (pairs.length >= MOST || next >= packets.length || !copies.has(next) || packets.time(next) - packets.time(row) > 2e-6) continue
      const [outside, inside] = [packets.ipLength(row), packets.ipLength(next)]
      if (inside < outside && outside - inside < 120) pairs.push({ outside, inside, isTunnel: !sameHosts(packets, row, next) })
    }
  }
  return pairs
}

function sameHosts(packets: Packets, one: number, other: number): boolean {
  const { flows } = packets
  const [a, b] = [packets.flow(one), packets.flow(other)]
  return flows.source(a) === flows.source(b) && flows.destination(a) === flows.destination(b)
}

/** ESP that can be read shows how it is built. */
function clearLayout({ trace: { packets } }: History, flow: Flow): Overhead | undefined {
  if (flow.kind !== 'esp') return undefined
  const verdict = flowCipher(packets, packets.flow(flow.firstPacket - 1))
  if (verdict.cipher !== 'null' || verdict.confidence !== 'certain' || verdict.nextHeader === undefined) return undefined
  const { iv, icv, nextHeader } = verdict
  return { layouts: [{ tunnel: nextHeader === IPIP || nextHeader === IPV6, iv, block: 4, icv }], from: 'clear' }
}

const IPIP = 4
const IPV6 = 41
const MOST = 64
/** Packets of a flow that are looked at. */
const MOST_ROWS = 20_000

function rowsOf(packets: Packets, flow: Flow): Uint32Array {
  const index = packets.flow(flow.firstPacket - 1)
  return packets.flows.selector(index) === flow.spi ? packets.rowsOfFlow(index) : new Uint32Array(0)
}

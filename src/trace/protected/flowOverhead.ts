import type { History } from '../history.ts'
import { isProtected } from '../packets/kinds.ts'
import type { Packets } from '../packets/packets.ts'
import type { Flow } from './flow.ts'
import { flowCipher } from './flowCipher.ts'
import { columnsOf } from './flowColumns.ts'
import type { InnerCopies } from './innerCopies.ts'
import { isTunnel, type Overhead, overheadOf, type SizePair } from './overhead.ts'
import type { IpsecSa } from './securityAssociation.ts'

/** What the SA of a flow adds. */
export function overheadOfFlow(scene: History, flow: Flow): Overhead {
  const { packets } = scene.trace
  const clear = clearLayout(scene, flow)
  if (clear) return clear
  const index = indexOf(packets, flow)
  const lengths = index === undefined ? NO_LENGTHS : columnsOf(packets, index).lengths
  return overheadOf(
    flow,
    differing(lengths.subarray(0, MOST_ROWS)),
    pairsOf(scene, flow),
    saOf(scene.ipsecSas, flow)?.child?.chosen ?? null,
    flow.kind === 'ah' ? packets.ciphers.ah.beforeEsp(packets.flow(flow.firstPacket - 1)) : undefined,
  )
}

/** The first different ones. */
function differing(lengths: Uint16Array): number[] {
  const all: number[] = []
  asked++
  for (let i = 0; i < lengths.length && all.length < MOST; i++) {
    const length = lengths[i]!
    if (met[length] !== asked) all.push(length)
    met[length] = asked
  }
  return all
}

/** When each length was met last: in which search, of all there were. */
const met = new Float64Array(65_536)
let asked = 0

const sas = new WeakMap<readonly IpsecSa[], ReadonlyMap<Flow, IpsecSa>>()

/** The SA that a flow belongs to. */
export function saOf(all: readonly IpsecSa[], flow: Flow): IpsecSa | undefined {
  const known = sas.get(all) ?? new Map(all.toReversed().flatMap(sa => sa.flows.flat().map(one => [one, sa] as const)))
  sas.set(all, known)
  return known.get(flow)
}

/** Packets of a flow, or of those that answer it, that stand here protected and decrypted, one right behind the other. */
function pairsOf({ trace: { packets }, copies }: History, flow: Flow): SizePair[] {
  const own = packets.flow(flow.firstPacket - 1)
  const found: SizePair[] = []
  for (const [index, pairs] of pairsIn(packets, copies)) {
    const answers = isProtected[packets.flows.kind(index)] && packets.flows.reversedEnds(index, own)
    if (index === own || answers) found.push(...pairs)
    if (found.length >= MOST) break
  }
  return found.slice(0, MOST)
}

const known = new WeakMap<InnerCopies, ReadonlyMap<number, readonly SizePair[]>>()

/** Such pairs of all flows, by their index; the first of each. */
function pairsIn(packets: Packets, copies: InnerCopies): ReadonlyMap<number, readonly SizePair[]> {
  const before = known.get(copies)
  if (before) return before
  const all = new Map<number, SizePair[]>()
  copies.each(inner => {
    const place = packets.place(inner)
    const outer = packets.at(place - 1)
    if (place === 0 || packets.time(inner) - packets.time(outer) > 2e-6) return
    const [outside, inside] = [packets.ipLength(outer), packets.ipLength(inner)]
    if (inside >= outside || outside - inside >= 120) return
    if (!copies.carriers.get(packets.flow(inner))?.has(packets.flow(outer)) || isInAnother(packets, inner, outer)) return
    const pair = { outside, inside, isTunnel: !packets.flows.sameEnds(packets.flow(outer), packets.flow(inner)) }
    const pairs = all.get(packets.flow(outer))
    if (!pairs) all.set(packets.flow(outer), [pair])
    else if (pairs.length < MOST) pairs.push(pair)
  })
  known.set(copies, all)
  return all
}

/** It lies in a tunnel of its own, of which the length is not known here: there is room for one more IP header than around the outer one. */
function isInAnother(packets: Packets, inner: number, outer: number): boolean {
  const around = (row: number) => packets.original(row) - packets.ipLength(row)
  return around(inner) - around(outer) >= 20
}

/** AH, and ESP that can be read, show how they are built. */
function clearLayout({ trace: { packets } }: History, flow: Flow): Overhead | undefined {
  if (flow.kind === 'ah') {
    const layout = packets.ciphers.ah.of(packets.flow(flow.firstPacket - 1))
    return layout && { layouts: [layout], from: 'clear' }
  }
  const verdict = flowCipher(packets, packets.flow(flow.firstPacket - 1))
  if (verdict.cipher !== 'null' || verdict.confidence !== 'certain' || verdict.nextHeader === undefined) return undefined
  const { iv, icv, nextHeader } = verdict
  return { layouts: [{ tunnel: isTunnel(nextHeader), iv, block: 4, icv }], from: 'clear' }
}

const MOST = 64
/** Packets of a flow that are looked at. */
const MOST_ROWS = 20_000

/** Where a flow stands in the table; undefined when all its packets came in fragments. */
function indexOf(packets: Packets, flow: Flow): number | undefined {
  const index = packets.flow(flow.firstPacket - 1)
  return packets.flows.selector(index) === flow.spi ? index : undefined
}

const NO_LENGTHS = new Uint16Array(0)

import { hexSpi } from '../../securityAssociation.ts'
import { Way } from '../ends.ts'
import { Fate } from '../fate.ts'
import { isProtected, NONE } from '../rows.ts'
import type { PairScene } from '../scene.ts'

/** What one end sent protected, packet by packet: ESP and AH whole, not their fragments. */
export interface ProtectedWay {
  readonly sender: 0 | 1
  readonly sent: number
  readonly arrived: number
  /** Rows of the sender's trace that arrived. */
  readonly arrivedRows: readonly number[]
  /** Time in the other trace's own seconds at which the last of them arrived there. */
  readonly lastHeard: number | undefined
  /** Rows of the sender's trace that did not arrive while both captures ran. */
  readonly lost: readonly number[]
  /** Rows that left while the other capture did not run, by its file. */
  readonly outside: readonly number[]
  readonly spis: readonly string[]
  readonly udpEncapsulated: boolean
  /** Bytes of the largest IP packet that arrived, and of the smallest that did not. */
  readonly largestArrived: number
  readonly smallestLost: number
}

const ways = new WeakMap<PairScene, readonly [ProtectedWay, ProtectedWay]>()

export function protectedWays(pair: PairScene): readonly [ProtectedWay, ProtectedWay] {
  const known = ways.get(pair) ?? ([wayOf(pair, 0), wayOf(pair, 1)] as const)
  ways.set(pair, known)
  return known
}

function wayOf(pair: PairScene, sender: 0 | 1): ProtectedWay {
  const { packets, flows } = pair.lineup.rows[sender]
  const fates = pair.lineup.fates.of[sender]
  const refused = refusedBy(pair, sender)
  const lost: number[] = []
  const outside: number[] = []
  const spis: string[] = []
  const arrivedRows: number[] = []
  let [arrived, largestArrived, smallestLost] = [0, 0, Number.POSITIVE_INFINITY]
  let udpEncapsulated = false
  for (let flow = 0; flow < flows.length; flow++) {
    if (!isProtected(flows.kind(flow)) || pair.lineup.ends.way[sender][flow] !== Way.sentHere) continue
    if (spis.length < MOST_SPIS) spis.push(hexSpi(flows.selector(flow)))
    udpEncapsulated ||= flows.kind(flow) === UDP_ESP
    for (const row of packets.rowsOfFlow(flow)) {
      const fate = fates[row]
      const length = packets.ipLength(row)
      if (fate === Fate.delivered) {
        arrived++
        arrivedRows.push(row)
        largestArrived = Math.max(largestArrived, length)
      } else if (fate === Fate.lost && !refused.has(`${flows.selector(flow)} ${packets.sequence(row)}`)) {
        lost.push(row)
        smallestLost = Math.min(smallestLost, length)
      } else if (fate === Fate.outside) outside.push(row)
    }
  }
  lost.sort((x, y) => x - y)
  outside.sort((x, y) => x - y)
  arrivedRows.sort((x, y) => x - y)
  const there = pair.lineup.rows[sender === 0 ? 1 : 0].packets
  const mates = arrivedRows.flatMap(row =>
    pair.lineup.rows[sender].mate[row] === NONE ? [] : [there.time(pair.lineup.rows[sender].mate[row]!)],
  )
  const lastHeard = mates.length ? mates.reduce((x, y) => Math.max(x, y)) : undefined
  const sent = arrived + lost.length + outside.length
  return { sender, sent, arrived, arrivedRows, lastHeard, lost, outside, spis, udpEncapsulated, largestArrived, smallestLost }
}

const UDP_ESP = 5
const MOST_SPIS = 20

/** Packets that a router named in an ICMP error: why they did not arrive is known. */
function refusedBy({ scenes }: PairScene, sender: 0 | 1): Set<string> {
  const quoted = scenes[sender].trace.icmpErrors.all.flatMap(e =>
    e.quoted?.spi === undefined ? [] : [`${e.quoted.spi} ${e.quoted.sequence}`],
  )
  return new Set(quoted)
}

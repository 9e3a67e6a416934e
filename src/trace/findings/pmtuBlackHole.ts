import type { Flow } from '../flow.ts'
import type { Packets } from '../packets.ts'
import { courseBetween, flowPairs, rowsOf, spiText } from './espPairs.ts'
import { type Found, idOf, inWords, packetsAsEvidence, type Rule, type Scene } from './finding.ts'

/** F6: large protected packets vanish, small ones pass, and no ICMP says why. RFC 2923 §2.1. */
export const pmtuBlackHole: Rule = { id: 'pmtu-black-hole', scenario: 'F6', explains: ['esp-one-way', 'esp-loss'], find }

/** Bytes of an IP packet that every path has to carry without cutting (RFC 8200 §5); above, sizes matter. */
const LARGE = 1200
/** Equal packets at growing distances that look like one segment sent again and again. */
const COPIES = 4

function find(scene: Scene): Found[] {
  return flowPairs(scene).flatMap(({ flow, back }) => {
    const run = repeated(scene, flow)
    if (!run) return []
    const { rows, size } = run
    const { packets } = scene.trace
    const first = packets.time(rows[0]!)
    const last = packets.time(rows.at(-1)!)
    if (back.some(b => b.firstTime < first && speaks(packets, b, first, last)) || !back.some(b => b.firstTime < first)) return []
    if (scene.trace.icmpErrors.all.some(e => e.mtu !== undefined && e.time >= first - 5)) return []
    const course = courseBetween(scene, flow)
    return [
      {
        severity: 'error' as const,
        title: `Packets of ${size} bytes from ${flow.source} get no further`,
        says: `${flow.source} sent packets of ${size} bytes on SPI ${spiText(flow.spi)} ${rows.length} times at growing distances within ${inWords(last - first)}, as for one segment that is never acknowledged, while smaller packets were answered before. A link on the path is too small for them, and no router says so.`,
        confidence: 'likely' as const,
        place: 'unknown' as const,
        negotiation: course ? idOf(course) : null,
        because: ['The distances double, as those of a TCP segment that is sent again.', 'No ICMP message names a smaller MTU.'],
        evidence: packetsAsEvidence(rows.map(row => row + 1)),
        otherwise: ['The far end stopped reading the connection.', 'The answers are lost on their way back.'],
        tryNext: [
          'Let ICMP "fragmentation needed" pass on the path, or lower the MTU or the TCP MSS of the tunnel.',
          `Capture at ${flow.destination} as well: it shows the size above which nothing arrives.`,
        ],
      },
    ]
  })
}

/** A flow has packets between two moments. */
function speaks(packets: Packets, flow: Flow, from: number, to: number): boolean {
  return rowsOf(packets, flow).some(row => packets.time(row) > from + 0.2 && packets.time(row) < to)
}

/** The last packet of one size, the distance from the one before, and how many of the last stand at growing distances. */
interface Run {
  time: number
  gap: number
  count: number
}

/** The longest run of equally large packets at growing distances, during which the other end sends nothing large back. */
function repeated({ trace: { packets } }: Scene, flow: Flow): { rows: number[]; size: number } | undefined {
  const bySize = new Map<number, Run>()
  const all = rowsOf(packets, flow)
  for (const row of all) {
    const size = packets.ipLength(row)
    if (size <= LARGE) continue
    const time = packets.time(row)
    const run = bySize.get(size)
    if (run) goOn(run, time)
    else bySize.set(size, { time, gap: Number.NaN, count: 1 })
  }
  for (const [size, { count }] of bySize) {
    if (count >= COPIES) return { rows: [...all.filter(row => packets.ipLength(row) === size).slice(-count)], size }
  }
  return undefined
}

/** One more: it goes on with the run when it stands at least half again as far as the one before, or else begins another. */
function goOn(run: Run, time: number): void {
  const gap = time - run.time
  run.count = gap < 0.15 || gap < 1.5 * run.gap ? 2 : run.count + 1
  run.gap = gap
  run.time = time
}

import { hexSpi } from '../../protected/securityAssociation.ts'
import { type Stalled, stalledIn } from '../../protected/stalled.ts'
import { captureAt } from '../captureAt.ts'
import { columnsOfFlow, type FlowPair, flowPairs } from '../espPairs.ts'
import { type Found, idOf, inWords, packetsAsEvidence, type Scene } from '../finding.ts'
import { tooBig } from './tooBig.ts'

interface StalledFlow {
  readonly pair: FlowPair
  readonly stalled: Stalled
}

const known = new WeakMap<Scene, readonly StalledFlow[]>()

/** Flows whose large packets get no further while no router says so. */
export function stalledFlows(scene: Scene): readonly StalledFlow[] {
  const before = known.get(scene)
  if (before) return before
  const { packets, icmpErrors } = scene.trace
  const all = flowPairs(scene).flatMap(pair => {
    const columns = columnsOfFlow(packets, pair.flow)
    const back = pair.back.filter(b => b.lastTime >= pair.flow.firstTime && b.firstTime <= pair.flow.lastTime)
    const stalled = columns && stalledIn(columns, () => back.flatMap(b => columnsOfFlow(packets, b) ?? []))
    if (!stalled || (stalled.how === 'regular' && areAnswers(scene, pair, stalled))) return []
    const first = packets.time(stalled.rows[0]!)
    const told = icmpErrors.all.some(e => e.mtu !== undefined && e.time >= first - 5 && e.quoted?.to === pair.flow.destination)
    return told ? [] : [{ pair, stalled }]
  })
  known.set(scene, all)
  return all
}

/** Packets that stand right behind something of the other side, be it in fragments, are answers: nobody answers those. */
function areAnswers({ trace: { packets } }: Scene, { flow }: FlowPair, { rows }: Stalled): boolean {
  const { flows } = packets
  const isFromThere = (row: number) =>
    flows.source(packets.flow(row)) === flow.destination && flows.destination(packets.flow(row)) === flow.source
  const answers = rows.filter(row => {
    const place = packets.place(row)
    for (let at = place - 1; at >= 0 && at >= place - 8; at--) {
      const before = packets.at(at)
      if (packets.time(row) - packets.time(before) > AT_ONCE) return false
      if (isFromThere(before)) return true
    }
    return false
  })
  return answers.length * 2 >= rows.length
}

/** Seconds within which a host answers a ping. */
const AT_ONCE = 0.1

/** Packets of one size get no further. */
export function furtherNot({ trace: { packets } }: Scene, { flow, course }: FlowPair, { how, size, rows, answered }: Stalled): Found {
  const last = packets.time(rows.at(-1)!) - packets.time(rows[0]!)
  const before = answered === undefined ? 'smaller packets were answered before' : `packets of up to ${answered} bytes were answered`
  return {
    severity: how === 'resent' ? 'error' : 'warning',
    title: `Packets of ${size} bytes from ${flow.source} get no further`,
    says: `${flow.source} sent packets of ${size} bytes on SPI ${hexSpi(flow.spi)} ${rows.length} times ${how === 'resent' ? 'at growing distances' : 'at even distances'} within ${inWords(last)}${how === 'resent' ? ', as for one segment that is never acknowledged' : ', and none was answered'}, while ${before}. A link on the path is too small for them, and no router says so.`,
    confidence: how === 'resent' ? 'likely' : 'possible',
    place: 'unknown',
    negotiation: course ? idOf(course) : null,
    because: [
      how === 'resent'
        ? 'The distances double, as those of a TCP segment that is sent again.'
        : 'Small packets are followed by an answer each, these by none.',
      answered === undefined
        ? `The limit lies below ${size} bytes.`
        : `The limit lies between ${answered} and ${size} bytes (IP packet, IPsec included).`,
      'No ICMP message names a smaller MTU.',
    ],
    evidence: packetsAsEvidence(rows.map(row => row + 1)),
    otherwise: ['The far end stopped reading the connection.', 'The answers are lost on their way back.'],
    tryNext: [
      `Let ${tooBig(flow.destination)} pass on the path, or lower the MTU or the TCP MSS of the tunnel.`,
      captureAt(flow.destination, ` as well: it shows the size above which nothing arrives.`),
    ],
  }
}

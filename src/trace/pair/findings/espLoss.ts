import { Kind } from '../../../dissectors/sort.ts'
import type { Found } from '../../findings/finding.ts'
import { listed } from '../../findings/wording.ts'
import { sequenceOf } from '../../protected/flowColumns.ts'
import { hexSpi } from '../../protected/securityAssociation.ts'
import { cited, endName, other, type PairForm, type PairScene, ways } from '../scene.ts'
import { DROPPED_THERE, isDroppedThere } from './dropped.ts'
import { isBlocked } from './espBlocked.ts'
import { lostInPassing } from './ikeLoss.ts'
import { isBlackHole } from './pmtuBlackHole.ts'
import { type ProtectedWay, protectedWays } from './protectedWays.ts'

/** Missing packets from which it is more than an accident. */
const SEVERAL = 2

/** T7: gaps are no guess any more: each missing packet was seen leaving. */
export const espLoss: PairForm = (pair, alone) => {
  const [there, back] = protectedWays(pair)
  const lossy = [there, back].filter(
    way => way.lost.length > 0 && !isDroppedThere(pair, way.sender) && !isBlocked(pair, way) && !isBlackHole(pair, way),
  )
  if (lossy.length === 0) return []
  const lost = lossy.reduce((sum, way) => sum + way.lost.length, 0)
  const messages = ([0, 1] as const).map(sender => lostInPassing(pair, sender).length)
  const senders = ([0, 1] as const).filter(sender => messages[sender]! > 0 || lossy.some(way => way.sender === sender))
  const isAlike = messages.some(count => count > 0)
  const found: Found = {
    severity: lost >= SEVERAL ? 'warning' : 'note',
    title: `${isAlike ? 'Packets' : 'Protected packets'} are lost on the way: ${senders.map(sender => share(pair, sender, lossy, isAlike ? messages : [])).join(', ')}`,
    says: `${lossy.map(way => `Of ${way.lost.length + way.arrived} protected packets that left ${endName(pair, way.sender)} while both captures ran, ${way.lost.length} never arrived at ${endName(pair, other(way.sender))}`).join('. ')}.${isAlike ? ` IKE messages are lost as well: ${senders.flatMap(sender => (messages[sender] ? [`${messages[sender]} from ${endName(pair, sender)}`] : [])).join(', ')}.` : ''}`,
    confidence: 'certain',
    place: ways(new Set(senders)),
    negotiation: alone[0]?.negotiation ?? pair.joints.all.findLast(joint => joint.course.verdict.outcome === 'established')?.id ?? null,
    ...(lossy.every(way => isEnd(way)) ? { under: ['dead-peer'] } : {}),
    because: [
      'SPI and sequence number tell every packet from every other: each lost one is in the capture at its sender and not in the other.',
      ...lossy.map(way => numbersOf(pair, way)),
    ],
    evidence: lossy.flatMap(way => cited(way.sender, way.lost)),
    otherwise: [DROPPED_THERE],
    tryNext: [],
  }
  return [found]
}

/** Nothing arrived any more after the first that was lost: the path is broken rather than lossy. */
function isEnd({ lost, arrivedRows }: ProtectedWay): boolean {
  return lost[0]! > (arrivedRows.at(-1) ?? -1)
}

/** `Lost from A: ESP c0ffee01 numbers 4, 7, 9 and 3 more.` */
function numbersOf(pair: PairScene, { sender, lost }: ProtectedWay): string {
  const { packets, flows } = pair.lineup.rows[sender]
  const bySpi = new Map<string, string[]>()
  for (const row of lost.slice(0, MOST)) {
    const flow = packets.flow(row)
    const name = `${flows.kind(flow) === Kind.ah ? 'AH' : 'ESP'} ${hexSpi(flows.selector(flow))}`
    bySpi.set(name, [...(bySpi.get(name) ?? []), `${sequenceOf(packets, row)}`])
  }
  const told = [...bySpi]
    .slice(0, 3)
    .map(([name, numbers]) => `${name} ${numbers.length === 1 ? 'number' : 'numbers'} ${listed(numbers, 12)}`)
  return `Lost from ${'AB'[sender]}: ${told.join('; ')}${lost.length > MOST || bySpi.size > 3 ? '; and more' : ''}.`
}

const MOST = 200

/** `3 of 25 from A (192.0.2.10)`; where messages are lost too `3 of 25 protected and 2 of IKE from A (192.0.2.10)`. */
function share(pair: PairScene, sender: 0 | 1, lossy: readonly ProtectedWay[], messages: readonly number[]): string {
  const way = lossy.find(one => one.sender === sender)
  const what = messages.length ? ' protected' : ''
  const counts = [
    way ? `${way.lost.length} of ${way.lost.length + way.arrived}${what}` : '',
    messages[sender] ? `${messages[sender]} of IKE` : '',
  ]
  return `${counts.filter(one => one).join(' and ')} from ${endName(pair, sender)}`
}

import { Kind } from '../../../dissectors/sort.ts'
import { flowPairs } from '../../findings/espPairs.ts'
import type { Found } from '../../findings/finding.ts'
import { toOldAddress } from '../../findings/protected/oldAddress.ts'
import { listed } from '../../findings/wording.ts'
import type { Flow } from '../../protected/flow.ts'
import { sequenceOf } from '../../protected/flowColumns.ts'
import { hexSpi } from '../../protected/securityAssociation.ts'
import { brokenFrom } from '../brokenPath.ts'
import { cited, endName, other, type PairForm, type PairScene, ways } from '../scene.ts'
import { closedOneWay } from './closedOneWay.ts'
import { DROPPED_THERE, isDroppedThere } from './dropped.ts'
import { isBlocked } from './espBlocked.ts'
import { fragmentWay, isFiltered } from './fragments.ts'
import { lostInPassing } from './ikeLoss.ts'
import { isBlackHole } from './pmtuBlackHole.ts'
import { type ProtectedWay, protectedWays } from './protectedWays.ts'

/** Missing packets from which it is more than an accident. */
const SEVERAL = 2

/** T7: gaps are no guess any more: each missing packet was seen leaving. */
export const espLoss: PairForm = (pair, alone) => {
  const [there, back] = protectedWays(pair)
  const lossy = [there, back].filter(
    way =>
      lostOf(way) > 0 &&
      !isDroppedThere(pair, way.sender) &&
      !isBlocked(pair, way) &&
      !isBlackHole(pair, way) &&
      !closedOneWay(pair, way) &&
      !brokenFrom(pair, way.sender) &&
      !(way.lost.length === 0 && isFiltered(fragmentWay(pair, way.sender))),
  )
  if (lossy.length === 0) return []
  const lost = lossy.reduce((sum, way) => sum + lostOf(way), 0)
  const messages = ([0, 1] as const).map(sender => lostInPassing(pair, sender).length)
  const senders = ([0, 1] as const).filter(sender => messages[sender]! > 0 || lossy.some(way => way.sender === sender))
  const isAlike = messages.some(count => count > 0)
  const found: Found = {
    ...(!isAlike && lossy.every(way => isToOldAddress(pair, way)) ? { under: ['esp-one-way'] } : {}),
    severity: lost >= SEVERAL ? 'warning' : 'note',
    title: `${isAlike ? 'Packets' : 'Protected packets'} are lost on the way: ${senders.map(sender => share(pair, sender, lossy, isAlike ? messages : [])).join(', ')}`,
    says: `${lossy.map(way => `Of ${sentOf(way)} protected packets that left ${endName(pair, way.sender)} while both captures ran, ${lostOf(way)} never arrived${way.inPieces.lost.length ? ' whole' : ''} at ${endName(pair, other(way.sender))}`).join('. ')}.${isAlike ? ` IKE messages are lost as well: ${senders.flatMap(sender => (messages[sender] ? [`${messages[sender]} from ${endName(pair, sender)}`] : [])).join(', ')}.` : ''}`,
    confidence: 'certain',
    place: ways(new Set(senders)),
    negotiation: alone[0]?.negotiation ?? pair.joints.all.findLast(joint => joint.course.verdict.outcome === 'established')?.id ?? null,
    because: [
      `SPI and sequence number tell every packet from every other: each lost one is in the capture at its sender and not${lossy.some(way => way.inPieces.lost.length > 0) ? ', or not whole,' : ''} in the other.`,
      ...lossy.map(way => numbersOf(pair, way)),
      ...lossy.flatMap(inFragments),
    ],
    evidence: lossy.flatMap(way => cited(way.sender, lostRows(way))),
    otherwise: [DROPPED_THERE],
    tryNext: [],
  }
  return [found]
}

/** All that was lost went to where its receiver is no more. */
function isToOldAddress({ scenes, lineup }: PairScene, { sender, lost, inPieces }: ProtectedWay): boolean {
  const { packets } = lineup.rows[sender]
  const indexOf = (flow: Flow) => packets.flow(flow.firstPacket - 1)
  const old = new Set(
    flowPairs(scenes[sender])
      .flatMap(one => toOldAddress(scenes[sender], one) ?? [])
      .map(indexOf),
  )
  return old.size > 0 && inPieces.lost.length === 0 && lost.every(row => old.has(packets.flow(row)))
}

/** Whole or in IP fragments. */
function lostOf({ lost, inPieces }: ProtectedWay): number {
  return lost.length + inPieces.lost.length
}

function sentOf(way: ProtectedWay): number {
  return lostOf(way) + way.arrived + way.inPieces.arrived.length
}

/** Packets that were lost whole, and fragments that were. */
function lostRows({ lost, inPieces }: ProtectedWay): number[] {
  return [...lost, ...inPieces.lost.flatMap(one => one.lost)].sort((x, y) => x - y)
}

/** `2 of them left A in IP fragments, of which not all arrived: such a packet is lost.` */
function inFragments({ sender, lost, inPieces }: ProtectedWay): string[] {
  const { length } = inPieces.lost
  if (length === 0) return []
  const which = lost.length > 0 ? `${length} of them` : length === 1 ? 'It' : 'All of them'
  return [`${which} left ${'AB'[sender]} in IP fragments: a packet of which one fragment is lost is lost.`]
}

/** `Lost from A: ESP c0ffee01 numbers 4, 7, 9 and 3 more.` */
function numbersOf(pair: PairScene, { sender, lost, inPieces }: ProtectedWay): string {
  const { packets, flows } = pair.lineup.rows[sender]
  const whole = lost.slice(0, MOST).map(row => {
    const flow = packets.flow(row)
    return { row, sa: `${flows.kind(flow) === Kind.ah ? 'AH' : 'ESP'} ${hexSpi(flows.selector(flow))}`, number: sequenceOf(packets, row) }
  })
  const cut = inPieces.lost
    .slice(0, MOST)
    .map(({ protocol, spi, sequence, rows }) => ({ row: rows[0]!, sa: `${protocol.toUpperCase()} ${hexSpi(spi)}`, number: sequence }))
  const bySpi = new Map<string, string[]>()
  const all = [...whole, ...cut].sort((one, other) => one.row - other.row).slice(0, MOST)
  for (const { sa, number } of all) bySpi.set(sa, [...(bySpi.get(sa) ?? []), `${number}`])
  const told = [...bySpi]
    .slice(0, 3)
    .map(([name, numbers]) => `${name} ${numbers.length === 1 ? 'number' : 'numbers'} ${listed(numbers, 12)}`)
  const more = lost.length + inPieces.lost.length > MOST || bySpi.size > 3
  return `Lost from ${'AB'[sender]}: ${told.join('; ')}${more ? '; and more' : ''}.`
}

const MOST = 200

/** `3 of 25 from A (192.0.2.10)`; where messages are lost too `3 of 25 protected and 2 of IKE from A (192.0.2.10)`. */
function share(pair: PairScene, sender: 0 | 1, lossy: readonly ProtectedWay[], messages: readonly number[]): string {
  const way = lossy.find(one => one.sender === sender)
  const what = messages.length ? ' protected' : ''
  const counts = [way ? `${lostOf(way)} of ${sentOf(way)}${what}` : '', messages[sender] ? `${messages[sender]} of IKE` : '']
  return `${counts.filter(one => one).join(' and ')} from ${endName(pair, sender)}`
}

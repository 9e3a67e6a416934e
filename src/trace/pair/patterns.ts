import { Kind } from '../../dissectors/sort.ts'
import { Way } from './ends.ts'
import { Fate } from './fate.ts'
import { isDroppedThere } from './findings/dropped.ts'
import { isBlocked } from './findings/espBlocked.ts'
import { fragmentWay, isFiltered } from './findings/fragments.ts'
import { isBlackHole } from './findings/pmtuBlackHole.ts'
import { protectedWays } from './findings/protectedWays.ts'
import { lossInCommon, whileBothRan } from './lossInCommon.ts'
import type { Pattern } from './report.ts'
import { isProtected } from './rows.ts'
import { endName, other, type PairScene, wayFrom } from './scene.ts'
import { STRETCH, stretchOf } from './stretch.ts'

/** What losses and changes have in common over the whole trace, each way. */
export function patternsOf(pair: PairScene, modified: PairScene['modified']): Pattern[] {
  return ([0, 1] as const).flatMap(sender => [...lossPatterns(pair, sender), ...flips(pair, modified, sender)])
}

function lossPatterns(pair: PairScene, sender: 0 | 1): Pattern[] {
  const found: Pattern[] = []
  const place = wayFrom(sender)
  const [from, to] = [endName(pair, sender), endName(pair, other(sender))]
  const all = tally(pair, sender, () => true)
  if (all.lost === 0) return found
  const ran = whileBothRan(pair, sender)
  if (all.lost === all.sent && all.lost > 1)
    return [{ kind: 'everything', place, ...all, says: `${allOf(all.lost)} packets from ${from} to ${to}${ran} were lost.` }]
  const cut = fragmentWay(pair, sender)
  if (isFiltered(cut))
    found.push({
      kind: 'later-fragments',
      place,
      lost: cut.laterLost,
      sent: cut.laterSent,
      says: `${allOf(cut.laterLost)} fragments from ${from}${ran ? `${ran} and` : ' that'} are not the first were lost; all ${cut.firstSent} first ones arrived.`,
    })
  const way = protectedWays(pair)[sender]
  const blocked = way.lost.length + way.inPieces.lost.length
  if (way.lost.length > 0 && isBlocked(pair, way))
    found.push({
      kind: 'protocol',
      place,
      lost: blocked,
      sent: blocked,
      says: `${allOf(blocked)} protected packets from ${from}${ran} were lost.`,
    })
  else if (isBlackHole(pair, way))
    found.push({
      kind: 'above-size',
      place,
      lost: way.lost.length,
      sent: way.lost.length,
      size: way.largestArrived,
      says: `${allOf(way.lost.length)} protected packets from ${from} above ${way.largestArrived} bytes${ran} were lost; all others arrived.`,
    })
  else found.push(...bySize(pair, sender))
  // Behind a NAT one of the two ports is any.
  const on4500 = tally(pair, sender, (ports, kind) => ports.includes(4500) && (kind === Kind.ike || kind === Kind.natKeepalive))
  const others = tally(pair, sender, (ports, kind) => ports.includes(500) && !ports.includes(4500) && kind === Kind.ike)
  if (on4500.lost > 1 && on4500.lost === on4500.sent && others.lost < others.sent)
    found.push({
      kind: 'port',
      place,
      ...on4500,
      says: `${allOf(on4500.lost)} packets from ${from} on UDP port 4500${ran} were lost; on port 500 they arrive.`,
    })
  if (found.length === 0 && !isDroppedThere(pair, sender)) {
    const run = stretchOf(pair, sender)
    const [first, last] = [run?.lost[0], run?.lost.at(-1)].map(row => `${'AB'[sender]}${row! + 1}`)
    const { kind, how } =
      run && run.lost.length >= STRETCH
        ? { kind: 'one-stretch' as const, how: `, one after another, from packet ${first} to ${last}` }
        : (lossInCommon(pair, sender) ?? { kind: 'random' as const, how: run ? '' : ', in no order that shows' })
    found.push({
      kind,
      place,
      ...all,
      says: `${all.lost} of ${all.sent} packets from ${from} to ${to}${ran} ${all.lost === 1 ? 'was' : 'were'} lost${how}.`,
    })
  }
  return found
}

/** Packets lost, and smaller ones that arrived, from which size is what they have in common; bytes that every path carries. */
const LOST = 3
const ARRIVED = 3
const LARGE = 1000

/** All that is larger than something was lost, whatever it is: fragments, IKE, packets in the clear. */
function bySize(pair: PairScene, sender: 0 | 1): Pattern[] {
  const { lineup } = pair
  const { packets, mate } = lineup.rows[sender]
  const fates = lineup.fates.of[sender]
  let [lost, arrived, largest, smallest] = [0, 0, 0, Number.POSITIVE_INFINITY]
  for (let row = 0; row < mate.length; row++) {
    if (lineup.ends.way[sender][packets.flow(row)] !== Way.sentHere) continue
    const length = packets.ipLength(row)
    if (fates[row] === Fate.delivered) {
      arrived++
      largest = Math.max(largest, length)
    } else if (fates[row] === Fate.lost) {
      lost++
      smallest = Math.min(smallest, length)
    }
  }
  if (lost < LOST || arrived < ARRIVED || smallest <= largest || smallest < LARGE) return []
  const says = `All ${lost} packets from ${endName(pair, sender)} above ${largest} bytes${whileBothRan(pair, sender)} were lost; all ${arrived} others arrived.`
  return [{ kind: 'above-size', place: wayFrom(sender), lost, sent: lost, size: largest, says }]
}

/** Packets of one end, sent while both captures ran. */
function tally(
  { lineup }: PairScene,
  sender: 0 | 1,
  wanted: (ports: readonly number[], kind: Kind) => boolean,
): { sent: number; lost: number } {
  const { packets, flows, mate } = lineup.rows[sender]
  const fates = lineup.fates.of[sender]
  const matters = new Uint8Array(flows.length)
  for (let flow = 0; flow < flows.length; flow++) {
    const ports = [Math.floor(flows.selector(flow) / 65536), flows.selector(flow) % 65536]
    if (lineup.ends.way[sender][flow] === Way.sentHere && wanted(ports, flows.kind(flow))) matters[flow] = 1
  }
  let [sent, lost] = [0, 0]
  for (let row = 0; row < mate.length; row++) {
    const fate = fates[row]
    if (fate !== Fate.lost && fate !== Fate.delivered) continue
    if (matters[packets.flow(row)] === 0) continue
    sent++
    if (fate === Fate.lost) lost++
  }
  return { sent, lost }
}

/** Changes of one bit each: a link, a cable or memory rather than a device that rewrites. */
function flips(pair: PairScene, modified: PairScene['modified'], sender: 0 | 1): Pattern[] {
  const own = modified.filter(one => one.direction === wayFrom(sender))
  const single = own.filter(({ differences, octets }) => octets === 1 && isOneBit(differences[0]))
  if (single.length < 2 || single.length < own.length) return []
  const { packets } = pair.lineup.rows[sender]
  const isAllProtected = own.every(({ a, b }) => isProtected(packets.kind((sender === 0 ? a : b) - 1)))
  const { sent } = tally(pair, sender, (_, kind) => !isAllProtected || isProtected(kind))
  const says = `In ${own.length} of ${sent}${isAllProtected ? ' protected' : ''} packets from ${endName(pair, sender)}${whileBothRan(pair, sender)} (${Math.round((100 * own.length) / sent)} %) one bit was flipped.`
  return [{ kind: 'bit-flips', place: wayFrom(sender), lost: own.length, sent, says }]
}

function isOneBit(difference: PairScene['modified'][number]['differences'][number] | undefined): boolean {
  if (!difference) return false
  const bits = Number.parseInt(difference.before, 16) ^ Number.parseInt(difference.after, 16)
  return bits !== 0 && (bits & (bits - 1)) === 0
}

/** `All 6`, `Both`. */
function allOf(count: number): string {
  return count === 2 ? 'Both' : `All ${count}`
}

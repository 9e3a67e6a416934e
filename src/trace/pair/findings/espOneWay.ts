import type { Found } from '../../findings/finding.ts'
import { onClockOfA } from '../clock.ts'
import { at, other, type PairForm, type PairScene, passageOf } from '../scene.ts'
import { isBlocked } from './espBlocked.ts'
import { perNegotiation } from './inVain.ts'
import { joined } from './joined.ts'
import { type ProtectedWay, protectedWays } from './protectedWays.ts'

/** T6: what arrives is not answered. What is lost on the way is another fault, told by another rule. */
export const espOneWay: PairForm = (pair, alone) => {
  const [fromA, fromB] = protectedWays(pair)
  if (isBlocked(pair, fromA) || isBlocked(pair, fromB)) return []
  return perNegotiation(pair, alone).flatMap(group => {
    const found = group.find(one => one.astray) ?? joined(group)
    const passages = found.evidence.flatMap(({ trace, packet }) => passageOf(pair, trace, packet) ?? [])
    const sender = passages[0]?.sender
    if (sender === undefined) return [found]
    if (found.astray) return [{ ...found, place: at(other(sender)) }]
    if (passages.some(one => one.sender !== sender)) return [passages.every(one => one.arrived === 'yes') ? arrivingBothWays(found) : found]
    const answers = protectedWays(pair)[other(sender)]
    if (passages.some(one => one.arrived === 'no')) return answers.sent + answers.inPieces.sent > 0 ? [] : [found]
    if (passages.some(one => one.arrived !== 'yes')) return [found]
    if (answersLost(pair, answers, found)) return []
    return [
      {
        ...found,
        place: at(other(sender)),
        says: `${found.says} The packets arrive there, as the other capture shows.`,
        ...afterArrival(group.find(one => one.evidence.every(({ trace }) => trace === other(sender))) ?? found),
      },
    ]
  })
}

/** Neither answers the other, and no path is to blame. */
function arrivingBothWays(found: Found): Found {
  return { ...found, says: `${found.says} They arrive at both ends, as the captures show.`, otherwise: withoutPath(found) }
}

/** Where they arrive the capture may show what became of them, which that of the sender cannot. */
function afterArrival(found: Found): Pick<Found, 'otherwise' | 'tryNext'> {
  return { otherwise: withoutPath(found), tryNext: found.tryNext }
}

function withoutPath({ otherwise }: Found): Found['otherwise'] {
  return otherwise.filter(one => !one.includes('path'))
}

/** It was answered, and the answers were lost: no silence. */
function answersLost(pair: PairScene, { sender, lost, outside, inPieces }: ProtectedWay, { evidence }: Found): boolean {
  const onClock = (trace: 0 | 1, time: number) => onClockOfA(pair.lineup.clock, trace, time) ?? time
  const timeOf = (trace: 0 | 1, row: number) => onClock(trace, pair.lineup.rows[trace].packets.time(row))
  const from = Math.min(...evidence.map(({ trace, packet }) => timeOf(trace, packet - 1)))
  return [...lost, ...outside, ...inPieces.lost.flatMap(one => one.lost)].some(row => timeOf(sender, row) >= from)
}

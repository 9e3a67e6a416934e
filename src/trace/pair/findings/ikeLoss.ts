import type { Found } from '../../findings/finding.ts'
import { type Chance, chanceOf, howOften, lossBothWays, oneIn } from '../chance.ts'
import type { Joint } from '../joint.ts'
import { refusedPackets } from '../refusedPackets.ts'
import { cited, endName, jointOf, other, type PairForm, type PairScene, sendingsOf, ways } from '../scene.ts'
import { DROPPED_THERE, isDroppedThere } from './dropped.ts'
import { missedIn } from './fragments.ts'
import { FIND_LOSSY_PART } from './lookOnTheWay.ts'
import { type Stuck, stuckOf } from './stuck.ts'

/** N29: which sendings of IKE messages were lost, each way. What explains a negotiation that got stuck is told there. */
export const ikeLoss: PairForm = (pair, alone) => {
  const severity = new Map(alone.map(found => [jointOf(pair, found), found.severity]))
  return pair.joints.all.flatMap(joint => {
    const lost = lostOf(pair, joint)
    if (lost.length === 0) return []
    const end = (trace: 0 | 1) => endName(pair, trace, joint.course.negotiation)
    const count = (sender: 0 | 1) => lost.filter(one => one.sender === sender).length
    const senders = ([0, 1] as const).filter(sender => count(sender) > 0)
    const stuck = cameAbout(joint) ? undefined : stuckOf(pair, joint)
    const chance = stuck && chanceOf(pair, stuck)
    const found: Found = {
      severity: severity.get(joint) ?? 'note',
      title: `IKE messages are lost on the way: ${senders.map(sender => `${count(sender)} from ${end(sender)}`).join(', ')}`,
      says: `${senders.map(sender => `${count(sender) === 1 ? 'One sending of an IKE message' : `${count(sender)} sendings of IKE messages`} left ${end(sender)} and did not arrive whole at ${end(other(sender))}.`).join(' ')}`,
      confidence: 'certain',
      place: ways(new Set(senders)),
      negotiation: joint.id,
      under: ['esp-loss'],
      because: ['Each lost one is in the capture at its sender and not in the other, which was running.'],
      evidence: lost
        .flatMap(one =>
          cited(
            one.sender,
            one.packets.map(packet => packet - 1),
            3,
          ),
        )
        .slice(0, 12),
      otherwise: areMissed(pair, lost) ? [] : [DROPPED_THERE],
      tryNext: [],
    }
    return [stuck && chance ? takesAll(pair, found, stuck, chance) : found]
  })
}

/** The receiver itself says of all of them that it waited in vain for the rest. */
function areMissed(pair: PairScene, lost: readonly Lost[]): boolean {
  return ([0, 1] as const).every(sender => {
    const rows = lost.flatMap(one => (one.sender === sender ? one.packets.map(packet => packet - 1) : []))
    const { missed, at } = missedIn(pair, sender, rows)
    return rows.length === 0 || (missed.all && at !== sender)
  })
}

interface Lost {
  readonly sender: 0 | 1
  readonly packets: readonly number[]
}

function lostOf(pair: PairScene, joint: Joint): Lost[] {
  const all = joint.course.negotiation.messages.flatMap(message =>
    sendingsOf(pair, message).flatMap(one =>
      one.sender !== undefined && one.fate === 'lost' && !isRefused(pair, one.sender, one.lost)
        ? [{ sender: one.sender, packets: one.lost }]
        : [],
    ),
  )
  return cameAbout(joint) ? all.filter(one => !isDroppedThere(pair, one.sender)) : all
}

/** The path said of one of the packets that it could not go on. */
function isRefused(pair: PairScene, sender: 0 | 1, packets: readonly number[]): boolean {
  const refused = refusedPackets(pair, sender)
  return packets.some(packet => refused.has(packet))
}

function cameAbout({ course }: Joint): boolean {
  return course.verdict.outcome === 'established'
}

/** Sendings of IKE messages that one end lost in negotiations that came to stand all the same, and their packets. */
export function lostInPassing(pair: PairScene, sender: 0 | 1): Lost[] {
  return pair.joints.all.filter(cameAbout).flatMap(joint => lostOf(pair, joint).filter(one => one.sender === sender))
}

/** A lossy path that took every copy of one message, so that the negotiation did not get on. */
function takesAll(pair: PairScene, found: Found, { named, sender, sent }: Stuck, chance: Chance): Found {
  const ways = lossBothWays(pair)
  const from = endName(pair, sender, named.message.negotiation)
  return {
    ...found,
    under: [],
    severity: 'error',
    confidence: 'likely',
    title: `Packets are lost at random, ${ways.map(way => `${way.lost} of ${way.sent} from ${endName(pair, way.sender)}`).join(' and ')}: ${named.name} never gets through`,
    says: `${ways.map(way => `Of ${way.sent} packets of all kinds that left ${endName(pair, way.sender)} while both captures ran, ${way.lost} never arrived at ${endName(pair, other(way.sender))}`).join('. ')}. ${sent === 1 ? `${named.name} from ${from} is among them` : `${sent === 2 ? 'Both' : `All ${sent}`} copies of ${named.name} from ${from} are among them`}, so the negotiation does not go on. Where ${oneIn(chance)} is lost, that happens ${howOften(chance.probability)}; nothing shows that ${named.name} is treated differently from the rest.`,
    because: [
      ...found.because,
      `Beside ${named.name}, ${chance.lost} of ${chance.sent} packets from ${from} were lost, with others arriving in between.`,
    ],
    otherwise: [`Something on the way takes away just ${named.name}, and the path is lossy besides.`, ...found.otherwise],
    tryNext: [`${FIND_LOSSY_PART}, then try again: the negotiation needs every message once.`],
  }
}

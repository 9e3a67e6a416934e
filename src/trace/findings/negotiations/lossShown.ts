import { type Message, piecesOf } from '../../model.ts'
import { isAtReceiver, isInPart } from '../../negotiation/arrival.ts'
import type { Course } from '../../negotiation/course.ts'
import type { NamedMessage } from '../../negotiation/exchange.ts'
import type { IcmpError } from '../../path/icmpErrors.ts'
import { mtuOf, saysTooBig } from '../../path/pathMtu.ts'
import { route } from '../addresses.ts'
import { captureAt } from '../captureAt.ts'
import { evidence, type Found, idOf, packetsAsEvidence, type Scene } from '../finding.ts'
import { ICMP_UNSIGNED, piecesNamed } from '../wording.ts'

/** A message that got through only when it was sent again, where packets show what became of the first sending; undefined where none do. */
export function lossShown(scene: Scene, course: Course, named: NamedMessage): Found | undefined {
  const error = tooBig(scene, named.message)
  if (error) return refusedAsTooBig(course, named, error)
  return cameInPart(course, named.message) ? restLost(course, named) : undefined
}

/** A router could not pass on a packet of the first sending. */
function tooBig({ trace }: Scene, message: Message): IcmpError | undefined {
  const [first] = message.transmissions
  return trace.icmpErrors.all.find(e => saysTooBig(e) && e.about?.message === message && first!.sightings.includes(e.about.sighting))
}

/** Of the first sending some pieces that IKE made came to the receiver, and others did not. */
function cameInPart(course: Course, message: Message): boolean {
  const [first] = message.transmissions
  const inPieces = first!.sightings.every(one => one.carriage === 'ike-fragments' && one.fragments && one.fragments.total > 0)
  return inPieces && isInPart(first!) && isAtReceiver(course, message) && piecesOf(message) !== undefined
}

function refusedAsTooBig(course: Course, { name, message }: NamedMessage, error: IcmpError): Found {
  const { mtu, guessed } = mtuOf(error)
  return {
    ...shown(course, name),
    says: `A packet of the first sending of ${name}, ${error.quoted!.length} bytes long, was too large for the path: ${error.from} could not pass it on and said so with ICMP${guessed ? '' : `, which names an MTU of ${mtu}`}. Sent again, ${name} got through.`,
    confidence: 'certain',
    because: [`The ICMP error quotes packet ${error.about!.packet}.`],
    evidence: [...evidence([message]), ...packetsAsEvidence([error.packet])],
    otherwise: [ICMP_UNSIGNED],
    tryNext: [],
  }
}

function restLost(course: Course, { name, message }: NamedMessage): Found {
  const { from, to } = route(message)
  const { numbers, total } = message.transmissions[0]!.sightings[0]!.fragments!
  return {
    ...shown(course, name),
    says: `Of the first sending of ${name} only ${piecesNamed(numbers, total)} came to ${to}: the rest was lost on its way. Sent again, ${name} got through.`,
    confidence: 'likely',
    because: [`The hop counts say that this was captured at ${to}.`],
    evidence: evidence([message]),
    otherwise: ['The capturing machine dropped packets.'],
    tryNext: [captureAt(from, ' as well: it shows whether all pieces leave, and whether ICMP says why they do not arrive.')],
  }
}

function shown(course: Course, name: string) {
  return {
    severity: 'note' as const,
    title: `${name} had to be sent again`,
    place: 'unknown' as const,
    negotiation: idOf(course),
    under: ['esp-loss'],
  }
}

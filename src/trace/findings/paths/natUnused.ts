import { firstSighting, type Message, type Side, sightings } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { NAT_DETECTION_DESTINATION_IP, NAT_DETECTION_SOURCE_IP } from '../../negotiation/header.ts'
import { opposite } from '../../negotiation/sides.ts'
import type { Flow } from '../../protected/flow.ts'
import { addressOf } from '../addresses.ts'
import type { Scene } from '../finding.ts'

// ESP has no ports: a NAT that shares one address among hosts cannot tell whose a packet is, and as a rule drops it. So two peers
// who find a NAT between them put ESP into UDP port 4500 (RFC 3947 §4, RFC 7296 §2.23, RFC 3948). Where the negotiation stays on
// port 500, NAT traversal is off at one end, or one end has none.

/** Why ESP of two hosts is not put into UDP, and who is to be looked at. */
export interface NotEncapsulated {
  /** Its negotiation stays off port 4500, and what it says of NAT traversal. */
  readonly why: string
  /** A sentence in the imperative. */
  readonly turnOn: string
}

/** Undefined where the negotiation moves to port 4500, or was not seen from its beginning. @param capture what the capture is called that packets are of */
export function notEncapsulated(course: Course, capture = 'this capture'): NotEncapsulated | undefined {
  const { negotiation, initiator } = course
  if (negotiation.joined || firstOn4500(course)) return undefined
  const [first, second] = [initiator, opposite(initiator)].map(side => addressOf(course, side)) as [string, string]
  const says = ([initiator, opposite(initiator)] as const).map(side => packetWith(course, side))
  const stays = 'The negotiation stays on port 500, so ESP is not put into UDP'
  const who = (address: string, other: string, packet: number): NotEncapsulated => ({
    why: `${stays}: of the two only ${other} offers NAT traversal, in packet ${packet} of ${capture}, and ${address} does not.`,
    turnOn: `Turn NAT traversal on at ${address}, or update it: ESP then travels inside UDP port 4500.`,
  })
  if (says[0] && !says[1]) return who(second, first, says[0])
  if (says[1] && !says[0]) return who(first, second, says[1])
  if (!says[0])
    return {
      why: `${stays}: neither of the two offers NAT traversal.`,
      turnOn: `Turn NAT traversal on at ${first} and ${second}: ESP then travels inside UDP port 4500.`,
    }
  return {
    why: `${stays}: both offer NAT traversal, and ${first}, which has to move to port 4500, does not.`,
    turnOn: `Turn NAT traversal on at ${first} and ${second}: one of them does not use it. ESP then travels inside UDP port 4500.`,
  }
}

/** The same where NAT detection of one capture shows that a NAT is between. */
export function natUnused(
  { nats }: Scene,
  course: Course | undefined,
  { kind, udpEncapsulated, tcpEncapsulated }: Flow,
): NotEncapsulated | undefined {
  const nat = course && nats.get(course.negotiation)
  if (!nat?.checked || kind !== 'esp' || udpEncapsulated || tcpEncapsulated) return undefined
  return nat.sides.some(side => !side.forced && TRANSLATED.has(side.translated)) ? notEncapsulated(course!) : undefined
}

const TRANSLATED: ReadonlySet<string> = new Set(['before here', 'beyond here', 'both'])

/** ESP of the two hosts travels without UDP although a NAT is between. */
export function goesWithoutUdp({ flows }: Pick<Scene, 'flows'>, course: Course): boolean {
  const hosts = course.negotiation.endpoints.flat().map(e => e.address)
  const isTheirs = ({ source, destination }: Flow) => hosts.includes(source) && hosts.includes(destination)
  return !firstOn4500(course) && flows.some(f => f.kind === 'esp' && !f.udpEncapsulated && !f.tcpEncapsulated && isTheirs(f))
}

/** The first message of a negotiation that went from or to port 4500. */
export function firstOn4500({ negotiation }: Course): Message | undefined {
  return negotiation.messages.find(m => sightings(m).some(s => s.source.port === 4500 || s.destination.port === 4500))
}

/** The packet in which a side says that it can: by a vendor id, or by hashes of addresses. RFC 3947 §3, RFC 7296 §2.23. */
function packetWith({ negotiation }: Course, side: Side): number | undefined {
  const said = negotiation.messages.find(
    m =>
      m.side === side &&
      m.ike.payloads.some(
        p =>
          p.kind === 'natd' ||
          (p.kind === 'vid' && p.known?.family === 'NAT traversal') ||
          (p.kind === 'notify' && m.ike.majorVersion === 2 && DETECTION.has(p.notifyType)),
      ),
  )
  return said && firstSighting(said).packets[0]
}

const DETECTION: ReadonlySet<number> = new Set([NAT_DETECTION_SOURCE_IP, NAT_DETECTION_DESTINATION_IP])

/** What a NAT does with ESP, in words. */
export const NATS_DROP_ESP = 'Most NATs do not carry ESP without UDP: it has no ports by which they tell hosts apart.'

import { firstSighting, type Message } from '../../model.ts'
import { addressesOf } from '../../negotiation/child.ts'
import type { Course } from '../../negotiation/course.ts'
import type { NamedMessage } from '../../negotiation/exchange.ts'
import { Exchanges, isPhase1 } from '../../negotiation/header.ts'
import { opposite } from '../../negotiation/sides.ts'
import { directionsOf } from '../../path/unseenDirections.ts'
import { hexSpi } from '../../protected/securityAssociation.ts'
import { addressOf, route } from '../addresses.ts'
import { captureAt } from '../captureAt.ts'
import type { Found, Scene } from '../finding.ts'

type Told = Pick<Found, 'severity' | 'title' | 'says' | 'confidence' | 'because' | 'otherwise' | 'tryNext'>

/** What else shows that an answer which this capture does not hold was given, or that it could not hold it. */
export function answerMissed(scene: Scene, course: Course, { message, name, position }: NamedMessage): Told | undefined {
  const { from, to } = route(message)
  const spis = spisOfIts(scene, course, message)
  if (spis)
    return {
      severity: 'note',
      title: `The answer of ${to} to ${name} is not in this capture`,
      says: `${from} sent ${name} and this capture holds no answer from ${to}; but the SA that such an answer makes is in use between the two.`,
      confidence: 'likely',
      because: [
        `Protected packets run both ways under ${spis.join(' and ')}, counted from 1 and begun after ${name}, and no other negotiation here made these SPIs.`,
      ],
      otherwise: [`Another negotiation, of which this capture holds nothing, made these SPIs, and ${name} did get no answer.`],
      tryNext: [captureAt(to, ' as well: it shows whether the answer leaves.')],
    }
  if (!isOneWay(scene, course, message, position)) return undefined
  return {
    severity: 'note',
    title: `Nothing of ${to} is in this capture: whether it answers ${name} cannot be told`,
    says: `${name} is itself an answer: ${to} had spoken, and this capture has not one packet from it to ${from}. Either that direction was not captured, or all of it came before the capture began.`,
    confidence: 'likely',
    because: [`${name} of ${from} answers a message of ${to}, which is not here either.`],
    otherwise: [`${to} spoke before the capture began, and ${name} gets no answer.`],
    tryNext: [captureAt(to, ' as well.'), 'Capture both directions.'],
  }
}

/** SPIs, one each way, that nobody else made: the IKE_AUTH answer did. RFC 7296 §1.2. */
function spisOfIts({ ipsecSas }: Scene, course: Course, { ike, side }: Message): string[] | undefined {
  if (ike.exchangeType !== Exchanges.ikeAuth) return undefined
  const request = course.exchanges.find(e => e.messages.some(m => m.message.ike === ike))!.messages.find(m => m.message.side === side)!
  const asked = firstSighting(request.message).time
  const hosts = [addressesOf(course.negotiation, 0), addressesOf(course.negotiation, 1)] as const
  const goes = (source: string, destination: string) =>
    ([0, 1] as const).some(one => hosts[one].includes(source) && hosts[opposite(one)].includes(destination))
  for (const { child, flows } of ipsecSas) {
    const firsts = flows.map(one => one.find(f => f.firstSequence === 1 && f.firstTime > asked && goes(f.source, f.destination)))
    if (!child && firsts.every(f => f !== undefined)) return firsts.map(f => `${f.kind.toUpperCase()} ${hexSpi(f.spi)}`)
  }
  return undefined
}

/** A message of phase 1 that answers one of a host of which the capture has nothing at all, and of the one who answers has it all. */
function isOneWay({ trace: { packets } }: Scene, course: Course, { ike, side }: Message, position: number): boolean {
  const { messages, joined, version } = course.negotiation
  if (version !== 1 || !joined || !isPhase1(ike.exchangeType) || position % 2 === 1 || messages.some(one => one.side !== side)) return false
  return !directionsOf(packets).has(`${addressOf(course, opposite(side))} ${addressOf(course, side)}`)
}

import { firstSighting, type Message } from '../../model.ts'
import { addressesOf } from '../../negotiation/child.ts'
import type { Course } from '../../negotiation/course.ts'
import type { NamedMessage } from '../../negotiation/exchange.ts'
import { Exchanges } from '../../negotiation/header.ts'
import { opposite } from '../../negotiation/sides.ts'
import { hexSpi } from '../../protected/securityAssociation.ts'
import { route } from '../addresses.ts'
import { captureAt } from '../captureAt.ts'
import type { Found, Scene } from '../finding.ts'

type Told = Pick<Found, 'severity' | 'title' | 'says' | 'confidence' | 'because' | 'otherwise' | 'tryNext'>

/** What else shows that an answer which this capture does not hold was given. */
export function answerMissed(scene: Scene, course: Course, { message, name }: NamedMessage): Told | undefined {
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
  return undefined
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

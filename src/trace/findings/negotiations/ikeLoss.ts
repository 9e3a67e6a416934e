import { firstSighting, readableFrom } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { expectsAnswer } from '../../negotiation/due.ts'
import type { NamedMessage } from '../../negotiation/exchange.ts'
import { captureAt, OTHER_END } from '../captureAt.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'
import { listed } from '../wording.ts'

/** N29: IKE messages were lost, and sending them again got them through. */
export const ikeLoss: Rule = { id: 'ike-loss', scenario: 'N29', find }

function find({ courses }: Scene): Found[] {
  return courses.flatMap(course => {
    const again = sentAgain(course)
    return again.length ? [found(course, again)] : []
  })
}

/** Messages that got an answer only after being sent again. */
export function sentAgain(course: Course): NamedMessage[] {
  return course.isRepeated ? course.exchanges.flatMap(e => e.messages.filter(m => gotThrough(m, e.messages))) : []
}

/** Sent more than once before the other side went on. */
export function gotThrough(named: NamedMessage, all: readonly NamedMessage[]): boolean {
  const second = named.message.transmissions[1]
  if (!second || !expectsAnswer(named)) return false
  const again = second.sightings[0]!.time
  return all.some(m => m.message.side !== named.message.side && m.position > named.position && readableFrom(m.message) > again)
}

function found(course: Course, again: readonly NamedMessage[]): Found {
  const names = [...new Set(again.map(m => m.name))]
  const inPieces = [...new Set(again.filter(m => firstSighting(m.message).carriage === 'ip-fragments').map(m => m.name))]
  return {
    severity: 'note',
    title: `${listed(names)} had to be sent again`,
    says: `${listed(names)} got an answer only after being sent again: the message or its answer was lost, or the answer took longer than the sender waits. Sending again is made for that, and it got through.`,
    confidence: 'likely',
    place: 'unknown',
    negotiation: idOf(course),
    under: ['esp-loss'],
    because: [
      'The answer came after the second copy, not after the first.',
      ...(inPieces.length ? [`${listed(inPieces)} travels in IP fragments: the loss of one is enough.`] : []),
    ],
    evidence: evidence(again.map(m => m.message)),
    otherwise: ['The other side is slow, and nothing was lost.'],
    tryNext: [captureAt(OTHER_END, ' as well: it shows which copies arrive.')],
  }
}

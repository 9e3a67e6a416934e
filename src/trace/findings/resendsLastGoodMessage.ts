import type { Course } from '../course.ts'
import type { NamedMessage } from '../exchange.ts'
import { firstSighting } from '../model.ts'
import { route } from './addresses.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from './finding.ts'
import { expectsAnswer } from './waiting.ts'

/** N3: a peer repeats its message although the answer to it has been sent. */
export const resendsLastGoodMessage: Rule = { id: 'resends-last-good-message', scenario: 'N3', find }

function find({ courses }: Scene): Found[] {
  return courses.flatMap(course => {
    const stuck = repeatedThoughAnswered(course)
    if (!stuck) return []
    const { named, answer, copies } = stuck
    const { from, to } = route(named.message)
    return [
      {
        severity: 'error' as const,
        title: `${from} repeats ${named.name} although ${to} has answered`,
        says: `${from} sent ${named.name} ${copies} more times after ${to} had answered with ${answer.name}. Either the answer does not reach ${from}, or ${from} does not accept it.`,
        confidence: 'likely' as const,
        place: 'unknown' as const,
        negotiation: idOf(course),
        because: [`${answer.name} stands in this capture before the repeated copies of ${named.name}.`],
        evidence: evidence([named.message, answer.message]),
        otherwise: [`${answer.name} is lost on its way to ${from}.`, `${from} receives ${answer.name} and cannot read or accept it.`],
        tryNext: [`Capture at ${from} as well: it shows whether ${answer.name} arrives.`],
      },
    ]
  })
}

function repeatedThoughAnswered(course: Course): { named: NamedMessage; answer: NamedMessage; copies: number } | undefined {
  for (const exchange of course.exchanges) {
    for (const named of exchange.messages) {
      if (!expectsAnswer(named)) continue
      const asked = firstSighting(named.message).time
      const answer = exchange.messages.find(m => m.message.side !== named.message.side && firstSighting(m.message).time >= asked)
      if (!answer || exchange.messages.some(m => m.message.side === named.message.side && m.position > answer.position)) continue
      const answered = firstSighting(answer.message).time
      const copies = named.message.transmissions.filter(t => t.sightings[0]!.time > answered + 0.2).length
      if (copies >= 2) return { named, answer, copies }
    }
  }
  return undefined
}

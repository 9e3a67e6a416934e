import type { Message } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { route } from '../addresses.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'
import { problemIn } from './problemIn.ts'
import { howRead, Refusals, refusalIn, refusalName } from './refusal.ts'

/** N25: a message contradicts itself or the RFC, and the other side refuses it. RFC 2408 §5.3, RFC 7296 §2.21. */
export const malformedMessage: Rule = {
  id: 'malformed-message',
  scenario: 'N25',
  heals: true,
  explains: ['no-answer', 'answer-ignored', 'resends-last-good-message'],
  find,
}

function find({ courses }: Scene): Found[] {
  return courses.flatMap(course => {
    const refusal = refusalIn(course, Refusals.form)
    return refusal ? [found(course, refusal)] : []
  })
}

function found(course: Course, refusal: Message): Found {
  const { from, to } = route(refusal)
  const asked = course.negotiation.messages.slice(0, course.negotiation.messages.indexOf(refusal)).findLast(m => m.side !== refusal.side)
  const problem = asked && problemIn(asked)
  const stands = course.verdict.outcome === 'established'
  return {
    severity: stands ? 'note' : 'error',
    title: `${from} says that it cannot make sense of a message of ${to}`,
    says: `${from} answered with ${refusalName(refusal)}.${problem ? ` The message before it is indeed malformed: ${problem}.` : ' Nothing is wrong with the message before it as far as it can be read here.'}${stands ? ' The negotiation stands all the same.' : ''}`,
    confidence: problem ? 'certain' : 'likely',
    place: 'unknown',
    negotiation: idOf(course),
    because: [howRead(refusal)],
    evidence: evidence(asked ? [asked, refusal] : [refusal]),
    otherwise: problem
      ? []
      : [
          'With encrypted messages: the two ends have different keys, and what one encrypts is nonsense to the other.',
          'The message was changed on its way.',
        ],
    tryNext: [`Read the log of ${from}: it names the payload that it does not understand.`],
  }
}

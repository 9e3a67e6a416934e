import { firstSighting, lastTime, type Message } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { readableError } from '../../negotiation/header.ts'
import { route } from '../addresses.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'
import { problemIn } from './problemIn.ts'

/** N25: an answer contradicts itself, and whoever asked goes on asking as if there were none. RFC 2408 §5.1, RFC 7296 §2.21. */
export const malformedAnswer: Rule = {
  id: 'malformed-message',
  scenario: 'N25',
  heals: true,
  explains: ['no-answer', 'answer-ignored', 'resends-last-good-message'],
  find,
}

function find({ courses }: Scene): Found[] {
  return courses.flatMap(course => {
    if (course.verdict.outcome === 'established') return []
    const answer = course.negotiation.messages.at(-1)!
    // a refusal that names its reason is told by it
    const asked = readableError(answer.ike)?.symbol === undefined ? askedAgain(course, answer) : undefined
    const problem = asked && problemIn(answer)
    return problem ? [found(course, asked, answer, problem)] : []
  })
}

/** The message before the answer, where it was sent once more after the answer came by. */
function askedAgain({ negotiation: { messages } }: Course, answer: Message): Message | undefined {
  const asked = messages.at(-2)
  return asked && asked.side !== answer.side && lastTime(asked) > firstSighting(answer).time ? asked : undefined
}

function found(course: Course, asked: Message, answer: Message, problem: string): Found {
  const { from, to } = route(answer)
  return {
    severity: 'error',
    title: `${from} answers ${to} with a message that is malformed`,
    says: `The answer contradicts itself (${problem}), and ${to} goes on asking: it cannot use it.`,
    confidence: 'likely',
    place: 'unknown',
    negotiation: idOf(course),
    because: ['The bytes of the answer do not fit together.', `${to} sent its message again after the answer had come by.`],
    evidence: evidence([asked, answer]),
    otherwise: [
      'The answer did not reach the asker: it came by here, and was lost behind this place.',
      'The message was changed on its way.',
    ],
    tryNext: [`Read the log of ${to}: it says what it makes of the answer.`, `Look for a newer version of the software on ${from}.`],
  }
}

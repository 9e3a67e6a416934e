import { firstSighting, lastTime, type Message } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { Exchanges, has, isPhase1 } from '../../negotiation/header.ts'
import { opposite } from '../../negotiation/sides.ts'
import { addressOf } from '../addresses.ts'
import { captureAt } from '../captureAt.ts'
import { evidence, type Found, idOf, inWords, type Rule, type Scene } from '../finding.ts'

/** N24: first messages are answered and never followed: a scanner, or an initiator that thought better of it. */
export const onlyProbed: Rule = { id: 'only-probed', scenario: 'N24', excuses: ['no-answer'], find }

/** Seconds of capture behind the answer before its silence means something. */
const SILENCE = 3

function find({ courses, end }: Scene): Found[] {
  return courses.flatMap(course => {
    const answer = answered(course)
    if (!answer) return []
    const asked = course.negotiation.messages.filter(m => m.side === course.initiator)
    if (asked.some(m => lastTime(m) > firstSighting(answer).time + 0.2)) return []
    return [found(course, asked, answer, end)]
  })
}

/** The responder's agreement to a first message, when the initiator said nothing else ever. */
function answered({ negotiation, initiator }: Course): Message | undefined {
  const { messages, joined } = negotiation
  if (joined || messages.some(m => m.side === initiator && !isFirstMessage(m))) return undefined
  return messages.find(m => m.side !== initiator && isFirstMessage(m))
}

/** MM1, AM1, IKE_SA_INIT, or the answer that accepts it. */
export function isFirstMessage({ ike }: Message): boolean {
  return !ike.encrypted && has(ike, 'sa') && (isPhase1(ike.exchangeType) || ike.exchangeType === Exchanges.ikeSaInit)
}

/** An initiator that has to have a post-quantum key goes no further with a responder that offers none. RFC 8784 §3. */
function insistsOnKey(asked: readonly Message[], answer: Message): boolean {
  const offers = ({ ike }: Message) => ike.payloads.some(p => p.kind === 'notify' && p.notifyType === USE_PPK)
  return asked.some(offers) && !offers(answer)
}

const USE_PPK = 16435

function found(course: Course, asked: readonly Message[], answer: Message, end: number): Found {
  const from = addressOf(course, course.initiator)
  const to = addressOf(course, opposite(course.initiator))
  const atInitiator = course.vantage === 'initiator'
  const silence = end - firstSighting(answer).time
  const sure = silence >= SILENCE
  const key = insistsOnKey(asked, answer)
  return {
    severity: 'note',
    title: `${from} began and did not go on`,
    says: `${to} agreed to the first message of ${from}, and ${from} said nothing more ${sure ? `in the ${inWords(silence)} that follow` : 'before the capture ends'}. ${to} has not failed: it waits for a next message that does not come.`,
    confidence: sure ? 'likely' : 'possible',
    place: 'unknown',
    negotiation: idOf(course),
    because: [
      'The first message was not repeated after the answer, as it would be by an initiator that misses the answer.',
      ...(key ? ['The first message offers a post-quantum pre-shared key (USE_PPK, RFC 8784), and the answer takes none.'] : []),
    ],
    evidence: evidence([...asked, answer]),
    otherwise: [
      ...(key ? [`${from} insists on the post-quantum pre-shared key, which ${to} does not know or want: it ends here then.`] : []),
      ...(sure ? [] : [`${from} went on after the end of the capture.`]),
      ...(atInitiator
        ? [`${from} was stopped, or does not like the answer.`]
        : [
            `${from} is a scanner, or was stopped.`,
            `${from} went on, and its next message is lost on the way or uses a port or a size that the path does not let pass.`,
          ]),
    ],
    tryNext: [atInitiator ? `Read the log of ${from}.` : captureAt(from, ` as well: it shows whether a next message leaves.`)],
  }
}

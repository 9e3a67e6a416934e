import { firstSighting, lastTime, type Message, readableFrom } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { expectsAnswer } from '../../negotiation/due.ts'
import type { NamedMessage } from '../../negotiation/exchange.ts'
import { isProbe } from '../../negotiation/probes.ts'
import { route } from '../addresses.ts'
import { captureAt, OTHER_END } from '../captureAt.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'
import { isLostApart } from '../protected/outage.ts'
import { listed } from '../wording.ts'
import { lossShown } from './lossShown.ts'
import { stuckIn } from './stuck.ts'

/** N29: IKE messages were lost, and sending them again got them through. */
export const ikeLoss: Rule = { id: 'ike-loss', scenario: 'N29', rests: 'packet', find }

function find(scene: Scene): Found[] {
  return scene.courses.flatMap(course => {
    const again = sentAgain(course)
    const behind = behindAnswer(course).filter(one => !again.includes(one))
    const inPart = again.filter(one => partBefore(course, one))
    const shown = new Map(again.map(one => [one, inPart.includes(one) ? undefined : lossShown(scene, course, one)]))
    const whole = again.filter(one => !inPart.includes(one) && !shown.get(one))
    const under = (ones: readonly NamedMessage[]) => (isLostApart(scene, course, ones) ? [] : ['esp-loss'])
    return [
      ...(whole.length ? [{ ...found(course, whole), under: under(whole) }] : []),
      ...[...shown].flatMap(([one, told]) => (told ? [{ ...told, under: under([one]) }] : [])),
      ...inPart.map(one => ({ ...answeredInPart(course, one), under: under([one]) })),
      ...(behind.length ? [{ ...answerMissed(course, behind), under: under(behind) }] : []),
    ]
  })
}

/** Messages that came once more behind their answer, where that was not captured at whoever asks, before it went on. */
function behindAnswer(course: Course): NamedMessage[] {
  if (!course.isRepeated) return []
  const stuck = stuckIn(course)?.named
  return course.exchanges.flatMap(({ messages }) =>
    messages.filter(named => {
      const { message, position } = named
      const isOwn = course.vantage === (message.side === course.initiator ? 'initiator' : 'responder')
      if (named === stuck || isOwn || message.transmissions.length < 2 || !expectsAnswer(named) || isProbe(message)) return false
      const answer = messages.find(m => m.message.side !== message.side && m.position > position)?.message
      if (!answer || answer.transmissions.length < 2 || lastTime(message) <= readableFrom(answer) + CROSSED) return false
      return goesOn(course, message) || answer.carried === true
    }),
  )
}

/** Seconds within which a copy and an answer may pass each other. */
const CROSSED = 0.2

/** Messages that got an answer only after being sent again. */
export function sentAgain(course: Course): NamedMessage[] {
  if (!course.isRepeated) return []
  return course.exchanges.flatMap(({ messages }) =>
    messages.filter(m => gotThrough(m, messages) && (!isAnsweredBefore(m, messages) || goesOn(course, m.message))),
  )
}

/** The first of its answers stands before the second copy. */
function isAnsweredBefore(named: NamedMessage, all: readonly NamedMessage[]): boolean {
  const again = named.message.transmissions[1]!.sightings[0]!.time
  return answers(named, all).some(answer => answer < again)
}

/** Whoever sent it says something new behind its last copy: in the end an answer was of use. */
function goesOn({ negotiation }: Course, message: Message): boolean {
  return negotiation.messages.some(m => m.side === message.side && firstSighting(m).time > lastTime(message))
}

/** Sent more than once before the other side went on. */
export function gotThrough(named: NamedMessage, all: readonly NamedMessage[]): boolean {
  const second = named.message.transmissions[1]
  if (!second || !expectsAnswer(named) || isProbe(named.message)) return false
  return answers(named, all).some(answer => answer > second.sightings[0]!.time)
}

/** When the other side went on. */
function answers({ message, position }: NamedMessage, all: readonly NamedMessage[]): number[] {
  return all.filter(m => m.message.side !== message.side && m.position > position).map(m => readableFrom(m.message))
}

/** The answer of which a part, and no more, came before the second copy: the first one had arrived. */
function partBefore({ exchanges }: Course, { message, position }: NamedMessage): Message | undefined {
  const again = message.transmissions[1]!.sightings[0]!.time
  const [answer] = exchanges
    .filter(one => one.messages.some(m => m.message === message))
    .flatMap(one => one.messages.flatMap(m => (m.message.side !== message.side && m.position > position ? [m.message] : [])))
    .sort((a, b) => firstSighting(a).time - firstSighting(b).time)
  return answer && firstSighting(answer).time < again && readableFrom(answer) > again ? answer : undefined
}

/** How many copies it took. */
function answeredAfter({ exchanges }: Course, again: readonly NamedMessage[]): string {
  const copies = again.map(named => {
    const answer = Math.min(...answers(named, exchanges.find(one => one.messages.includes(named))!.messages))
    return named.message.transmissions.filter(one => one.sightings[0]!.time < answer).length
  })
  const [least, most] = [Math.min(...copies), Math.max(...copies)]
  const which = (count: number) => ORDINALS[count] ?? `${count}th`
  if (least < 2) return 'The sender sent again although an answer stands before that: it was lost on its way, or came late.'
  if (least === most)
    return `${again.length === 1 ? 'The answer' : 'Each answer'} came after the ${which(least)} copy, not after the first.`
  return `The answers came after the ${which(least)} to the ${which(most)} copy, not after the first.`
}

const ORDINALS: Readonly<Record<number, string>> = { 2: 'second', 3: 'third', 4: 'fourth', 5: 'fifth' }

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
    because: [
      answeredAfter(course, again),
      ...(inPieces.length ? [`${listed(inPieces)} travels in IP fragments: the loss of one is enough.`] : []),
    ],
    evidence: evidence(again.map(m => m.message)),
    otherwise: ['The other side is slow, and nothing was lost.'],
    tryNext: [captureAt(OTHER_END, ' as well: it shows which copies arrive.')],
  }
}

/** What is missing is of the answer. */
function answeredInPart(course: Course, again: NamedMessage): Found {
  const { name, message } = again
  const { to } = route(message)
  return {
    severity: 'note',
    title: `${name} had to be sent again`,
    says: `A part of the answer of ${to} to ${name} came before the second copy, so the first one had arrived. The rest of that answer was lost, or took longer than the sender waits. Sending again is made for that, and it got through.`,
    confidence: 'likely',
    place: 'unknown',
    negotiation: idOf(course),
    because: ['Of the first answer this capture has only a part before the copy.'],
    evidence: evidence([message, partBefore(course, again)!]),
    otherwise: ['The rest of the answer is slow, and nothing was lost.'],
    tryNext: [captureAt(to, ' as well: it shows whether all of the answer leaves.')],
  }
}

/** From one capture nothing tells where the answer was lost. */
function answerMissed(course: Course, again: readonly NamedMessage[]): Found {
  const { from, to } = route(again[0]!.message)
  const names = [...new Set(again.map(m => m.name))]
  return {
    severity: 'note',
    title: `${listed(names)} had to be sent again`,
    says: `${listed(names)} came once more from ${from} after ${to} had answered: it seems that the answer did not arrive. ${to} answered again, and ${from} went on.`,
    confidence: 'likely',
    place: 'unknown',
    negotiation: idOf(course),
    because: ['The answer stands in this capture before the copy.'],
    evidence: evidence(again.map(m => m.message)),
    otherwise: ['The answer took longer than the sender waits, and nothing was lost.'],
    tryNext: [captureAt(from, ' as well: it shows which answers arrive.')],
  }
}

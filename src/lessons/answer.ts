import type { Counting, PacketName, Question } from './lesson.ts'
import { packetName, samePacket } from './packets.ts'

/** A packet that a learner selected, and the same message in the other capture. */
export interface Selected extends PacketName {
  readonly twins: readonly PacketName[]
}

/** What a learner answers, of the kind that the question asks for. */
export type Given =
  | { readonly kind: 'choose'; readonly option: number }
  | { readonly kind: 'select'; readonly packets: readonly Selected[] }
  | { readonly kind: 'number'; readonly number: number }

/** Whether an answer was right. */
export interface Judged {
  readonly right: boolean
  /** What is said to the learner. */
  readonly says: string
}

/** Whether an answer is right, in words that help on. */
export function judged(question: Question, given: Given): Judged {
  if (question.kind === 'choose' && given.kind === 'choose') {
    const option = question.options[given.option]
    const right = given.option === question.answer
    return { right, says: option?.reply ?? (right ? 'Right.' : 'Not this one.') }
  }
  if (question.kind === 'number' && given.kind === 'number') {
    const off = given.number - question.answer
    if (Math.abs(off) <= question.within + 1e-9) return { right: true, says: 'Right.' }
    return { right: false, says: Number.isNaN(off) ? 'That is not a number.' : hint(question, given.number) }
  }
  if (question.kind === 'select' && given.kind === 'select')
    return question.all ? everyOne(question.answer, given.packets) : anyOne(question.answer, given.packets)
  return { right: false, says: 'This needs another kind of answer.' }
}

/** What is said to a wrong number: which way it is off, unless it stands for something, as a port does. */
function hint({ tells, answer }: Counting, number: number): string {
  const over = number > answer
  switch (tells) {
    case 'how many':
      return over ? 'That is too many. Count again.' : 'There are more.'
    case 'how much':
      return over ? 'It is less than that.' : 'It is more than that.'
    case 'which':
      return `It is not ${number}.`
  }
}

const fits = (selected: Selected, answer: PacketName) => [selected, ...selected.twins].some(one => samePacket(one, answer))

function anyOne(answers: readonly PacketName[], packets: readonly Selected[]): Judged {
  const packet = packets.at(-1)
  if (!packet) return { right: false, says: 'Select a packet first: click a row, or go there with ↑ and ↓.' }
  const right = answers.some(answer => fits(packet, answer))
  return { right, says: right ? 'Right.' : `It is not ${packetName(packet)}.` }
}

function everyOne(answers: readonly PacketName[], packets: readonly Selected[]): Judged {
  if (packets.length === 0) return { right: false, says: 'Select the packets first: go to each row and press Space.' }
  const missing = answers.filter(answer => !packets.some(packet => fits(packet, answer)))
  const wrong = packets.filter(packet => !answers.some(answer => fits(packet, answer)))
  if (missing.length === 0 && wrong.length === 0) return { right: true, says: 'Right, all of them.' }
  const found = `${answers.length - missing.length} of ${answers.length} found`
  const extra = wrong.length === 0 ? '' : `; ${wrong.map(packetName).join(', ')} ${wrong.length === 1 ? 'does' : 'do'} not belong to them`
  return { right: false, says: `${found}${extra}.` }
}

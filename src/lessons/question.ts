import type { Mistake, Option, Question } from './lesson.ts'
import { packetNamed } from './packets.ts'
import type { Words } from './words.ts'

/** Words of a step that belong to its question. */
export const questionWords = ['question', 'choose', 'select', 'number', 'answer', 'within', 'hints', 'reveal'] as const

/** The question of a step, if it asks one. */
export function questionIn(words: Words, mistakes: Mistake[]): Question | undefined {
  const kinds = (['choose', 'select', 'number'] as const).filter(words.has)
  if (!words.has('question')) {
    const stray = questionWords.find(word => words.has(word))
    if (stray) words.wrong(`"${stray}" belongs to a question, and this step has no "question"`, stray)
    return undefined
  }
  const asks = words.text('question')
  const hints = words.texts('hints').map(({ text }) => text)
  if (!words.has('reveal')) words.wrong('this question has no "reveal": what is said once the answer is there', 'question')
  const reveal = words.has('reveal') ? words.text('reveal') : ''
  const common = { line: words.at('question')!.line, asks, hints, reveal }
  if (kinds.length > 1) {
    words.wrong(`a question is of one kind, and this one is of ${kinds.map(kind => `"${kind}"`).join(' and ')}`, 'question')
    return undefined
  }
  if (kinds.length === 0) {
    words.wrong(
      'a question needs one of "choose: …" (options), "select: one" or "select: all" (packets), "number: …" (of what)',
      'question',
    )
    return undefined
  }
  if (!words.has('answer')) {
    words.wrong('this question has no "answer"', 'question')
    return undefined
  }
  if (words.has('within') && kinds[0] !== 'number') words.wrong('"within" belongs to a question for a number', 'within')
  if (kinds[0] === 'choose') return choice(words, common, mistakes)
  if (kinds[0] === 'select') return selecting(words, common, mistakes)
  const answer = words.number('answer')
  const within = Math.abs(words.number('within', 0))
  const unit = words.text('number')
  return { ...common, kind: 'number', unit, tells: unit.startsWith('(') ? 'which' : within > 0 ? 'how much' : 'how many', answer, within }
}

type Common = Pick<Question, 'line' | 'asks' | 'hints' | 'reveal'>

function choice(words: Words, common: Common, mistakes: Mistake[]): Question | undefined {
  const list = words.at('choose')
  const options: readonly (Option & { line: number })[] = list?.kind === 'list' ? list.items.flatMap(item => option(item, mistakes)) : []
  const right = words.text('answer')
  const answer = options.findIndex(({ text }) => text === right)
  if (options.length < 2) words.wrong('"choose" needs at least two options, each on a line that begins with a dash', 'choose')
  else if (right !== '' && answer < 0) words.wrong(`the answer "${right}" is none of the options`, 'answer')
  const twice = options.find(({ text }, i) => options.findIndex(other => other.text === text) !== i)
  if (twice) mistakes.push({ line: twice.line, says: `the option "${twice.text}" stands there twice` })
  return { ...common, kind: 'choose', options: options.map(({ line: _, ...rest }) => rest), answer: Math.max(answer, 0) }
}

/** An option is a text, or `text: what is said to somebody who chose it`. */
function option(item: NonNullable<ReturnType<Words['at']>>, mistakes: Mistake[]): (Option & { line: number })[] {
  if (item.kind === 'text' && item.text !== '') return [{ line: item.line, text: item.text }]
  const [only, more] = item.kind === 'named' ? [...item.pieces] : []
  if (only && !more && only[1].kind === 'text') {
    const [text, reply] = [unquoted(only[0]), only[1].text]
    return [{ line: item.line, text, ...(reply === '' ? {} : { reply }) }]
  }
  mistakes.push({ line: item.line, says: 'an option is a text, or a text, a colon and what is said to somebody who chose it' })
  return []
}

function unquoted(text: string): string {
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text
}

function selecting(words: Words, common: Common, mistakes: Mistake[]): Question {
  const how = words.text('select')
  if (how !== '' && how !== 'one' && how !== 'all') words.wrong('"select" is "one" (any of the packets) or "all" (each of them)', 'select')
  const answer = words.texts('answer').flatMap(({ line, text }) => {
    const packet = packetNamed(text)
    if (!packet) mistakes.push({ line, says: `"${text}" names no packet; packets are named like A6 or B15` })
    return packet ?? []
  })
  return { ...common, kind: 'select', all: how === 'all', answer }
}

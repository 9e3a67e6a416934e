import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lessonIn, looksLikeLesson } from '../../src/lessons/index.ts'
import { nameOf } from '../../src/ui/lessons/kept.ts'

const whole = `title: Silent
scenario: N2
about: A calls.
captures:
  - a.pcap
  - b.pcap
steps:
  - text: Look here.
    look: { packet: A3, view: both, field: SA/Proposal }
  - text: And now?
    look: A5
    question: How many?
    number: copies
    answer: 6
    within: 0.5
    hints:
      - Count.
    reveal: Six.
  - text: Who?
    question: Who is it?
    choose:
      - A: It is not A.
      - B
    answer: B
    reveal: B.
    finding: no-answer
  - text: Which?
    question: Which one?
    select: all
    answer: [A3, B4]
    reveal: These.
`

const mistakesIn = (text: string) => {
  const read = lessonIn(text)
  return read.ok ? [] : read.mistakes.map(({ line, says }) => `${line}: ${says}`)
}

test('a lesson with everything that there is', () => {
  const read = lessonIn(whole)
  expect(read).toMatchObject({
    ok: true,
    lesson: {
      title: 'Silent',
      scenario: 'N2',
      about: 'A calls.',
      captures: ['a.pcap', 'b.pcap'],
      steps: [
        { text: 'Look here.', look: { packet: { trace: 0, packet: 3 }, view: 'both', field: 'SA/Proposal' } },
        {
          look: { packet: { trace: 0, packet: 5 } },
          question: { kind: 'number', unit: 'copies', answer: 6, within: 0.5, hints: ['Count.'] },
        },
        { question: { kind: 'choose', options: [{ text: 'A', reply: 'It is not A.' }, { text: 'B' }], answer: 1 }, finding: 'no-answer' },
        {
          question: {
            kind: 'select',
            all: true,
            answer: [
              { trace: 0, packet: 3 },
              { trace: 1, packet: 4 },
            ],
          },
        },
      ],
    },
  })
  expect(looksLikeLesson(whole)).toBe(true)
  expect(looksLikeLesson('192.0.2.10 0x1234')).toBe(false)
})

test('a symptom stands for the title until the lesson is done', () => {
  const read = lessonIn(whole.replace('title: Silent', 'title: Silent\nsymptom: Nothing comes back'))
  expect(read).toMatchObject({ ok: true, lesson: { title: 'Silent', symptom: 'Nothing comes back' } })
  const lesson = { title: 'Silent', symptom: 'Nothing comes back', steps: 3 }
  expect(nameOf(lesson, undefined)).toBe('Nothing comes back')
  expect(nameOf(lesson, { step: 2, done: {} })).toBe('Nothing comes back')
  expect(nameOf(lesson, { step: 3, done: {} })).toBe('Silent')
  expect(nameOf({ title: 'Silent', steps: 3 }, undefined)).toBe('Silent')
})

describe('mistakes are told by line, in plain words', () => {
  test.each<[string, string, string, string]>([
    ['a word that is none', 'hints:', 'hint:', '16: a step has no "hint"; did you mean "hints"?'],
    ['no title', 'title: Silent\n', '', '1: a lesson needs "title"'],
    ['an empty text', 'text: Look here.', 'text:', '8: "text" is empty'],
    ['no packet', 'look: A5', 'look: packet 5', '11: "packet 5" names no packet; packets are named like A6 or B15'],
    ['no view', 'view: both', 'view: ladders', '9: there is no view "ladders"; there are ladder, both, side, monitor, packets'],
    ['no scenario', 'scenario: N2', 'scenario: two', '2: "two" is no row of the scenarios; they are called like N2, F1 or T4'],
    ['no number', 'answer: 6', 'answer: six', '14: "answer" has to be a number, and "six" is none'],
    ['no option', 'answer: B\n', 'answer: C\n', '24: the answer "C" is none of the options'],
    ['no reveal', '    reveal: B.\n', '', '20: this question has no "reveal"'],
    ['no answer', '    answer: B\n', '', '20: this question has no "answer"'],
    [
      'a question of two kinds',
      '    number: copies\n',
      '    number: copies\n    select: all\n',
      '12: a question is of one kind, and this one is of "select" and "number"',
    ],
    ['a question without kind', '    number: copies\n', '', '12: a question needs one of "choose: …"'],
    ['an answer without question', '    question: Who is it?\n', '', '20: "choose" belongs to a question, and this step has no "question"'],
    ['not one or all', 'select: all', 'select: some', '29: "select" is "one" (any of the packets) or "all" (each of them)'],
    ['three captures', '  - b.pcap\n', '  - b.pcap\n  - c.pcap\n', '4: a lesson needs one capture, or two for both ends'],
    ['a quote that is not closed', 'title: Silent', 'title: "Silent', 'a quote or bracket is not closed'],
    ['a colon in a text', 'text: And now?', 'text: And: now: what?', '10: a text with ": " in it has to stand in quotes'],
    ['a tab', '    look: A5', '\tlook: A5', '11: '],
    ['a wrong column', '    look: A5', '   look: A5', '11: '],
    ['an alias', 'text: And now?', 'text: *now', '10: a word that begins with *'],
  ])('%s', (_, before, after, says) => {
    expect(whole).toContain(before)
    expect(mistakesIn(whole.replace(before, after)).join('\n')).toContain(says)
  })

  test('no lesson at all', () => {
    expect(mistakesIn('')).toEqual(['1: a lesson is made of lines such as "title: …"'])
    expect(mistakesIn('- a\n- b')).toEqual(['1: a lesson is made of lines such as "title: …"'])
  })
})

test('no text makes it throw', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...whole.split(/(?<=[\n :,[\]{}])/), '[', '{', '&a', '*a', '\t', '!!x', '%', '|', '? '), { maxLength: 60 }),
      parts => {
        const read = lessonIn(parts.join(''))
        return read.ok || read.mistakes.length > 0
      },
    ),
    { numRuns: 300 },
  )
  expect(lessonIn('['.repeat(50_000)).ok).toBe(false)
})

test('a number is of things that are counted, of something measured, or stands for something', () => {
  const tells = (text: string) => {
    const read = lessonIn(text)
    return read.ok ? read.lesson.steps.flatMap(({ question }) => (question?.kind === 'number' ? [question.tells] : [])) : []
  }
  expect(tells(whole)).toEqual(['how much'])
  expect(tells(whole.replace('    within: 0.5\n', ''))).toEqual(['how many'])
  expect(tells(whole.replace('number: copies', 'number: (the port)'))).toEqual(['which'])
})

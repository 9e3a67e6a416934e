import { type Entry, entriesOf } from './entry.ts'
import { type Lesson, type Look, type Mistake, type Step, views } from './lesson.ts'
import { packetNamed } from './packets.ts'
import { questionIn, questionWords } from './question.ts'
import { wordsOf } from './words.ts'

/** A lesson, or all that is wrong with its form. */
export type Read = { readonly ok: true; readonly lesson: Lesson } | { readonly ok: false; readonly mistakes: readonly Mistake[] }

/** Reads a lesson; what is wrong with its form is told by line, in the order of the file. Never throws. */
export function lessonIn(text: string): Read {
  const { root, mistakes: unreadable } = entriesOf(text)
  if (!root) return { ok: false, mistakes: unreadable }
  const mistakes: Mistake[] = []
  const lesson = whole(root, mistakes)
  return lesson && mistakes.length === 0
    ? { ok: true, lesson }
    : { ok: false, mistakes: mistakes.sort((one, other) => one.line - other.line) }
}

/** Whether a text is meant as a lesson, right or wrong: it names a title and steps. */
export function looksLikeLesson(text: string): boolean {
  return /^title:/m.test(text) && /^steps:/m.test(text)
}

function whole(root: Entry, mistakes: Mistake[]): Lesson | undefined {
  const words = wordsOf(root, 'a lesson', ['title', 'symptom', 'scenario', 'about', 'captures', 'keys', 'steps'], mistakes)
  if (!words) return undefined
  const title = words.text('title')
  const scenario = words.text('scenario')
  if (scenario !== '' && !/^[A-Z]\d{1,2}$/.test(scenario))
    words.wrong(`"${scenario}" is no row of the scenarios; they are called like N2, F1 or T4`, 'scenario')
  const captures = words.texts('captures').map(({ text }) => text)
  if (captures.length < 1 || captures.length > 2) words.wrong('a lesson needs one capture, or two for both ends', 'captures')
  const list = words.at('steps')
  if (list?.kind !== 'list' || list.items.length === 0)
    words.wrong('a lesson needs "steps", each beginning with a dash', list ? 'steps' : undefined)
  const steps = list?.kind === 'list' ? list.items.flatMap(item => step(item, mistakes) ?? []) : []
  const symptom = words.optional('symptom')
  const about = words.optional('about')
  const keys = words.texts('keys').map(({ text }) => text)
  const line = words.at('captures')?.line ?? words.line
  return {
    title,
    ...(symptom === undefined ? {} : { symptom }),
    scenario,
    ...(about === undefined ? {} : { about }),
    captures,
    keys,
    steps,
    line,
  }
}

function step(item: Entry, mistakes: Mistake[]): Step | undefined {
  const words = wordsOf(item, 'a step', ['text', 'look', 'finding', ...questionWords], mistakes)
  if (!words) return undefined
  const text = words.text('text')
  const at = words.at('look')
  const look = at && lookIn(at, mistakes)
  const question = questionIn(words, mistakes)
  const finding = words.optional('finding')
  return {
    line: words.line,
    text,
    ...(look ? { look } : {}),
    ...(question ? { question } : {}),
    ...(finding === undefined ? {} : { finding }),
  }
}

/** `look: A6`, or its parts by name. */
function lookIn(item: Entry, mistakes: Mistake[]): Look | undefined {
  if (item.kind === 'text') {
    const packet = packetNamed(item.text)
    if (!packet) mistakes.push({ line: item.line, says: `"${item.text}" names no packet; packets are named like A6 or B15` })
    return packet && { line: item.line, packet }
  }
  const words = wordsOf(item, '"look"', ['packet', 'row', 'field', 'view'], mistakes)
  if (!words) return undefined
  const named = words.optional('packet')
  const packet = named === undefined ? undefined : packetNamed(named)
  if (named !== undefined && !packet) words.wrong(`"${named}" names no packet; packets are named like A6 or B15`, 'packet')
  const said = words.optional('view')
  const view = views.find(one => one === said)
  if (said !== undefined && !view) words.wrong(`there is no view "${said}"; there are ${views.join(', ')}`, 'view')
  const row = words.optional('row')
  const field = words.optional('field')
  if (packet && row !== undefined) words.wrong('"look" names a packet and a row; one of them is enough', 'row')
  if (field !== undefined && !packet && row === undefined) words.wrong('a field needs the packet or row that it is in', 'field')
  return {
    line: item.line,
    ...(view ? { view } : {}),
    ...(packet ? { packet } : {}),
    ...(row === undefined ? {} : { row }),
    ...(field === undefined ? {} : { field }),
  }
}

import type { Found } from '../../findings/finding.ts'
import { traceOf } from './fuller.ts'
import { alike } from './heard.ts'

/** Findings of both ends in one: in the words of the first, with what both give as reasons. What either says of its own capture is said of both. */
export function joined(group: readonly Found[]): Found {
  const [first, ...rest] = group as [Found, ...Found[]]
  if (rest.length === 0) return first
  const ofBoth = wordsOfBoth(group)
  // `each capture` begins a sentence.
  const word = (text: string) => ofBoth(text).replace(/^each/, 'Each')
  const evidence = eachOnce(group.flatMap(one => brief(one.evidence)))
  return {
    ...first,
    title: word(first.title),
    says: word(first.says),
    ...(first.inBrief === undefined ? {} : { inBrief: ofBoth(first.inBrief) }),
    because: [...new Set(group.flatMap(one => one.because.map(word)))].slice(0, 4),
    otherwise: first.otherwise.map(word),
    evidence: evidence.slice(0, 16),
  }
}

/** A text of one capture in words that hold of both, where the other one says the same of itself. */
function wordsOfBoth(group: readonly Found[]): (text: string) => string {
  const [ofA, ofB] = ([0, 1] as const).map(trace => group.filter(one => traceOf(one) === trace).flatMap(textsOf)) as [string[], string[]]
  const words = new Map<string, string>()
  for (const a of ofA)
    for (const b of ofB) {
      const both = a === b ? undefined : alike(a, b)
      if (both !== undefined) for (const text of [a, b]) words.set(text, both)
    }
  return text => words.get(text) ?? text
}

function textsOf({ title, says, inBrief, because, otherwise }: Found): string[] {
  return [title, says, ...because, ...otherwise, ...(inBrief === undefined ? [] : [inBrief])]
}

/** The first packets, and the last, with which it ended. */
function brief(evidence: Found['evidence']): Found['evidence'] {
  return evidence.length > MOST ? [...evidence.slice(0, MOST - 1), evidence.at(-1)!] : evidence
}

const MOST = 8

/** Each packet once, where it is first cited. */
export function eachOnce(evidence: Found['evidence']): Found['evidence'] {
  const seen = new Set<string>()
  return evidence.filter(({ trace, packet }) => !seen.has(`${trace} ${packet}`) && seen.add(`${trace} ${packet}`))
}

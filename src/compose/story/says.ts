import { Unclear, type Words } from '../inject/words.ts'
import type { End } from './conversation.ts'

/** Who begins: A, unless `by b` is said. */
export const begins = (says: string): End => (BY.exec(says)?.[1] === 'b' ? 1 : 0)

/** `by a`, `by b`. */
export const BY = /\bby ([ab])\b/

/** Takes `by a` or `by b` where it comes next; nothing where neither does. */
export function byWhom(words: Words): End | undefined {
  return words.takes('by', 'a') ? 0 : words.takes('by', 'b') ? 1 : undefined
}

/** @throws Unclear for words that none of those known explains */
export function onlySays(step: string, says: string, ...known: readonly RegExp[]): void {
  const rest = known
    .reduce((left, one) => left.replace(one, ' '), says)
    .trim()
    .replace(/\s+/g, ' ')
  if (rest !== '') throw new Unclear(`${step}: what ${rest} means is not known here`)
}

import { fits, type Query, type Term } from '../../host/asked.ts'
import { textTest } from '../../host/query.ts'

/**
 * Whether one of the words of a query, or all of them as one, is whole one of the values that a thing is known by. Numbers may be
 * written in hex, and names with any hyphens.
 */
export function isExactly({ terms }: Query, values: readonly (string | null | undefined)[]): boolean {
  const all = terms.every(({ key, not }) => key === undefined && !not)
    ? [{ value: terms.map(({ value }) => value).join(' '), not: undefined }]
    : []
  return [...terms, ...all].some(({ value, not }) => !not && values.some(known => known != null && isSame(value, known.toLowerCase())))
}

function isSame(asked: string, known: string): boolean {
  if (asked === known || bare(asked) === bare(known)) return true
  const digits = bare(asked)
  // 1280 is not meant as hex, c0ffee01 is.
  const isHex = asked.startsWith('0x') || (/^[0-9a-f]{4,16}$/.test(digits) && /[a-f]/.test(digits))
  return isHex && /^\d+$/.test(known) && /^[0-9a-f]+$/.test(digits) && BigInt(known) === BigInt(`0x${digits}`)
}

function bare(text: string): string {
  return text.replace(/^0x/, '').replaceAll(/[_ ]/g, '-')
}

/** Whether a text says what a query asks. @param keyed what a word with a key asks for, by key */
export function matches(query: Query, said: string, keyed: Readonly<Record<string, string>>): boolean {
  return fits(query, term => {
    const text = term.key === undefined ? said : Object.hasOwn(keyed, term.key) ? keyed[term.key] : undefined
    return text !== undefined && testOf(term)(text.toLowerCase())
  })
}

const tests = new WeakMap<Term, (low: string) => boolean>()

/** The test of a word, made once for all that is searched. */
function testOf(term: Term): (low: string) => boolean {
  const test = tests.get(term) ?? textTest(term.value)
  tests.set(term, test)
  return test
}

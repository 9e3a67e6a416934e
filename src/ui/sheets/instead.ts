import type { Query, Term } from '../../host/asked.ts'
import { keys } from '../../host/query.ts'
import { folded, quoted, type Vocabulary } from './completion.ts'

const MOST = 4

/** What people say, and what the fields are called. */
const alsoCalled: readonly (readonly [said: RegExp, called: readonly string[]])[] = [
  [/^life-?time$/, ['"life duration"']],
  [/^dpd$/, ['"dead peer detection"']],
  [/^(loss|losses|drops?|dropped)$/, ['lost']],
  [/^(resent|resend|repeated|retry|retries)$/, ['retransmission']],
  [/^(altered|damaged)$/, ['changed']],
  [/^psk$/, ['"pre-shared key"']],
  [/^dh$/, ['diffie-hellman', '"group description"']],
  [/^certificate$/, ['cert']],
  [/^sha-?(256|384|512)$/, ['sha2-$1']],
  [/^(aes|camellia)-?(128|192|256)$/, ['$1 $2']],
  [/^(?:modp-?(\d{3,4})|(\d{3,4})-?modp)$/, ['"$1$2-bit modp"']],
  [/^ecp-?(\d{3})$/, ['"$1-bit random ecp"']],
]

/** What else somebody may have meant who found nothing, each a whole text to search for. @param unnamed keys after which no field is called */
export function instead({ terms, either }: Query, unnamed: readonly string[], words: Vocabulary): string[] {
  const others: string[] = []
  const [only] = terms
  if (only && terms.length === 1 && !only.not) {
    if (only.key !== undefined && unnamed.includes(only.key))
      others.push(...keys.filter(key => isNear(key, only.key!)).map(key => written({ ...only, key })))
    for (const [said, called] of alsoCalled) if (said.test(only.value)) others.push(...called.map(name => only.value.replace(said, name)))
    others.push(...knownAs(only, words))
    if (only.key !== undefined && only.key !== 'packet') others.push(written({ value: only.value }))
  }
  if (terms.length > 1 && either.length === 1)
    others.push(
      terms
        .filter(term => !term.not)
        .map(written)
        .join(' or '),
    )
  return [...new Set(others)].slice(0, MOST)
}

/** Values that the captures or the registries have under another key, or almost so. */
function knownAs({ key, value }: Term, words: Vocabulary): string[] {
  const bare = folded(value.replace(/^0x/, ''))
  // Of registries names can be almost so, numbers cannot.
  const all = Object.entries(words).flatMap(([under, values]) =>
    values.flatMap(([value, ...names]) => (under === 'notify' ? names : [value]).map(one => ({ under, one, low: folded(one) }))),
  )
  const same = all.filter(({ under, low }) => under !== key && under !== 'notify' && low === bare)
  const almost = bare.length < SHORTEST ? [] : all.filter(({ low }) => isNear(low, bare))
  // An address is known under two keys: the first will do.
  const found = new Map([...almost, ...same].reverse().map(({ under, one }) => [one, written({ key: under, value: one })]))
  return [...found.values()].reverse()
}

/** Of shorter words too many are almost the same. */
const SHORTEST = 5

function written({ key, value }: Term): string {
  return key === undefined ? quoted(value) : `${key}:${quoted(value)}`
}

/** Whether one letter makes the difference: another one, one too many, one too few; or two that changed places. */
export function isNear(one: string, other: string): boolean {
  if (one === other || Math.abs(one.length - other.length) > 1) return false
  let start = 0
  while (start < one.length && one[start] === other[start]) start++
  const [rest, others] = [one.slice(start), other.slice(start)]
  if (rest.slice(1) === others.slice(1) || rest.slice(1) === others || rest === others.slice(1)) return true
  return rest[0] === others[1] && rest[1] === others[0] && rest.slice(2) === others.slice(2)
}

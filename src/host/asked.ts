// What people type to find something. Words stand beside each other and all of them must be true of one thing; quotes keep
// words together; `or` stands between alternatives; `not` or a minus turns one word round. `notify:14` asks for fields by
// name, `port:4500` and `ip:10.0.0.5` for those that hold such a thing whatever they are called, `hex:c0ffee01` for bytes
// anywhere. A number after a name is meant exactly: 14 is not 114.

/** One word of a query. Texts are in lower case. */
export interface Term {
  readonly key?: string
  readonly value: string
  /** It must not be true. */
  readonly not?: true
}

/** A part of the text that cannot be meant so, [start, end), and why. `open`: somebody may still be typing it. */
export interface Mistake {
  readonly start: number
  readonly end: number
  readonly says: string
  readonly open?: true
}

/** A query that can be asked: `either` of these lists of places in `terms`, all of a list at once. */
export interface Query {
  readonly terms: readonly Term[]
  readonly either: readonly (readonly number[])[]
}

/** What was typed, understood; or where it cannot be. */
export type Asked = { readonly ok: true; readonly query: Query } | { readonly ok: false; readonly mistake: Mistake }

/** So many words at most: what each packet fits is one octet. */
const MOST_TERMS = 8

/** Reads a query. */
export function asked(text: string): Asked {
  const terms: Term[] = []
  const either: number[][] = [[]]
  let not: { readonly start: number; readonly end: number } | undefined
  let between: { readonly start: number; readonly end: number } | undefined
  for (const match of text.matchAll(/(-?)(?:([a-z][a-z0-9_-]*):)?(?:"([^"]*)("?)|(\S*))\s*/gi)) {
    const [whole, minus, keyed, quoted, closed, plain = ''] = match
    const word = whole.trimEnd()
    if (word === '') continue
    // An IPv6 address begins like a key.
    const positive = word.slice(minus!.length)
    const isAddress = /^[0-9a-f]+:[0-9a-f:.]*:[0-9a-f:.]*$/i.test(positive)
    const key = isAddress ? undefined : keyed
    const place = { start: match.index, end: match.index + word.length }
    const bare = key === undefined && quoted === undefined && !minus ? plain.toLowerCase() : ''
    if (bare === 'or') {
      if (either.at(-1)!.length === 0 || not) return wrong(place, '“or” stands between two things')
      either.push([])
      between = place
      continue
    }
    if (bare === 'and') continue
    if (bare === 'not') {
      not = place
      continue
    }
    if (quoted !== undefined && closed === '') return wrong(place, 'this quote is not closed', true)
    const value = (isAddress ? positive : (quoted ?? plain)).toLowerCase()
    const says = value === '' ? emptyText(key?.toLowerCase()) : key === undefined ? undefined : mistaken(key.toLowerCase(), value)
    if (says) return wrong(place, says, value === '' && place.end === text.trimEnd().length)
    if (terms.length === MOST_TERMS) return wrong(place, `more than ${MOST_TERMS} words`)
    either.at(-1)!.push(terms.length)
    terms.push({ ...(key ? { key: key.toLowerCase() } : {}), value, ...(minus || not ? { not: true } : {}) })
    not = undefined
    between = undefined
  }
  if (not) return wrong(not, '“not” stands before what must not be so', true)
  if (between) return wrong(between, '“or” stands between two things', true)
  return { ok: true, query: { terms, either: terms.length === 0 ? [] : either } }
}

/** Whether a thing fits a query. @param says whether its word at that place is true of it */
export function fits({ terms, either }: Query, says: (term: Term, place: number) => boolean): boolean {
  return either.some(all => all.every(place => says(terms[place]!, place) !== (terms[place]!.not ?? false)))
}

function wrong(place: { readonly start: number; readonly end: number }, says: string, open = false): Asked {
  return { ok: false, mistake: { ...place, says, ...(open ? { open } : {}) } }
}

const examples: Readonly<Record<string, string>> = {
  ip: '10.0.0.5',
  host: '10.0.0.5',
  spi: 'c0ffee01',
  cookie: 'c0ffee01',
  port: '4500',
  notify: '14',
}

function emptyText(key: string | undefined): string {
  if (key === undefined) return 'there is nothing in it'
  return `${key}: is followed by nothing${examples[key] ? `; it is meant like ${key}:${examples[key]}` : ''}`
}

/** Why a value cannot be meant after a key; undefined when it can. */
function mistaken(key: string, value: string): string | undefined {
  switch (key) {
    case 'ip':
    case 'host':
      return addressMistake(value)
    case 'spi':
    case 'cookie': {
      const [, digits = ''] = /^(?:0x)?(.*)$/.exec(value)!
      if (!/^[0-9a-f]+$/.test(digits)) return 'an SPI is written in hex digits, 0 to 9 and a to f'
      return digits.length > 16 ? `an SPI has 8 or 16 hex digits, this has ${digits.length}` : undefined
    }
    case 'port':
      return /^\d+$/.test(value) && Number(value) <= 65535 ? undefined : 'a port is a number from 0 to 65535'
    case 'hex': {
      const digits = value.replaceAll(/[\s:-]/g, '')
      if (!/^[0-9a-f]+$/.test(digits)) return 'bytes are written in hex digits, 0 to 9 and a to f'
      return digits.length % 2 === 1 ? `a byte has two hex digits, these are ${digits.length}` : undefined
    }
    case 'packet':
      return /^[abr]?#?\d+(-\d+)?$/.test(value) ? undefined : 'packets are meant like packet:12, packet:b12 or packet:12-40'
    default:
      return undefined
  }
}

/** An address may be the beginning of one. */
function addressMistake(value: string): string | undefined {
  if (value.includes(':')) return /^[0-9a-f:.]+$/.test(value) ? undefined : 'no IPv6 address is written so'
  if (!/^[0-9.]+$/.test(value)) return /^[0-9a-f]+$/.test(value) ? undefined : 'an address is written like 10.0.0.5 or 2001:db8::1'
  const large = value.split('.').find(part => Number(part) > 255)
  if (large) return `no part of an IPv4 address is larger than 255, and this has ${large}`
  return value.split('.').length > 4 || value.includes('..') ? 'an IPv4 address has four parts' : undefined
}

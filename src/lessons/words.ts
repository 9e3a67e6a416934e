import type { Entry, NamedEntry } from './entry.ts'
import type { Mistake } from './lesson.ts'

/** Reads the named pieces of an entry and collects what is wrong with them. */
export interface Words {
  readonly line: number
  readonly has: (word: string) => boolean
  readonly at: (word: string) => Entry | undefined
  /** A text that has to be there. */
  readonly text: (word: string) => string
  readonly optional: (word: string) => string | undefined
  /** A list of texts; one text counts as a list of one, nothing as none. */
  readonly texts: (word: string) => readonly { readonly line: number; readonly text: string }[]
  readonly number: (word: string, otherwise?: number) => number
  readonly wrong: (says: string, word?: string) => void
}

/** @param what how the entry is called in what is said: `a step`. @param known the words that it may hold */
export function wordsOf(entry: Entry, what: string, known: readonly string[], mistakes: Mistake[]): Words | undefined {
  if (entry.kind !== 'named') {
    mistakes.push({ line: entry.line, says: `${what} is made of lines such as "${known[0]}: …"` })
    return undefined
  }
  for (const [word, piece] of entry.pieces)
    if (!known.includes(word)) {
      const near = nearest(word, known)
      const meant = near ? `did you mean "${near}"?` : `there are ${known.join(', ')}`
      mistakes.push({ line: piece.line, says: `${what} has no "${word}"; ${meant}` })
    }
  return reader(entry, what, mistakes)
}

function reader(entry: NamedEntry, what: string, mistakes: Mistake[]): Words {
  const at = (word: string) => entry.pieces.get(word)
  const lineOf = (word?: string) => (word === undefined ? undefined : at(word)?.line) ?? entry.line
  const wrong = (says: string, word?: string) => void mistakes.push({ line: lineOf(word), says })
  const optional = (word: string): string | undefined => {
    const piece = at(word)
    if (!piece) return undefined
    if (piece.kind === 'text' && piece.text !== '') return piece.text
    wrong(piece.kind === 'text' ? `"${word}" is empty` : `"${word}" has to be a text${brackets(piece)}`, word)
    return undefined
  }
  return {
    line: entry.line,
    has: word => entry.pieces.has(word),
    at,
    optional,
    text: word => {
      if (!entry.pieces.has(word)) wrong(`${what} needs "${word}"`)
      return optional(word) ?? ''
    },
    texts: word => {
      const piece = at(word)
      if (!piece) return []
      const items = piece.kind === 'list' ? piece.items : [piece]
      return items.flatMap(item => {
        if (item.kind === 'text' && item.text !== '') return [{ line: item.line, text: item.text }]
        mistakes.push({
          line: item.line,
          says: item.kind === 'text' ? `"${word}" is empty` : `each of "${word}" has to be a text${brackets(item)}`,
        })
        return []
      })
    },
    number: (word, otherwise = Number.NaN) => {
      const written = optional(word)
      if (written === undefined) return otherwise
      const value = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(written) ? Number(written) : Number.NaN
      if (Number.isNaN(value)) wrong(`"${word}" has to be a number, and "${written}" is none`, word)
      return value
    },
    wrong,
  }
}

function brackets(entry: Entry): string {
  return entry.kind === 'named' ? '; put it in quotes when it holds ": "' : ''
}

/** The known word that somebody may have meant: one letter or its order is wrong, or an end is missing. */
function nearest(word: string, known: readonly string[]): string | undefined {
  const lower = word.toLowerCase()
  return known.find(one => one.startsWith(lower.slice(0, 4)) && lower.length > 2) ?? known.find(one => distance(one, lower) <= 2)
}

/** Letters to change, add or take away. */
function distance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 2) return 3
  let row = Array.from({ length: other.length + 1 }, (_, i) => i)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1)))
    row = next
  }
  return row[other.length]!
}

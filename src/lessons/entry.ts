import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type YAMLParseError } from 'yaml'
import type { Mistake } from './lesson.ts'

/** A piece of a YAML file with the line it begins at: a text, a list, or named pieces. */
export type Entry = TextEntry | ListEntry | NamedEntry

interface TextEntry {
  readonly kind: 'text'
  readonly line: number
  readonly text: string
}

interface ListEntry {
  readonly kind: 'list'
  readonly line: number
  readonly items: readonly Entry[]
}

/** Pieces by their names, in the order of the file. */
export interface NamedEntry {
  readonly kind: 'named'
  readonly line: number
  readonly pieces: ReadonlyMap<string, Entry>
}

/** More is no lesson. */
const LONGEST = 1 << 20

/** A YAML file as entries, or what is wrong with it in plain words. Never throws; numbers stay the text that they are. */
export function entriesOf(text: string): { readonly root?: Entry; readonly mistakes: readonly Mistake[] } {
  if (text.length > LONGEST) return { mistakes: [{ line: 1, says: 'this is longer than any lesson' }] }
  try {
    return read(text)
  } catch {
    return { mistakes: [{ line: 1, says: 'this cannot be read as YAML' }] }
  }
}

function read(text: string): { readonly root?: Entry; readonly mistakes: readonly Mistake[] } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const lineAt = (range: readonly number[] | null | undefined) => Math.max(1, lines.linePos(range?.[0] ?? 0).line)
  const mistakes: Mistake[] = document.errors.map(error => ({ line: Math.max(1, lines.linePos(error.pos[0]).line), says: plain(error) }))
  if (mistakes.length > 0) return { mistakes: mistakes.slice(0, 1) }

  const own = (node: unknown, above: number) => {
    const range = isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? node.range : undefined
    return range ? lineAt(range) : above
  }
  const entry = (node: unknown, line: number): Entry => {
    if (isMap(node)) {
      const pieces = new Map<string, Entry>()
      for (const { key, value } of node.items)
        pieces.set(isScalar(key) ? String(key.source ?? key.value) : '', entry(value, own(key, line)))
      return { kind: 'named', line, pieces }
    }
    if (isSeq(node)) return { kind: 'list', line, items: node.items.map(item => entry(item, own(item, line))) }
    if (isScalar(node)) {
      const empty = node.value === null && !node.source
      const written = typeof node.value === 'string' ? node.value : String(node.source ?? node.value ?? '')
      return { kind: 'text', line, text: empty ? '' : written.trim() }
    }
    if (isAlias(node)) mistakes.push({ line, says: 'a word that begins with * has to stand in quotes' })
    return { kind: 'text', line, text: '' }
  }
  const root = entry(document.contents, own(document.contents, 1))
  return mistakes.length > 0 ? { mistakes } : { root, mistakes }
}

/** What is wrong with the form, said to somebody who has never heard of YAML. */
function plain({ code, message }: YAMLParseError): string {
  const known: Readonly<Record<string, string>> = {
    BAD_INDENT: 'this line stands too far left or right: lines that belong together begin in the same column',
    TAB_AS_INDENT: 'this line begins with a tab: indent with spaces',
    MISSING_CHAR: 'a quote or bracket is not closed, this text needs quotes around it, or the line stands too far left',
    BLOCK_AS_IMPLICIT_KEY: 'a text with ": " in it has to stand in quotes, or on its own lines after ">-"',
    BLOCK_IN_FLOW: 'a list in brackets cannot hold lines with a dash',
    DUPLICATE_KEY: 'this word stands twice in the same place; what begins a new step or option has a dash in front',
    MULTILINE_IMPLICIT_KEY: 'there is no ":" here, or the line stands in the wrong column',
    UNEXPECTED_TOKEN: 'this does not belong here: look for a wrong column, quote or bracket',
    BAD_ALIAS: 'a word that begins with * or & has to stand in quotes',
    BAD_SCALAR_START: 'a text that begins with @ or ` has to stand in quotes',
    IMPOSSIBLE: 'this cannot be read',
  }
  return known[code] ?? message.split('\n')[0]!
}

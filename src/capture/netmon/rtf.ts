import { untilNul } from '../text.ts'

// RTF: text, groups in braces, control words (\par, \b0, \u8217), control symbols (\{, \'e9, \~). Groups that hold no text of
// the document (font table, colours, pictures, anything marked \*) are left out.

const silent = new Set(['fonttbl', 'colortbl', 'stylesheet', 'info', 'pict', 'generator', 'themedata', 'listtable', 'rsidtbl'])
const spoken: Readonly<{ [word: string]: string }> = {
  par: '\n',
  line: '\n',
  tab: '\t',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
}
/** Groups within groups that are followed. */
const DEEPEST = 1000

const token = /\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)/gy

/** The text of a note that may be RTF; other texts as they are. Rich Text Format Specification 1.9.1. */
export function rtfText(source: string): string {
  if (!source.startsWith('{\\rtf')) return trimmed(source)
  const out: string[] = []
  const quiet: boolean[] = []
  let silence = false
  let skip = 0
  token.lastIndex = 0
  for (let found = token.exec(source); found; found = token.exec(source)) {
    const [, word, number, hex, symbol, brace, text] = found
    if (brace === '{') {
      if (quiet.length >= DEEPEST) break
      quiet.push(silence)
    } else if (brace === '}') silence = quiet.pop() ?? silence
    else if (symbol === '*' || (word !== undefined && silent.has(word))) silence = true
    else if (silence) continue
    else if (word === 'u' && number !== undefined) {
      out.push(String.fromCharCode(Number(number) & 0xffff))
      skip = 1
    } else if (word !== undefined) out.push(spoken[word] ?? '')
    else if (hex !== undefined) out.push(skip-- > 0 ? '' : windows1252(Number.parseInt(hex, 16)))
    else if (symbol !== undefined) out.push(symbol === '~' ? ' ' : '{}\\'.includes(symbol) ? symbol : '')
    else if (text !== undefined) out.push(skip > 0 ? text.slice(1) : text)
    if (hex !== undefined || text !== undefined) skip = 0
  }
  return trimmed(out.join(''))
}

const decoder = new TextDecoder('windows-1252')
function windows1252(octet: number): string {
  return decoder.decode(Uint8Array.of(octet))
}

function trimmed(text: string): string {
  return untilNul(text).trim()
}

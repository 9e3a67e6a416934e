import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { printable } from '../text.ts'

/** A start line in full is looked for within this many octets. */
const MOST = 512
const METHOD = /^(GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH|[A-Z]{3,20}) \S+ HTTP\/1\.\d/
const STATUS = /^HTTP\/1\.\d \d{3}/

/** HTTP/1: the start line of a segment that begins with one; the rest stays bytes. RFC 9112 §2.1. */
export function http(c: Cursor, layers: Layer[]): void {
  const ahead = c.peek(MOST)
  const end = ahead.indexOf(10)
  const line = printable(ahead.subarray(0, end < 0 ? ahead.length : end)).replace(/\\x0d$/, '')
  if (!METHOD.test(line) && !STATUS.test(line)) return
  c.struct('HTTP', c.left, c => {
    c.means(line)
    c.as('Start Line', end < 0 ? ahead.length : end + 1, () => line)
    c.rest('Fields and Content')
  })
  layers.push({ kind: 'application', name: 'HTTP', says: line })
}

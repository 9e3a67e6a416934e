import type { Replacements } from './replacements.ts'

// Names in DER: certificates, distinguished names, Kerberos. Every element keeps its tag and length; texts, addresses, keys,
// serial numbers and signatures get others of the same length; object identifiers, times, small numbers stay. ITU-T X.690.

const TEXT: ReadonlySet<number> = new Set([12, 18, 19, 20, 21, 22, 25, 26, 27, 28, 30])
const [INTEGER, BIT_STRING, OCTET_STRING] = [2, 3, 4]
const DEEPEST = 24
/** Integers up to this many octets are versions, codes and nonces; longer ones name somebody. */
const SMALL = 4

/** The same elements with other contents; bytes that are no DER become noise. */
export function derLike(bytes: Uint8Array, to: Replacements): Uint8Array {
  const out = bytes.slice()
  elements(out, 0, out.length, to, 0)
  return out
}

function elements(out: Uint8Array, start: number, end: number, to: Replacements, depth: number): void {
  let at = start
  while (at < end) {
    const head = headAt(out, at, end)
    if (!head || depth > DEEPEST) {
      out.set(to.noise(out.subarray(at, end)), at)
      return
    }
    const stop = Math.min(end, head.content + head.length)
    if (head.tag & 0x20) elements(out, head.content, stop, to, depth + 1)
    else primitive(out, head.tag, head.content, stop, to, depth)
    at = stop
  }
}

function primitive(out: Uint8Array, tag: number, start: number, end: number, to: Replacements, depth: number): void {
  const content = out.subarray(start, end)
  const put = (made: Uint8Array, at = start) => out.set(made, at)
  if (tag === OCTET_STRING && isDer(content)) elements(out, start, end, to, depth + 1)
  else if (tag === OCTET_STRING) put(to.noise(content))
  else if (tag === BIT_STRING && content.length > SMALL) put(to.noise(content.subarray(1)), start + 1)
  else if (tag === INTEGER && content.length > SMALL) put(to.noise(content.subarray(1)), start + 1)
  else if (tag < 0x40 && TEXT.has(tag)) put(to.text(content))
  else if (tag >> 6 === 2) put(tagged(tag & 31, content, to))
}

/** GeneralName: rfc822Name, dNSName, URI, iPAddress; others of context tags are identifiers of keys. RFC 5280 §4.2.1.6. */
function tagged(number: number, content: Uint8Array, to: Replacements): Uint8Array {
  if (number === 7 && (content.length === 4 || content.length === 16)) return to.address(content)
  if (number === 1 || number === 2 || number === 6) return to.text(content)
  return content.length > SMALL ? to.noise(content) : content
}

/** Elements that fill the bytes exactly. */
function isDer(bytes: Uint8Array): boolean {
  if (bytes.length < 2) return false
  let at = 0
  while (at < bytes.length) {
    const head = headAt(bytes, at, bytes.length)
    if (!head || head.content + head.length > bytes.length || (head.tag & 31) === 0) return false
    at = head.content + head.length
  }
  return at === bytes.length
}

function headAt(bytes: Uint8Array, at: number, end: number): { tag: number; content: number; length: number } | undefined {
  const tag = bytes[at]!
  const first = at + 1 < end ? bytes[at + 1]! : undefined
  if (first === undefined || (tag & 31) === 31) return undefined
  if (first < 0x80) return { tag, content: at + 2, length: first }
  const size = first & 0x7f
  if (size === 0 || size > 4 || at + 2 + size > end) return undefined
  let length = 0
  for (let i = 0; i < size; i++) length = length * 256 + bytes[at + 2 + i]!
  return { tag, content: at + 2 + size, length }
}

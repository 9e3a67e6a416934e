/** Bytes as text: the spellings that fields, reports and searches share. */

const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Code units of the two digits of every byte, in one number. */
const units = Uint16Array.from(digits, pair => (pair.charCodeAt(0) << 8) | pair.charCodeAt(1))
/** Bytes spelled at once: a string made by adding digits would be a tree of its parts. */
const AT_ONCE = 1024

/** Lower-case hex without separators. */
export function hex(bytes: Uint8Array): string {
  return hexOf(bytes, 0, bytes.length)
}

/** The same of bytes [from, to). */
export function hexOf(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let start = from; start < to; start += AT_ONCE) {
    const end = Math.min(to, start + AT_ONCE)
    const spelled = new Array<number>(2 * (end - start))
    for (let i = start, at = 0; i < end; i++) {
      const unit = units[bytes[i]!]!
      spelled[at++] = unit >> 8
      spelled[at++] = unit & 0xff
    }
    text += String.fromCharCode.apply(null, spelled)
  }
  return text
}

/** Bytes of a hex string; white space is ignored. */
export function unhex(text: string): Uint8Array {
  const clean = /\s/.test(text) ? text.replaceAll(/\s/g, '') : text
  const bytes = new Uint8Array(clean.length >> 1)
  for (let i = 0; i < bytes.length; i++) {
    const high = values[clean.charCodeAt(2 * i)] ?? NO_DIGIT
    const low = values[clean.charCodeAt(2 * i + 1)] ?? NO_DIGIT
    bytes[i] = high < NO_DIGIT && low < NO_DIGIT ? 16 * high + low : Number.parseInt(clean.slice(2 * i, 2 * i + 2), 16)
  }
  return bytes
}

const NO_DIGIT = 16
/** Values of the digits, by code unit. */
const values = Uint8Array.from({ length: 128 }, (_, unit) => {
  const value = Number.parseInt(String.fromCharCode(unit), 16)
  return Number.isNaN(value) ? NO_DIGIT : value
})

/** Dotted IPv4 address of 4 bytes. */
export function ipv4(bytes: Uint8Array): string {
  return `${bytes[0]}.${bytes[1]}.${bytes[2]}.${bytes[3]}`
}

/** IPv6 address of 16 bytes in the form of RFC 5952. */
export function ipv6(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0))
  let best = { from: -1, length: 1 }
  for (let i = 0; i < 8; ) {
    let j = i
    while (j < 8 && groups[j] === 0) j++
    if (j - i > best.length) best = { from: i, length: j - i }
    i = Math.max(j, i + 1)
  }
  const text = (part: number[]) => part.map(g => g.toString(16)).join(':')
  if (best.from < 0) return text(groups)
  return `${text(groups.slice(0, best.from))}::${text(groups.slice(best.from + best.length))}`
}

/** Address of 4 or 16 bytes; other lengths in hex. */
export function address(bytes: Uint8Array): string {
  return bytes.length === 4 ? ipv4(bytes) : bytes.length === 16 ? ipv6(bytes) : hex(bytes)
}

/** Hardware address, colons between bytes. */
export function mac(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += text === '' ? digits[byte] : `:${digits[byte]}`
  return text
}

/** Control characters and those that are invisible or change the direction of writing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** Text from a sender: UTF-8, unprintable characters shown as their code so that nothing hides or moves the reader's eye. */
export function printable(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes)
  return text.replaceAll(UNPRINTABLE, c => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

/** UTF-16, the lower octet first, as Windows writes. */
export function utf16(bytes: Uint8Array): string {
  return printable(new TextEncoder().encode(new TextDecoder('utf-16le').decode(bytes)))
}

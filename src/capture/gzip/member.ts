import type { Input } from '../input.ts'

/** Longest name or comment in a member's header; none is known to be longer than a path. */
const LONGEST_TEXT = 64 * 1024

/** Steps over a member's header. RFC 1952 §2.3. Returns what is wrong: cut off, or no member at all. */
export async function memberHeader(input: Input): Promise<'ok' | 'cut' | 'none'> {
  if (!(await input.more(2))) return input.end > input.at && input.bytes[input.at] === 0x1f ? 'cut' : 'none'
  if (input.bytes[input.at] !== 0x1f || input.bytes[input.at + 1] !== 0x8b) return 'none'
  if (!(await input.more(10))) return 'cut'
  if (input.bytes[input.at + 2] !== 8) return 'none'
  const flags = input.bytes[input.at + 3]!
  input.at += 10
  if (flags & 4) {
    if (!(await input.more(2))) return 'cut'
    const extra = input.view.getUint16(input.at, true)
    if (!(await input.more(2 + extra))) return 'cut'
    input.at += 2 + extra
  }
  for (const flag of [8, 16]) if (flags & flag && !(await text(input))) return 'cut'
  if (flags & 2) {
    if (!(await input.more(2))) return 'cut'
    input.at += 2
  }
  return 'ok'
}

/** Steps over a text that ends with NUL. */
async function text(input: Input): Promise<boolean> {
  for (let length = 0; length < LONGEST_TEXT; length++) {
    if (!(await input.more(1))) return false
    if (input.bytes[input.at++] === 0) return true
  }
  return false
}

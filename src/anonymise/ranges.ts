import { ipv4, ipv6 } from '../dissectors/text.ts'
import type { Leaf } from './leaves.ts'
import type { Replacements } from './replacements.ts'

// A network is written as an address and a mask, or as its first and last address. What stands in for it is such a network
// too: the replacement of its address with the same bits cut off, so that what was inside still is.

/** The replacement of an address that says a network or an end of a range; undefined for a single address. */
export function prefixOrRange({ field, octets, siblings }: Leaf, to: Replacements): Uint8Array | undefined {
  const at = siblings.indexOf(field)
  const [before, after] = [siblings[at - 1], siblings[at + 1]]
  if (after?.name === 'Mask') {
    const mask = parsed(after.value, octets.length)
    return mask && to.address(octets).map((octet, i) => octet & mask[i]!)
  }
  if (/^(Start|First|From)/.test(field.name) && after) {
    const last = parsed(after.value, octets.length)
    return last && range(octets, last, to)[0]
  }
  if (/^(End|Last|To)/.test(field.name) && before) {
    const first = parsed(before.value, octets.length)
    return first && range(first, octets, to)[1]
  }
  return undefined
}

function range(first: Uint8Array, last: Uint8Array, to: Replacements): [Uint8Array, Uint8Array] {
  const free = freeBits(first, last)
  if (free) {
    const made = to.address(first)
    return [made.map((octet, i) => octet & ~free[i]!), made.map((octet, i) => octet | free[i]!)]
  }
  const ends = [to.address(first), to.address(last)] as [Uint8Array, Uint8Array]
  return ends[0].findLast((octet, i) => octet > ends[1][i]! && ends[0].subarray(0, i).every((o, j) => o === ends[1][j])) === undefined
    ? ends
    : [ends[1], ends[0]]
}

/** Bits that are all 0 in the first and all 1 in the last, when these are the ends of one network. */
function freeBits(first: Uint8Array, last: Uint8Array): Uint8Array | undefined {
  const differs = first.map((octet, i) => octet ^ last[i]!)
  const bits = Array.from(differs, octet => octet.toString(2).padStart(8, '0')).join('')
  const whole = !bits.slice(bits.indexOf('1')).includes('0') || !bits.includes('1')
  return whole && first.every((octet, i) => (octet & differs[i]!) === 0) ? differs : undefined
}

function parsed(value: unknown, length: number): Uint8Array | undefined {
  if (typeof value !== 'string') return undefined
  const octets = length === 4 ? Uint8Array.from(value.split('.'), Number) : sixteen(value)
  return octets.length === length && (length === 4 ? ipv4(octets) : ipv6(octets)) === value ? octets : undefined
}

function sixteen(value: string): Uint8Array {
  const [head = '', tail] = value.split('::')
  const groups = (part: string) => (part === '' ? [] : part.split(':').map(group => Number.parseInt(group, 16)))
  const [front, back] = [groups(head), tail === undefined ? [] : groups(tail)]
  const all = [...front, ...Array<number>(Math.max(0, 8 - front.length - back.length)).fill(0), ...back]
  return Uint8Array.from(all.flatMap(group => [group >> 8, group & 255]))
}

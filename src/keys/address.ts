import { type AddressPattern, Unreadable } from './key.ts'

/** `192.0.2.10`, `2001:db8::1`, `192.0.2.0/24`, `*`. */
export function addressPattern(text: string): AddressPattern {
  const [address = '', bits] = text.trim().split('/')
  if (address === '' || /^(\*|any)$/i.test(address) || /^(0\.0\.0\.0|::)$/.test(address)) return undefined
  const bytes = addressBytes(address)
  if (!bytes) throw new Unreadable(`${text} is no address`)
  const most = bytes.length * 8
  if (bits !== undefined && (!/^\d{1,3}$/.test(bits) || Number(bits) > most)) throw new Unreadable(`${text} is no prefix of an address`)
  return { bytes, bits: bits === undefined ? most : Number(bits) }
}

/** Octets of an IPv4 or IPv6 address; undefined for what is none. */
function addressBytes(text: string): Uint8Array | undefined {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) {
    const octets = text.split('.').map(Number)
    return octets.every(octet => octet < 256) ? Uint8Array.from(octets) : undefined
  }
  if (!/^[0-9a-f:]+$/i.test(text) || !text.includes(':')) return undefined
  const [head = '', tail] = text.split('::')
  const groups = (part: string) => (part === '' ? [] : part.split(':').map(group => Number.parseInt(group, 16)))
  const front = groups(head)
  const back = tail === undefined ? [] : groups(tail)
  const gap = 8 - front.length - back.length
  if (gap < 0 || (tail === undefined && gap !== 0)) return undefined
  const all = [...front, ...Array<number>(gap).fill(0), ...back]
  return all.every(group => group <= 0xffff) ? Uint8Array.from(all.flatMap(group => [group >> 8, group & 255])) : undefined
}

/** Whether an address falls under a pattern. */
export function matches(pattern: AddressPattern, address: string | undefined): boolean {
  if (!pattern) return true
  const bytes = address === undefined ? undefined : addressBytes(address)
  if (!bytes || bytes.length !== pattern.bytes.length) return false
  for (let bit = 0; bit < pattern.bits; bit++) {
    const mask = 128 >> (bit & 7)
    if (((bytes[bit >> 3]! ^ pattern.bytes[bit >> 3]!) & mask) !== 0) return false
  }
  return true
}

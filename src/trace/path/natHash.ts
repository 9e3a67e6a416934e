import { md5, sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import type { Hash } from '@noble/hashes/utils.js'
import { hex, unhex } from '../../dissectors/text.ts'
import type { Endpoint } from '../model.ts'

/** Where an address ends and its port begins in what is hashed: behind both SPIs. */
const ADDRESS = 16

/**
 * What a peer hashes to say from which address, or to which, it sent a message: both SPIs, the address and the port, under
 * the hash of phase 1 or, in IKEv2, SHA-1. The length of the result tells which one it was; undefined for a length
 * that none has. RFC 3947 §3.2, RFC 7296 §2.23.
 */
export class NatHash {
  private readonly hash: Hasher
  private readonly spis: Uint8Array
  private readonly wanted: Uint8Array
  private asked: { readonly address: string; readonly port: number; readonly fits: boolean } | undefined
  /** What is hashed, with room for an address of the length asked for last. */
  private data = new Uint8Array(0)

  private constructor(hash: Hasher, spis: Uint8Array, wanted: Uint8Array) {
    this.hash = hash
    this.spis = spis
    this.wanted = wanted
  }

  /** @param spis both, 32 hex digits  @param wanted the hash that a message brought, hex */
  static of(spis: string, wanted: string): NatHash | undefined {
    const hash = BY_LENGTH[wanted.length / 2]
    return hash && new NatHash(hash, unhex(spis), unhex(wanted))
  }

  get text(): string {
    return hex(this.wanted)
  }

  /** It is no hash of anything: all zero. */
  get isZero(): boolean {
    return this.wanted.every(octet => octet === 0)
  }

  /** Whether it was made from this address and port; asked for the same twice in a row, it hashes once. */
  is({ address, port }: Endpoint): boolean {
    if (this.asked?.address !== address || this.asked.port !== port) {
      const octets = addressOctets(address)
      this.asked = { address, port, fits: octets !== undefined && this.fits(octets, port) }
    }
    return this.asked.fits
  }

  /** The same for the octets of an address, 4 or 16. */
  fits(octets: ArrayLike<number>, port: number): boolean {
    const length = ADDRESS + octets.length + 2
    if (this.data.length !== length) {
      this.data = new Uint8Array(length)
      this.data.set(this.spis)
    }
    this.data.set(octets, ADDRESS)
    this.data[length - 2] = port >> 8
    this.data[length - 1] = port & 255
    const made = this.hash.of(this.data)
    for (let i = 0; i < made.length; i++) if (made[i] !== this.wanted[i]) return false
    return true
  }
}

/** One hash function, used again and again without making anything: searches take a hundred thousand hashes. */
class Hasher {
  private readonly blank: Hashing
  private readonly used: Hashing
  private readonly made: Uint8Array

  constructor(create: () => Hashing) {
    this.blank = create()
    this.used = create()
    this.made = new Uint8Array(this.blank.outputLen)
  }

  /** Valid until the next is asked for. */
  of(data: Uint8Array): Uint8Array {
    this.blank._cloneInto(this.used)
    this.used.update(data).digestInto(this.made)
    return this.made
  }
}

type Hashing = Hash<Hashing>

const BY_LENGTH: Readonly<Record<number, Hasher>> = {
  16: new Hasher(md5.create),
  20: new Hasher(sha1.create),
  32: new Hasher(sha256.create),
  48: new Hasher(sha384.create),
  64: new Hasher(sha512.create),
}

/** The octets of an address as this program writes it; undefined when it is none. */
export function addressOctets(text: string): number[] | undefined {
  if (!text.includes(':')) {
    const octets = text.split('.').map(Number)
    return octets.length === 4 && octets.every(octet => octet >= 0 && octet < 256) ? octets : undefined
  }
  const [head = '', tail] = text.split('::')
  const front = groups(head)
  const back = tail === undefined ? [] : groups(tail)
  const zeros = 8 - front.length - back.length
  if (zeros < 0 || (tail === undefined && zeros > 0)) return undefined
  return [...front, ...Array<number>(zeros).fill(0), ...back].flatMap(group => [group >> 8, group & 255])
}

function groups(part: string): number[] {
  return part === '' ? [] : part.split(':').map(group => Number.parseInt(group, 16))
}

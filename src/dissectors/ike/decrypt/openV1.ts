import { md5, sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import type { BlockCipher } from '../../crypto/blockCiphers.ts'
import { joined } from '../../joined.ts'
import type { Keyring } from '../../keyring.ts'
import type { Header } from '../header.ts'
import type { IvChain } from './ivChains.ts'
import { endOfPayloads, type Rest, restOfPayloads } from './plainV1.ts'

/** A version 1 message decrypted. */
export interface OpenedV1 {
  readonly plain: Uint8Array
  /** Where the payloads end and padding begins. */
  readonly end: number
  /** The first block could not be decrypted, its vector is not known: how it goes on behind the first payload. */
  readonly rest?: Rest & { readonly block: number }
}

const hashes = [sha1, md5, sha256, sha384, sha512]

/**
 * Decrypts the body of a version 1 message with whatever key, cipher and vector fits. Undefined: none does.
 * @param first type of the first payload, as exchange type and message id from the header  @param chain what the other messages left behind
 */
export function openV1(
  body: Uint8Array,
  { nextPayload: first, exchangeType, messageId }: Pick<Header, 'nextPayload' | 'exchangeType' | 'messageId'>,
  { keys, ciphers }: { readonly keys: readonly Uint8Array[]; readonly ciphers: Keyring['ciphersV1'] },
  chain: IvChain | undefined,
): OpenedV1 | undefined {
  let partly: OpenedV1 | undefined
  const chosen = chain?.cipher && ciphers[chain.cipher.value]
  for (const key of keys) {
    for (const cipher of chosen ? [chosen] : Object.values(ciphers)) {
      const whole = body.length - (body.length % cipher.block)
      if (!cipher.keys.includes(key.length) || whole === 0) continue
      const blind = cipher.decrypt(key, new Uint8Array(cipher.block), body.subarray(0, whole))
      for (const iv of vectors(cipher, messageId, chain)) {
        const plain = blind.slice()
        for (let i = 0; i < cipher.block; i++) plain[i]! ^= iv[i]!
        const end = first === 0 ? undefined : endOfPayloads(plain, first)
        if (end !== undefined) return { plain, end }
      }
      partly ??= withoutStart(blind, first, exchangeType, cipher)
    }
  }
  return partly
}

/** All that may be meant, the likeliest first. RFC 2409 Appendix B. */
function* vectors({ block }: BlockCipher, messageId: number, chain: IvChain | undefined): Generator<Uint8Array> {
  if (!chain) return
  if (messageId === 0) for (const [, iv] of initial(block, chain)) yield iv
  else {
    const id = Uint8Array.of(messageId >>> 24, messageId >>> 16, messageId >>> 8, messageId)
    for (const last of (chain.lastBlocks.get(0) ?? []).toReversed())
      for (const hash of hashes) yield hash(joined(last.subarray(-block), id)).subarray(0, block)
    // Windows before 7 takes the last block it sent for an informational within phase 1, [MS-IKEE] notes.
    for (const last of chain.lastBlocks.get(0) ?? []) yield last.subarray(-block)
    // Aggressive mode may end without an encrypted message.
    for (const [hash, iv] of initial(block, chain)) yield hash(joined(iv, id)).subarray(0, block)
  }
  for (const last of chain.lastBlocks.get(messageId) ?? []) yield last.subarray(-block)
}

/** The vector that phase 1 begins with, in either order of the two key exchange values. */
function* initial(block: number, { keyExchanges }: IvChain): Generator<[(typeof hashes)[number], Uint8Array]> {
  for (const one of keyExchanges)
    for (const other of keyExchanges)
      if (one !== other) for (const hash of hashes) yield [hash, hash(joined(one, other)).subarray(0, block)]
}

function withoutStart(blind: Uint8Array, first: number, exchangeType: number, { block }: BlockCipher): OpenedV1 | undefined {
  const rest = restOfPayloads(blind, first, exchangeType, block)
  if (!rest) return undefined
  const plain = blind.slice().fill(0, 0, block)
  return { plain, end: endOfPayloads(plain, rest.next, rest.length)!, rest: { ...rest, block } }
}

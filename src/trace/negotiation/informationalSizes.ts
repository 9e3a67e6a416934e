import type { Proposal } from '../../dissectors/ike/facts.ts'
import { attributeOf } from './proposals.ts'

/** Lengths in octets that encrypted informationals of IKEv1 have on the wire, by what they say. */
export interface InformationalSizes {
  /** Delete of one or two IPsec SAs. */
  readonly ofIpsecSa: ReadonlySet<number>
  /** Delete of the ISAKMP SA; the question whether the peer lives is about as long. */
  readonly ofIkeSa: ReadonlySet<number>
}

/**
 * What an informational's length can say under the hash and cipher of phase 1: header 28, hash payload 4 + hash, then a
 * Delete of 12 + 4 a piece (RFC 2408 §3.15), or of 12 + 16. Some stacks pad to the block, some beyond it; Windows adds a
 * nonce of 4 + 32 ([MS-IKEE] §3.1.5). @param nonce whether it does. Undefined where hash or cipher is not known.
 */
export function informationalSizes(chosen: Proposal | null, nonce: boolean): InformationalSizes | undefined {
  const transform = chosen?.transforms[0]
  const hash = transform && HASH[Number(attributeOf(transform, 2)?.value)]
  const block = transform && BLOCK[Number(attributeOf(transform, 1)?.value)]
  if (!hash || !block) return undefined
  const sizes = (payload: number) => padded(4 + hash + payload + (nonce ? NONCE : 0), block)
  return { ofIpsecSa: new Set([1, 2].flatMap(count => sizes(12 + 4 * count))), ofIkeSa: new Set(sizes(12 + 16)) }
}

function padded(content: number, block: number): number[] {
  return [content, content + 1].map(length => 28 + Math.ceil(length / block) * block)
}

/** Octets, by the numbers of RFC 2409 appendix A and of the registry: MD5, SHA, SHA2-256, -384, -512. */
const HASH: Readonly<Record<number, number>> = { 1: 16, 2: 20, 4: 32, 5: 48, 6: 64 }
/** DES, IDEA, Blowfish, 3DES, CAST; AES, Camellia. */
const BLOCK: Readonly<Record<number, number>> = { 1: 8, 2: 8, 3: 8, 5: 8, 6: 8, 7: 16, 8: 16 }
const NONCE = 36

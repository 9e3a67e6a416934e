/**
 * Domains of interpretation and the IPsec DOI's situations.
 *
 * Sources: RFC 2408 §A.2 (0), RFC 2407 §4.2 and §4.6.1 (1), RFC 6407 §5.1 (2).
 */
import { type Names, names } from '../../meaning.ts'

/** Domain of interpretation. RFC 2408 §3.4, IANA isakmp-registry. */
export const doi: Names = names({ 0: 'ISAKMP', 1: 'IPSEC', 2: 'GDOI' })

/** Bits of the IPsec DOI's situation. RFC 2407 §4.2. */
export const situationBits = { SIT_IDENTITY_ONLY: 0x1, SIT_SECRECY: 0x2, SIT_INTEGRITY: 0x4 } as const

/** The situation in words: the names of its bits. RFC 2407 §4.2. */
export function situation(value: number): string | undefined {
  const set = Object.entries(situationBits).filter(([, bit]) => (value & bit) !== 0)
  return set.length === 0 ? undefined : set.map(([name]) => name).join(', ')
}

/**
 * Domains of interpretation.
 *
 * Sources: RFC 2408 §A.2 (0), RFC 2407 §4.2 (1), RFC 6407 §5.1 (2).
 */
import { type Names, names } from '../../meaning.ts'

/** Domain of interpretation. RFC 2408 §3.4, IANA isakmp-registry. */
export const doi: Names = names({ 0: 'ISAKMP', 1: 'IPSEC', 2: 'GDOI' })

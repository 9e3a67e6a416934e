/**
 * Vendor ids of NAT traversal, all the MD5 of a document's name.
 *
 * Sources: RFC 3947 §3.1 and its drafts' own sections of the same title, draft-stenberg-ipsec-nat-traversal, draft-huttunen-
 * ipsec-esp-in-udp. Draft 02 printed the hash of its name with a newline, and that is the form the field adopted. "RFC XXXX" is
 * what a draft left for the editor to fill in; Solaris sent the hash of exactly that.
 */
import { md5, type Pattern } from './pattern.ts'

const family = 'NAT traversal'
const draft = 'draft-ietf-ipsec-nat-t-ike'
const drafts = ['00', '01', '02', '03', '04', '05', '06', '07', '08', '09']

/** Vendor ids of NAT traversal. RFC 3947 §3.1. */
export const natTraversal: readonly Pattern[] = [
  md5('RFC 3947', { label: 'RFC 3947 NAT-T', family }),
  md5('RFC XXXX', { label: 'RFC XXXX NAT-T (RFC 3947 before it had its number)', family }),
  md5('Testing NAT-T RFC', { label: 'Testing NAT-T RFC', family }),
  md5(draft, { label: `${draft} (no number)`, family }),
  ...drafts.map(n => md5(`${draft}-${n}`, { label: `${draft}-${n}`, family })),
  md5(`${draft}-02\n`, { label: `${draft}-02 (with newline)`, family }),
  md5('draft-stenberg-ipsec-nat-traversal-01', { label: 'draft-stenberg-ipsec-nat-traversal-01', family }),
  md5('draft-stenberg-ipsec-nat-traversal-02', { label: 'draft-stenberg-ipsec-nat-traversal-02', family }),
  md5('draft-huttunen-ipsec-esp-in-udp-00.txt', { label: 'draft-huttunen-ipsec-esp-in-udp-00', family }),
  md5('ESPThruNAT', { label: 'ESPThruNAT (draft-huttunen-ipsec-esp-in-udp-01)', family }),
]

import { cipherSizes, icvSizes } from '../../dissectors/crypto/sizes.ts'
import type { Transform } from '../../dissectors/ike/facts.ts'
import type { Message } from '../model.ts'
import type { Course } from './course.ts'
import { Exchanges, firstInside, Payloads } from './header.ts'

// How long encrypted messages of IKEv2 are, and how short the answer of IKE_AUTH can be when it sets up a child SA. It holds an identity (at least one octet), the proof
// (a pre-shared key's is as long as the PRF's output; signatures are longer), an SA with one proposal, and two traffic
// selectors of IPv4. All lengths in octets: RFC 7296 §3.3, §3.5, §3.8, §3.13, §3.14.

/** Octets of the shortest IKE_AUTH answer with a child SA in it; undefined when the algorithms were not seen. */
export function leastAnswer(course: Course): number | undefined {
  const prf = outputs[transformOf(course, 2)?.id ?? -1]
  const last = course.exchanges.filter(e => e.exchangeType === Exchanges.ikeAuth).at(-1)
  const answer = last?.messages.findLast(m => m.message.side !== last.starter)?.message
  if (!answer || prf === undefined) return undefined
  const identity = firstInside(answer.ike) === Payloads.idr ? 9 : 0
  return sealedLength(course, identity + 8 + prf + SA + 2 * SELECTORS)
}

/** Whether an encrypted IKE_AUTH answer has no room for a child SA: it was refused, or not asked for (RFC 6023). */
export function isTooShort(course: Course, { ike }: Message): boolean {
  return !ike.decrypted && ike.length < (leastAnswer(course) ?? 0)
}

/** Octets of an encrypted IKEv2 message with payloads of so many octets inside, padded to the next block. */
export function sealedLength(course: Course, content: number): number | undefined {
  const cipher = cipherSizes[transformOf(course, 1)?.name ?? '']
  const icv = cipher?.tag || icvSizes[transformOf(course, 3)?.name ?? '']
  if (!cipher || icv === undefined) return undefined
  return HEADERS + cipher.iv + Math.ceil((content + 1) / cipher.block) * cipher.block + icv
}

function transformOf({ proposals: { chosen } }: Course, type: number): Transform | undefined {
  return chosen?.transforms.find(t => t.type === type)
}

/** IKE header and the header of the encrypted payload. */
const HEADERS = 28 + 4
/** One proposal with an SPI and two transforms. */
const SA = 4 + 12 + 2 * 8
/** One selector of IPv4 addresses. */
const SELECTORS = 8 + 16

/** Octets that a PRF gives, by IANA's number. */
const outputs: Readonly<Record<number, number>> = { 1: 16, 2: 20, 4: 16, 5: 32, 6: 48, 7: 64, 8: 16 }

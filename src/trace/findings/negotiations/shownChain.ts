import type { Message } from '../../model.ts'
import { isAcceptedBefore, type Shown, type ShownIn, shownBefore } from '../../negotiation/certificates.ts'
import type { Course } from '../../negotiation/course.ts'
import { opposite } from '../../negotiation/sides.ts'
import { route } from '../addresses.ts'

// A refusal does not say what it finds wrong with a certificate. What can be read with keys is how far the certificates lead that were sent:
// to an authority of which none came along, and which whoever checks them has to know by itself. Mostly it does, so that is no fault. Whether
// it does cannot be told: a CERTREQ names the authorities that are trusted by hashes of keys that stand in no certificate here. RFC 7296 §3.7.

/** What was shown to whoever refuses, and what that leaves to be looked at. */
export interface ShownChain {
  /** In which the certificates are. */
  readonly message: Message
  readonly because: string
  readonly tryNext: string
}

/** Of a refusal of certificates that can be read; undefined where there are none, or where the refuser itself shows one of that authority. */
export function shownChain(course: Course, said: Message): ShownChain | undefined {
  const shown = shownBefore(course, opposite(said.side), said)
  if (!shown || isAcceptedBefore(course, shown, said)) return undefined
  const { message } = shown
  const { from, to } = route(said)
  const [own, ...more] = shown.certificates
  const last = endOf(shown)
  const named = `${to} showed the certificate ${own.subject}, issued by ${own.issuer}`
  if (last.subject === last.issuer) {
    const whose = last === own ? 'That is one that signs itself' : `It leads to ${last.subject}, which came along and signs itself`
    return {
      message,
      because: `${named}. ${whose}: ${from} must trust just that one.`,
      tryNext: `Look whether ${from} trusts ${last.subject}.`,
    }
  }
  if (issuersShown(course, said).includes(last.issuer)) return undefined
  const beside = more.length > 0 ? `, and ${more.length} of authorities` : ''
  return {
    message,
    because: `${named}${beside}. No certificate of ${last.issuer} came along: ${from} must know that authority itself.`,
    tryNext: `Look whether ${from} has the certificate of ${last.issuer}. If it knows only an authority above that one, let ${to} send that certificate along (the intermediate one).`,
  }
}

/** The certificate at which the way up from the first one ends. */
function endOf({ certificates: [own, ...more] }: ShownIn): Shown {
  let last = own
  const left = [...more]
  for (;;) {
    const at = last.subject === last.issuer ? -1 : left.findIndex(({ subject }) => subject === last.issuer)
    if (at < 0) return last
    last = left.splice(at, 1)[0]!
  }
}

/** Who issued what the refuser shows of itself: those it knows. */
function issuersShown(course: Course, said: Message): readonly string[] {
  return shownBefore(course, said.side, said)?.certificates.map(({ issuer }) => issuer) ?? []
}

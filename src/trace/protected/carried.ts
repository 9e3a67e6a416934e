import { firstSighting } from '../model.ts'
import type { Course } from '../negotiation/course.ts'
import type { IpsecSa } from './securityAssociation.ts'

// Nobody answers the last message of an exchange that makes SAs. That it arrived shows when whoever it was for sends packets
// on them: a responder of quick mode does so after QM3, an initiator of IKEv2 after the response. RFC 2409 §5.5, RFC 7296 §1.2.

/** Notes such messages; gives the courses of which something became known. */
export function noteCarried(sas: readonly IpsecSa[]): Course[] {
  return sas.flatMap(({ child, flows }) => {
    const last = child?.exchange.messages.at(-1)?.message
    if (!child || !last || last.carried) return []
    const { time } = firstSighting(last)
    if (!flows[last.side].some(flow => flow.firstTime > time)) return []
    last.carried = true
    return [child.course]
  })
}

import { firstSighting, type Message } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { cookieType } from '../../negotiation/header.ts'
import { route } from '../addresses.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'
import { newBehind, notifies } from '../protected/detours.ts'
import { copiesBehind } from './copiesBehind.ts'

/** An answer that is a cookie and nothing else. */
export function asksForCookie(m: Message): boolean {
  return notifies(m, cookieType(m.ike)) && !m.ike.payloads.some(p => p.kind === 'sa')
}

/** N22: where the cookie came in, the request is repeated without it. Else cookieChallenge.ts has a note. RFC 7296 §2.6. */
export const cookieNotSent: Rule = {
  id: 'cookie-not-sent',
  scenario: 'N22',
  heals: true,
  namesSender: true,
  explains: ['answer-ignored', 'no-answer', 'ike-loss', 'capture-ends-early'],
  find,
}

function find({ courses }: Scene): Found[] {
  return courses.flatMap(course => {
    const stuck = withoutCookie(course)
    if (!stuck) return []
    const { request, notice, copies } = stuck
    const { from, to } = route(request)
    return [
      {
        severity: 'error' as const,
        title: `${from} does not send the cookie that ${to} asks for`,
        says: `${to} answers the first request with a cookie and wants the same request again with it. Behind that answer ${from} sent the request ${copies} more times, each time as before, without the cookie. ${to} goes no further without it.`,
        confidence: 'likely' as const,
        place: 'unknown' as const,
        negotiation: idOf(course),
        because: [
          `The hop counts say that this was captured at ${from}: the cookie came in here.`,
          'The repeated requests are the first one, octet for octet.',
        ],
        evidence: evidence([request, notice]),
        otherwise: [`A firewall on ${from} takes the answer away behind the capture.`, `${from} takes the answer for forged.`],
        tryNext: [
          `Read the log of ${from}: it says whether the cookie was read.`,
          `Until ${from} sends cookies, raise the number of half-open negotiations from which ${to} asks for them.`,
        ],
      },
    ]
  })
}

/** The request that is repeated as it was although the cookie came in where it was sent. */
export function withoutCookie(course: Course) {
  const notice = course.vantage === 'initiator' ? course.notices.find(asksForCookie) : undefined
  if (notice?.ike.majorVersion !== 2 || newBehind(course, notice).length > 0) return undefined
  const request = course.negotiation.messages.findLast(m => m.side !== notice.side && firstSighting(m).time <= firstSighting(notice).time)
  const copies = request ? copiesBehind(request, notice) : 0
  return request && copies >= 2 ? { request, notice, copies } : undefined
}

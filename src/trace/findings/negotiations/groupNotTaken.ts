import { keyExchangeMethod } from '../../../dissectors/ike/names/groups.ts'
import { firstSighting, type Message } from '../../model.ts'
import { groupAskedFor, groupsOf } from '../../negotiation/childAsked.ts'
import type { Course } from '../../negotiation/course.ts'
import { Exchanges, INVALID_KE_PAYLOAD } from '../../negotiation/header.ts'
import { addressOf, route } from '../addresses.ts'
import { coursesBetween } from '../espPairs.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'
import { notifies } from '../protected/detours.ts'
import { listed } from '../wording.ts'
import { copiesBehind } from './copiesBehind.ts'

// INVALID_KE_PAYLOAD asks for a group that the initiator has offered, and the same request is to come again with it (RFC 7296 §1.2,
// §3.4). A fault is what leads nowhere: a group that was not offered, requests that come with the same group again, or a responder
// that refuses the one it asked for.

/** N22: another group is asked for, and the two do not come together. Where they do, groupRetry.ts has a note. */
export const groupNotTaken: Rule = {
  id: 'group-not-taken',
  scenario: 'N22',
  heals: true,
  namesSender: true,
  explains: ['answer-ignored', 'no-answer', 'ike-loss', 'capture-ends-early'],
  find: scene => scene.courses.flatMap(course => notTaken(scene, course) ?? []),
}

/** The wish for another group, in the clear. */
export function asksForGroup(m: Message): boolean {
  return m.ike.majorVersion === 2 && m.ike.exchangeType === Exchanges.ikeSaInit && notifies(m, INVALID_KE_PAYLOAD)
}

/** The group that such a notify asks for. */
export function groupWanted({ ike }: Message): number | undefined {
  for (const p of ike.payloads) {
    const group = p.kind === 'notify' ? groupAskedFor(p) : undefined
    if (group !== undefined) return group
  }
  return undefined
}

/** The group for which a request brings a key. */
export function groupBrought({ ike }: Message): number | undefined {
  for (const p of ike.payloads) if (p.kind === 'ke') return p.group
  return undefined
}

/** What leads nowhere in this course; undefined where the group is taken, or where that is still open. */
export function notTaken(scene: Scene, course: Course): Found | undefined {
  const notices = course.notices.filter(asksForGroup)
  const [notice] = notices
  const wanted = notice && groupWanted(notice)
  if (!notice || wanted === undefined || course.verdict.outcome === 'established') return undefined
  const requests = requestsOf(course)
  const request = requests.findLast(m => firstSighting(m).time <= firstSighting(notice).time)
  const guess = request && groupBrought(request)
  if (!request || guess === undefined) return undefined
  const to = addressOf(course, notice.side)
  const from = route(request).from
  const of = { course, from, to, cited: [...requests, ...notices], otherwise: ['The answer in the clear is forged: nothing protects it.'] }
  const brought = requests.map(groupBrought)
  const taken = requests.find(m => groupBrought(m) === wanted)
  const again = taken ? notices.reduce((sum, one) => sum + copiesBehind(one, taken), 0) : 0
  if (again >= 2) {
    const instead = notices.map(groupWanted).find(group => group !== undefined && group !== wanted)
    return fault(of, {
      title: `${to} refuses the group that it asked for`,
      says: `${to} answers with INVALID_KE_PAYLOAD and wants ${nameOf(wanted)}. ${from} sends that, and ${instead === undefined ? 'INVALID_KE_PAYLOAD comes again and again' : `${to} asks for ${nameOf(instead)} instead, and so on`}.`,
      tryNext: [`Set one group at both ends, and bring ${to} up to date: it should take the group that it asks for.`],
    })
  }
  const offered = groupsOffered(request)
  if (offered.length > 0 && !offered.includes(wanted) && !brought.includes(wanted)) {
    return fault(of, {
      title: `${to} wants ${nameOf(wanted)}, which ${from} does not offer`,
      says: `${from} offers ${listed(offered.map(nameOf))} alone; ${to} answers with INVALID_KE_PAYLOAD and wants ${nameOf(wanted)}. The two have no group in common, as far as they say.`,
      tryNext: [`Set one group at both ends: add ${nameOf(wanted)} at ${from}, or ${nameOf(guess)} at ${to}.`],
    })
  }
  if (brought.includes(wanted)) return undefined
  const copies = course.vantage === 'initiator' ? copiesBehind(request, notice) : 0
  const others = copies < 2 ? begunAgain(scene, course, wanted) : []
  if (copies < 2 && others.length === 0) return undefined
  const heard = course.vantage === 'initiator' ? [] : [`The answer never reaches ${from}: this capture does not show it.`]
  return fault(
    {
      ...of,
      cited: [...of.cited, ...others.flatMap(requestsOf)],
      otherwise: [...heard, ...of.otherwise, `A firewall on ${from} takes the answer away.`],
    },
    {
      title: `${from} does not take the group that ${to} asks for`,
      says: `${to} answers with INVALID_KE_PAYLOAD and wants ${nameOf(wanted)}. ${from} ${copies < 2 ? 'begins anew' : 'sends the same request again'}, still with ${nameOf(guess)}, and so the two never come further.`,
      tryNext: [
        `Set ${nameOf(wanted)} as the first group at ${from}, or allow ${nameOf(guess)} at ${to}.`,
        `Read the log of ${from}: it says why the group is not taken.`,
      ],
    },
  )
}

interface Of {
  readonly course: Course
  readonly from: string
  readonly to: string
  readonly cited: readonly Message[]
  readonly otherwise: readonly string[]
}

function fault({ course, cited, otherwise }: Of, said: Pick<Found, 'title' | 'says' | 'tryNext'>): Found {
  return {
    ...said,
    severity: 'error',
    confidence: 'likely',
    place: 'unknown',
    negotiation: idOf(course),
    because: ['The groups of the requests and the notify stand in the clear.'],
    evidence: evidence(cited),
    otherwise,
  }
}

/** Attempts of the same initiator that came to the same wish and did not take it either; none where it took it now and then. */
function begunAgain(scene: Scene, course: Course, wanted: number): Course[] {
  const { source, destination } = firstSighting(requestsOf(course)[0]!)
  const own = coursesBetween(scene, { source: source.address, destination: destination.address })
    .slice(0, MOST_COURSES)
    .filter(one => requestsOf(one).some(m => route(m).from === source.address))
  if (own.some(one => requestsOf(one).some(m => groupBrought(m) === wanted))) return []
  return own.filter(one => one !== course && one.notices.some(m => asksForGroup(m) && groupWanted(m) === wanted))
}

function requestsOf({ negotiation, initiator }: Course): Message[] {
  return negotiation.messages.filter(m => m.side === initiator && m.ike.exchangeType === Exchanges.ikeSaInit && m.transmissions.length > 0)
}

function groupsOffered({ ike }: Message): number[] {
  const offered = ike.payloads.flatMap(p => (p.kind === 'sa' ? p.proposals.flatMap(groupsOf) : []))
  return [...new Set(offered.map(one => one.id))]
}

function nameOf(group: number): string {
  return `${keyExchangeMethod(group) ?? 'group'} (${group})`
}

/** Attempts of two hosts that are looked at. */
const MOST_COURSES = 100

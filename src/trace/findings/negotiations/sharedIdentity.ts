import type { Identification, Payload } from '../../../dissectors/ike/facts.ts'
import { firstSighting, type Message, type Seconds } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { deletesOf } from '../../negotiation/deletes.ts'
import { Exchanges, has, isResponse } from '../../negotiation/header.ts'
import { addressOf } from '../addresses.ts'
import { rowsOf } from '../espPairs.ts'
import { evidence, type Found, idOf, inWords, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { isOtherHost } from './otherHost.ts'

// INITIAL_CONTACT says that an IKE SA is the only one between two identities, and whoever hears it may delete all others at once and without a
// word (RFC 7296 §2.4). It is meant for a host that has lost what it knew. Where two hosts go by one identity, each puts the other out. With
// keys both identities can be read, and whether the first host is still there shows by what it sends on.

/** N21: another host of the same identity says that it is the only one, and the SAs of the first are dead from then on. */
export const sharedIdentity: Rule = {
  id: 'shared-identity',
  scenario: 'N21',
  explains: ['esp-one-way', 'esp-blocked', 'dead-peer', 'no-answer'],
  find,
}

/** Negotiations of one gateway that are held against each other. */
const MOST = 200
/** Packets without an answer from which silence means something, and seconds in which an answer may have been under way. */
const PACKETS = 3
const UNDER_WAY: Seconds = 0.5
/** Seconds within which a delete belongs to it. */
const AT_ONCE: Seconds = 10

function find(scene: Scene): Found[] {
  const named = scene.courses.slice(0, MOST).flatMap(course => namedOf(course) ?? [])
  return named.flatMap((next, i) => {
    if (!next.isOnly) return []
    const old = named.slice(0, i).findLast(one => isAlike(one, next) && isAnother(scene, one.course, next.course))
    const end = old && endOf(scene, old, next)
    return old && end ? [found(old, next, end)] : []
  })
}

/** A negotiation that stands, and by whom it was begun. */
interface Named {
  readonly course: Course
  readonly request: Message
  readonly identity: Identification
  /** From when on it stands. */
  readonly stands: Seconds
  /** It says INITIAL_CONTACT. */
  readonly isOnly: boolean
}

/** Where the first IKE_AUTH proves the identity that it names: with EAP the user's own is another matter. RFC 7296 §2.16. */
function namedOf(course: Course): Named | undefined {
  if (course.verdict.outcome !== 'established' || course.negotiation.version !== 2) return undefined
  const auth = course.exchanges.find(e => e.exchangeType === Exchanges.ikeAuth)?.messages.map(m => m.message) ?? []
  const request = auth.find(m => !isResponse(m.ike))
  const answer = auth.findLast(m => isResponse(m.ike))
  if (!request?.ike.decrypted || !answer || !has(request.ike, 'auth')) return undefined
  const identity = request.ike.payloads.find((p): p is Payload & Identification => p.kind === 'id' && p.type === IDI)
  const isOnly = request.ike.payloads.some(p => p.kind === 'notify' && p.notifyType === INITIAL_CONTACT)
  return identity && { course, request, identity, isOnly, stands: firstSighting(answer).time }
}

const IDI = 35
const INITIAL_CONTACT = 16384

function isAlike(one: Named, other: Named): boolean {
  const same = one.identity.text === other.identity.text && one.identity.idType === other.identity.idType
  return same && addressOf(one.course, 1) === addressOf(other.course, 1)
}

/** Of another host, as far as addresses, or ports behind a NAT, tell. */
function isAnother(scene: Scene, old: Course, next: Course): boolean {
  return addressOf(old, 0) !== addressOf(next, 0) || isOtherHost(scene, old, next)
}

/** How the SAs of the first ended: by a delete, or by silence. */
interface End {
  readonly deletedBy?: Message
  readonly rows: readonly number[]
  readonly during: Seconds
}

function endOf(scene: Scene, old: Named, { stands }: Named): End | undefined {
  const { packets } = scene.trace
  const told = deletesOf(old.course).find(({ message: m }) => m.side === 1 && isSoon(firstSighting(m).time - stands))
  // A host that has moved cannot answer where it was.
  const answers =
    told && old.course.negotiation.messages.some(m => m.side === 0 && firstSighting(m).time > firstSighting(told.message).time)
  if (told) return answers ? { deletedBy: told.message, rows: [], during: 0 } : undefined
  const own = scene.ipsecSas.filter(sa => sa.child?.course.negotiation === old.course.negotiation)
  const [back, forth] = [own.flatMap(sa => sa.flows[0]), own.flatMap(sa => sa.flows[1])]
  if (back.length === 0 || back.some(flow => flow.lastTime > stands + UNDER_WAY)) return undefined
  const rows = forth.flatMap(flow => [...rowsOf(packets, flow)].filter(row => packets.time(row) > stands + UNDER_WAY))
  const [first, last] = [rows[0], rows.at(-1)]
  if (first === undefined || last === undefined || rows.length < PACKETS) return undefined
  return { rows, during: packets.time(last) - packets.time(first) }
}

function isSoon(after: Seconds): boolean {
  return after > -1 && after < AT_ONCE
}

function found(old: Named, next: Named, { deletedBy, rows, during }: End): Found {
  const [first, second, gateway] = [addressOf(old.course, 0), addressOf(next.course, 0), addressOf(next.course, 1)]
  const isOneAddress = first === second
  const who = isOneAddress ? `Another host behind ${second}` : second
  const end = deletedBy
    ? `${gateway} then deleted what ${isOneAddress ? 'the first' : first} had.`
    : `After that ${rows.length} protected packets of ${isOneAddress ? 'the first' : first} got no answer in ${inWords(during)}.`
  return {
    severity: 'error',
    title: isOneAddress
      ? `Two hosts behind ${first} go by the same identity, and the second puts the first out`
      : `${first} and ${second} go by the same identity, and the second puts the first out`,
    says: `${who} came to an IKE SA with ${gateway} as "${next.identity.text}" and said INITIAL_CONTACT: that it is the only one of this identity. ${isOneAddress ? 'The first' : first} has one under the same name (${idOf(old.course)}), which ${gateway} may give up at once and without a word (RFC 7296 §2.4). ${end}`,
    confidence: 'likely',
    place: 'unknown',
    negotiation: idOf(old.course),
    because: ['The keys that were given open both identities.', `${idOf(next.course)} stands, and carries the notify INITIAL_CONTACT.`],
    evidence: [...evidence([old.request, next.request, ...(deletedBy ? [deletedBy] : [])]), ...packetsAsEvidence(rows.map(row => row + 1))],
    since: evidence([next.request])[0]!,
    // What is said of these packets may be said of the second negotiation, where both come from one address.
    first: packetsAsEvidence(rows.map(row => row + 1)),
    otherwise: [
      ...(deletedBy ? [] : [`${gateway} keeps both, and the path or what ${gateway} protects has failed at this moment.`]),
      ...(isOneAddress ? [] : [`${first} and ${second} are two addresses of one host.`]),
    ],
    tryNext: [
      'Give each host an identity of its own.',
      `Or let ${gateway} keep several SAs of one identity.`,
      `Read the log of ${gateway} for this moment: it says why it gave the SA up.`,
    ],
  }
}

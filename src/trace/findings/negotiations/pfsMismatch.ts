import type { Transform } from '../../../dissectors/ike/facts.ts'
import { keyExchangeMethod } from '../../../dissectors/ike/names/groups.ts'
import { firstSighting, type Seconds, type Side } from '../../model.ts'
import { butForGroup, type ChildAsked, childrenAsked, fitsButForGroup, groupAskedFor, groupsOf } from '../../negotiation/childAsked.ts'
import type { Course } from '../../negotiation/course.ts'
import { INVALID_KE_PAYLOAD } from '../../negotiation/header.ts'
import { opposite } from '../../negotiation/sides.ts'
import { addressOf } from '../addresses.ts'
import { evidence, type Found, idOf, type Rule, type Scene, times } from '../finding.ts'
import { around } from '../ranking.ts'
import { listed } from '../wording.ts'

// The first SA for traffic is made with IKE_AUTH, and with no group of its own: two ends that want different groups for new keys find out
// when the first of them is renewed. With keys the refused offer can be held against what was taken before; where all but the group is the
// same, the group is what does not fit. Whoever answers INVALID_KE_PAYLOAD says so itself. RFC 7296 §1.2, §1.3, §3.10.1.

/** N27: the groups for new keys (PFS) of the two do not fit. */
export const pfsMismatch: Rule = {
  id: 'pfs-mismatch',
  scenario: 'N27',
  heals: true,
  explains: ['rekey-failed', 'child-sa-refused', 'no-answer', 'answer-ignored'],
  find,
}

function find(scene: Scene): Found[] {
  return scene.courses.flatMap(course => ([0, 1] as const).flatMap(asker => mismatch(scene, course, asker) ?? []))
}

/** Tries that are named packet by packet. */
const MOST = 5
/** Whoever is asked for another group comes back with it at once. */
const COMES_BACK: Seconds = 5
const NO_PROPOSAL_CHOSEN = 14

function mismatch(scene: Scene, course: Course, asker: Side): Found | undefined {
  const all = childrenAsked(course)
  const last = all.findLast(one => one.isLater && one.chosen)
  const refused = all.filter(one => one.asker === asker && one.isLater && isAboutGroups(one) && !(last && isAfter(last, one)))
  if (refused.length === 0) return undefined
  const known = around(course, scene).flatMap(childrenAsked)
  const by = opposite(asker)
  const named = refused.findLast(one => wantedBy(one) !== undefined)
  if (named) return saysWhich(scene, course, refused, named)
  // What it took of this peer, and what it asks for itself, in whatever negotiation of the two.
  const took = known.filter(one => addressOf(course, by) === addressAnswering(one) && one.chosen)
  const alike = took.findLast(({ chosen, selectors }) =>
    refused.every(one => (one.rekeys || one.selectors === selectors) && one.offered.some(offer => fitsButForGroup(offer, chosen!))),
  )
  if (!alike) return undefined
  const asked = refused.flatMap(groupNumbers)
  const taken = took.filter(one => one.isLater).flatMap(({ chosen }) => numbersOf(chosen!))
  const own = known.filter(one => one.isLater && addressOf(course, by) === addressAsking(one)).flatMap(groupNumbers)
  if ([...taken, ...own].some(group => asked.includes(group))) return undefined
  return onlyTheGroup(course, refused, alike, own)
}

function isAboutGroups({ refusal }: ChildAsked): boolean {
  return refusal?.notifyType === NO_PROPOSAL_CHOSEN || refusal?.notifyType === INVALID_KE_PAYLOAD
}

function isAfter(one: ChildAsked, other: ChildAsked): boolean {
  return firstSighting(one.answer).time >= firstSighting(other.request).time
}

/** The group that an INVALID_KE_PAYLOAD asks for. */
function wantedBy({ refusal }: ChildAsked): number | undefined {
  return refusal && groupAskedFor(refusal)
}

function addressAnswering({ answer }: ChildAsked): string {
  return firstSighting(answer).source.address
}

function addressAsking({ request }: ChildAsked): string {
  return firstSighting(request).source.address
}

/** Groups of an offer or a choice; none is a wish as well: it stands as 0, as NONE does in the registry. */
function numbersOf(proposal: ChildAsked['offered'][number]): number[] {
  const groups = groupsOf(proposal).map(t => t.id)
  return groups.length > 0 ? groups : [0]
}

function groupNumbers({ offered }: ChildAsked): number[] {
  return offered.flatMap(numbersOf)
}

/** It asks for another group, and the peer does not come back with that one: a detour that is gone is none. */
function saysWhich(scene: Scene, course: Course, refused: readonly ChildAsked[], named: ChildAsked): Found | undefined {
  const wanted = wantedBy(named)!
  const comesBack = refused.some(one => one !== named && isAfter(one, named) && groupNumbers(one).includes(wanted))
  if (comesBack || scene.end - firstSighting(named.answer).time < COMES_BACK) return undefined
  const [from, to] = ends(course, named)
  return {
    ...frame(course, refused),
    says: `${asked(course, refused)}. ${to} answered with INVALID_KE_PAYLOAD: it wants ${nameOf(wanted)}, and ${from} did not come back with that. ${STOPS}`,
    confidence: 'certain',
    because: [READ],
    evidence: evidence(refused.slice(0, MOST).flatMap(one => [one.request, one.answer])),
    otherwise: [],
  }
}

function onlyTheGroup(course: Course, refused: readonly ChildAsked[], alike: ChildAsked, own: readonly number[]): Found {
  const [, to] = ends(course, refused[0]!)
  const wishes = [...new Set(own)].map(nameOf)
  const before = alike.isLater
    ? `with ${listed(numbersOf(alike.chosen!).map(nameOf))}`
    : 'in IKE_AUTH, where no group is asked for: the group is all that is new'
  return {
    ...frame(course, refused),
    says: `${asked(course, refused)}. ${to} refused that with NO_PROPOSAL_CHOSEN. The rest of the offer it had taken before (${butForGroup(alike.chosen!).map(nameOfTransform).join(', ')}), ${before}. ${STOPS}`,
    confidence: 'likely',
    because: [READ, ...(wishes.length > 0 ? [`${to} itself asks for new keys with ${listed(wishes)}.`] : [])],
    evidence: evidence([alike.answer, ...refused.slice(0, MOST).flatMap(one => [one.request, one.answer])]),
    otherwise: [`The settings of ${to} were changed after the first SA was made.`, `${to} refuses every further SA, whatever the group.`],
  }
}

function frame(course: Course, refused: readonly ChildAsked[]) {
  const [from, to] = ends(course, refused[0]!)
  const hasNone = refused.flatMap(groupNumbers).every(group => group === 0)
  return {
    severity: 'error',
    title: hasNone
      ? `${to} makes no new keys without a group of their own (PFS), and ${from} asks for none`
      : `${to} does not take the group for new keys (PFS) that ${from} asks for`,
    place: 'unknown',
    negotiation: idOf(course),
    tryNext: [`Set the same group for new keys (PFS) at both ends, for this connection's ESP.`, `Read the log of ${to} for this moment.`],
  } as const
}

/** Who asked, and who answered. */
function ends(course: Course, { asker }: ChildAsked): readonly [from: string, to: string] {
  return [addressOf(course, asker), addressOf(course, opposite(asker))]
}

function asked(course: Course, refused: readonly ChildAsked[]): string {
  const [from] = ends(course, refused[0]!)
  const groups = [...new Set(refused.flatMap(groupNumbers))]
  const what = groups.every(group => group === 0) ? 'without a group' : `with ${listed(groups.map(nameOf))}`
  return `${from} asked ${times(refused.length)} for an SA for traffic by CREATE_CHILD_SA, ${what}`
}

function nameOf(group: number): string {
  return group === 0 ? 'no group' : (keyExchangeMethod(group) ?? `group ${group}`)
}

function nameOfTransform({ name, id, attributes }: Transform): string {
  return [name ?? String(id), ...attributes.map(a => a.value)].join(' ')
}

const READ = 'The keys that were given open the offers and the refusals.'
const STOPS = 'When the old SA ends, the traffic stops.'

import { addUnder } from '../../keyed.ts'
import type { Seconds } from '../../model.ts'
import { selectorsOf } from '../../negotiation/childAsked.ts'
import type { Course } from '../../negotiation/course.ts'
import { Exchanges } from '../../negotiation/header.ts'
import { saysRekeys } from '../../negotiation/phase2.ts'
import type { IpsecLife } from '../../protected/lifetime.ts'
import { OVERLAP } from '../../protected/replaced.ts'
import { addressOf } from '../addresses.ts'
import { type Found, idOf, inWords, packetsAsEvidence, type Scene, times } from '../finding.ts'

// A host that asks for a further child SA where it should rekey one, or has forgotten that one is there, makes them by the hundred: each takes
// the traffic over, and nobody deletes the older ones. What each is for stands inside the encryption, so it is told as what it looks like.

/** SAs in a row from which it is no accident. */
const MANY = 4

/** Rows of child SAs of which each was asked for as a further one, only the newest is used at any time, and none was deleted. */
export function piledUp({ lives: { ipsec } }: Scene): Found[] {
  const byCourse = new Map<Course, IpsecLife[]>()
  for (const life of ipsec) {
    const course = life.sa.child?.course
    if (course) addUnder(byCourse, course, life)
  }
  return [...byCourse].flatMap(([course, lives]) => {
    const row = rowOf(lives)
    const inRow = new Set(row)
    const isBeside = (one: IpsecLife) => !inRow.has(one) && one.lastUse !== undefined && one.lastUse > firstUse(row[0]!) + OVERLAP
    return row.length < MANY || lives.some(isBeside) ? [] : [found(course, row)]
  })
}

/** From the last that was used back to the first that all others followed in the same way. */
function rowOf(lives: readonly IpsecLife[]): IpsecLife[] {
  const row: IpsecLife[] = []
  for (const life of lives.slice(0, lives.findLastIndex(one => one.lastUse !== undefined) + 1).toReversed()) {
    if (!isFurther(life) || (row[0] && !isFollowed(life, row[0]))) break
    row.unshift(life)
  }
  return row
}

function isFurther({ sa: { child }, lastUse, deletedBy, abandoned, replacedBy, replaces, givenUp }: IpsecLife): boolean {
  if (!child || lastUse === undefined || deletedBy || abandoned || replacedBy || replaces || givenUp) return false
  return child.exchange.exchangeType === Exchanges.createChildSa && saysRekeys(child.exchange) === false
}

/** The same end asked again, for the same traffic as far as that can be read, and the older one carries nothing any more. */
function isFollowed(life: IpsecLife, next: IpsecLife): boolean {
  return starterOf(life) === starterOf(next) && agreedIn(life) === agreedIn(next) && life.lastUse! <= firstUse(next) + OVERLAP
}

function firstUse({ sa }: IpsecLife): Seconds {
  return Math.min(...sa.flows.flat().map(flow => flow.firstTime))
}

function starterOf({ sa }: IpsecLife) {
  return sa.child!.exchange.starter
}

/** The selectors of the answer; empty where they are encrypted. */
function agreedIn({ sa }: IpsecLife): string {
  return selectorsOf(sa.child!.exchange.messages.at(-1)!.message)
}

function found(course: Course, row: readonly IpsecLife[]): Found {
  const [first, last] = [row[0]!, row.at(-1)!]
  const from = addressOf(course, starterOf(first))
  return {
    severity: 'note',
    title: `Child SAs pile up: ${from} asked for a further one ${times(row.length)}, and none was deleted`,
    says: `Within ${inWords(last.since - first.since)} ${from} asked ${times(row.length)} for one more SA under the same IKE SA. Once packets went on the next one, none went on the one before; yet none of them was deleted. In the end a host runs out of room for them.`,
    confidence: 'likely',
    place: 'unknown',
    negotiation: idOf(course),
    matter: 'piled up',
    because: [
      'The requests begin with an offer, as those for a further SA do, and not with the notify REKEY_SA.',
      'No delete of any of them is there.',
    ],
    evidence: packetsAsEvidence(row.map(life => life.sincePacket)),
    otherwise: agreedIn(first)
      ? []
      : ['Each is for other traffic, of which one came after the other: the selectors are inside the encryption.'],
    tryNext: [
      `List the SAs at ${from} and its peer: several with the same selectors are too many.`,
      `Look at ${from} for what asks anew: a connection that is started again and again, or a peer that does not rekey.`,
    ],
  }
}

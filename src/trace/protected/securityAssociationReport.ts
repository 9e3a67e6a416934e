import type { Proposal } from '../../dissectors/ike/facts.ts'
import { addressOf } from '../findings/addresses.ts'
import { stuckIn } from '../findings/negotiations/stuck.ts'
import type { History } from '../history.ts'
import type { Abandoned } from '../negotiation/abandoned.ts'
import type { Course } from '../negotiation/course.ts'
import type { Delete } from '../negotiation/deletes.ts'
import { Exchanges } from '../negotiation/header.ts'
import { lifetimesOfChild, lifetimesOfIke } from '../negotiation/lifetimes.ts'
import { outcomeWords } from '../outcomeWords.ts'
import type * as Report from '../report.ts'
import type { IkeLife, IpsecLife } from './lifetime.ts'
import { overheadReport } from './overheadReport.ts'
import type { IpsecSa } from './securityAssociation.ts'
import { isMulticast } from './shields.ts'

/** All SAs of a trace, IKE SAs first. @param before SAs of the traces before this one: ids go on counting */
export function securityAssociationsOf(history: History, ids: ReadonlyMap<Course, string>, before: number): Report.SecurityAssociation[] {
  const { courses, ipsecSas, lives } = history
  const ofCourse = new Map(lives.ike.map(life => [life.course, life]))
  const ike = courses.flatMap(course => ofCourse.get(course) ?? [])
  const ipsec = ipsecSas.map(sa => lives.ofSa.get(sa)!)
  const idOf = new Map([...ike, ...ipsec].map((life, i) => [life, `SA${before + i + 1}`]))
  return [
    ...ike.map(life => ({ id: idOf.get(life)!, ...ikeSaReport(life, ids.get(life.course)!), ...courseOfLife(life, idOf) })),
    ...ipsec.map((life, i) => ({
      id: idOf.get(life)!,
      ...ipsecSaReport(life, (life.sa.child && ids.get(life.sa.child.course)) ?? null, tellingOf(life.sa, ids)),
      ...(ike.length + i < MOST_MEASURED ? overheadReport(history, life.sa) : {}),
      ...courseOfLife(life, idOf),
    })),
  ]
}

/** What tells that SAs of two captures are one, and what came of it in each. */
export interface Telling {
  /** The exchange that made it, the same in both captures; undefined: not seen, or an IKE SA. */
  readonly exchange?: string
  readonly made: 'complete' | 'incomplete' | 'not seen' | 'without IKE'
  /** Whether packets came to the initiator, to the responder. */
  readonly used: readonly [boolean, boolean]
  /** The packets may be those of another SA. */
  readonly mayBeOthers?: true
}

/** Of all SAs of a trace, in the order of `securityAssociationsOf`. */
export function tellingsOf({ ipsecSas, lives }: History, ids: ReadonlyMap<Course, string>): Telling[] {
  return [...lives.ike.map(() => NOTHING), ...ipsecSas.map(sa => tellingOf(sa, ids))]
}

const NOTHING: Telling = { made: 'not seen', used: [false, false] }

function tellingOf({ child, flows, mayBeOthers }: IpsecSa, ids: ReadonlyMap<Course, string>): Telling {
  const initiator = child?.course.initiator ?? 0
  const used = [flows[initiator].length > 0, flows[initiator === 0 ? 1 : 0].length > 0] as const
  if (!child) return { made: isToMany(flows) ? 'without IKE' : 'not seen', used }
  const { course, exchange } = child
  // Several rounds of IKE_AUTH make one SA, and a capture may hold some of them. Both ends of IKEv2 number from 0.
  const which =
    exchange.exchangeType === Exchanges.ikeAuth
      ? ''
      : `${exchange.messageId} ${course.negotiation.version === 2 && exchange.starter === initiator}`
  return {
    exchange: `${ids.get(course)} ${exchange.type} ${which}`,
    made: exchange.outcome === 'complete' ? 'complete' : 'incomplete',
    used,
    ...(mayBeOthers ? { mayBeOthers } : {}),
  }
}

function isToMany(flows: IpsecSa['flows']): boolean {
  return flows.flat().every(flow => isMulticast(flow.destination))
}

/** SAs of which the packets are measured; those of a scan are not. */
const MOST_MEASURED = 500

/** When it began and ended, and what took its place. */
function courseOfLife(life: IkeLife | IpsecLife, idOf: ReadonlyMap<IkeLife | IpsecLife, string>) {
  const { since, sincePacket, deletedBy, abandoned, replaces, replacedBy } = life
  const initiator = 'course' in life ? life.course.initiator : (life.sa.child?.course.initiator ?? 0)
  return {
    since,
    sincePacket,
    ...(deletedBy ? { deleted: deletionOf(deletedBy, initiator) } : {}),
    ...(abandoned ? { givenUp: givenUpOf(abandoned) } : {}),
    ...(replaces ? { replaces: idOf.get(replaces)! } : {}),
    ...(replacedBy ? { replacedBy: idOf.get(replacedBy)! } : {}),
  }
}

function deletionOf(
  { by, time, packet, confidence, because }: Delete,
  initiator: 0 | 1,
): NonNullable<Report.SecurityAssociation['deleted']> {
  return { time, packet, by: by === initiator ? 'initiator' : 'responder', confidence, because }
}

function givenUpOf({ course, by, time, packet, because }: Abandoned): NonNullable<Report.SecurityAssociation['givenUp']> {
  return {
    time,
    packet,
    by: by === course.initiator ? 'initiator' : 'responder',
    host: addressOf(course, by),
    confidence: 'likely',
    because,
  }
}

/** The IKE SA of a negotiation that came about. */
function ikeSaReport({ course, deletedBy, abandoned }: IkeLife, negotiation: string): Omit<Report.SecurityAssociation, 'id'> {
  const { chosen } = course.proposals
  return {
    negotiation,
    kind: 'ike',
    protocol: 'null',
    spis: { toInitiator: course.negotiation.initiatorSpi, toResponder: course.negotiation.responderSpi },
    encapsulation: null,
    algorithms: chosen ? algorithmsOf(chosen) : [],
    lifetimes: lifetimesOfIke(course),
    state: deletedBy
      ? deletedWords(deletedBy)
      : abandoned
        ? givenUpWords(givenUpOf(abandoned))
        : course.verdict.confidence === 'certain'
          ? 'established'
          : isHalf(course)
            ? HALF
            : LESS_SURE,
  }
}

/** Of an SA that the one end has and the other, as far as is known, has not. */
export const HALF = 'established at one end alone, it seems'
/** Of an SA of which nothing shows for certain that it stands. */
export const LESS_SURE = 'established, it seems'

/** The message with which it would stand is followed by copies of what it answers: whoever sends those does not have it, or does not accept it. */
function isHalf(course: Course): boolean {
  const { reason, because } = course.verdict
  const answer = reason === 'last message seen' ? stuckIn(course)?.answer.message : undefined
  return answer !== undefined && because.includes(answer)
}

function deletedWords({ confidence }: Pick<Delete, 'confidence'>): string {
  return confidence === 'certain' ? 'deleted' : 'deleted, it seems'
}

/** The other end may have it still. */
function givenUpWords({ host }: NonNullable<Report.SecurityAssociation['givenUp']>): string {
  return `given up by ${host} without a Delete, it seems`
}

/** A pair of IPsec SAs. */
function ipsecSaReport(
  { sa, deletedBy, abandoned }: IpsecLife,
  negotiation: string | null,
  telling: Telling,
): Omit<Report.SecurityAssociation, 'id'> {
  const initiator = sa.child?.course.initiator ?? 0
  const chosen = sa.child?.chosen
  const seen = sa.flows.flat()
  return {
    negotiation,
    kind: 'ipsec',
    protocol: sa.kind ?? 'null',
    spis: { toInitiator: sa.spis[initiator], toResponder: sa.spis[initiator === 0 ? 1 : 0] },
    encapsulation: seen.some(f => f.udpEncapsulated) ? 'UDP' : seen.some(f => f.tcpEncapsulated) ? 'TCP' : null,
    algorithms: chosen ? algorithmsOf(chosen) : [],
    lifetimes: sa.child ? lifetimesOfChild(sa.child) : {},
    state: stateOf(telling, deletedBy, abandoned && givenUpOf(abandoned)),
    ...(sa.inferred ? { inferred: true } : {}),
  }
}

/** What became of an IPsec SA, in words. */
export function stateOf(
  { made, used, mayBeOthers }: Omit<Telling, 'exchange'>,
  deleted?: Pick<Delete, 'confidence'>,
  givenUp?: Report.SecurityAssociation['givenUp'],
): string {
  const ways = used.filter(one => one).length
  const uses = ways === 2 ? 'used both ways' : ways === 1 ? 'used one way' : 'no packet seen'
  return `${MADE[made]}${uses}${mayBeOthers ? ', it seems' : ''}${deleted ? `, ${deletedWords(deleted)}` : givenUp ? `, ${givenUpWords(givenUp)}` : ''}`
}

const MADE = {
  complete: '',
  incomplete: `${outcomeWords.incomplete}, `,
  'not seen': 'negotiation not seen, ',
  'without IKE': 'to a multicast group: keyed by hand or by a key server, ',
} as const

/** The algorithms of a chosen proposal, in the registry's symbols. */
export function algorithmsOf(proposal: Proposal): string[] {
  return proposal.transforms.flatMap(transform => {
    const keyLength = transform.attributes.find(a => a.name.startsWith('Key Length'))?.value
    const name = transform.name ?? String(transform.id)
    if (transform.type !== undefined) return [keyLength === undefined ? name : `${name} ${keyLength}`]
    const values = transform.attributes
      .filter(a => ALGORITHM.test(a.name))
      .map(a => withLength(a.name, a.meaning ?? String(a.value), keyLength))
    return proposal.protocol === 1 ? values : [withLength('Encryption', name, keyLength), ...values]
  })
}

const ALGORITHM = /^(Encryption|Hash|Group Desc|Authentication Algorithm|PRF)/

function withLength(attribute: string, value: string, keyLength: number | string | undefined): string {
  return attribute.startsWith('Encryption') && keyLength !== undefined ? `${value} ${keyLength}` : value
}

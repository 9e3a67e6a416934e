import { addressOf } from '../findings/addresses.ts'
import type { History } from '../history.ts'
import { firstSighting, lastSaid, type Seconds } from '../model.ts'
import type { Abandoned } from '../negotiation/abandoned.ts'
import type { Course } from '../negotiation/course.ts'
import { lifetimesOfIke } from '../negotiation/lifetimes.ts'
import { opposite } from '../negotiation/sides.ts'
import { algorithmsOf } from '../protected/securityAssociationReport.ts'
import type { Endpoint, Negotiation } from '../report.ts'
import { cameToNothing } from './cameToNothing.ts'

type IkeState = 'negotiating' | 'up' | 'rekeyed' | 'deleted' | 'given up' | 'failed'

/** A main-mode SA, or the IKE SA of another mode or version. */
export interface MonitoredIke {
  readonly negotiation: string
  readonly version: number
  readonly mode: string
  readonly initiator: Endpoint
  readonly responder: Endpoint
  /** 16 hex digits; null as long as the responder had not answered. */
  readonly initiatorSpi: string
  readonly responderSpi: string | null
  readonly authentication: string | null
  /** What the captures know of these two beyond this moment: from later in this one, from the other end's alone, or offered
   *  and never chosen. */
  readonly answer?: { readonly says: string; readonly where: 'later' | 'elsewhere' }
  readonly method?: { readonly says: string; readonly where: 'later' | 'elsewhere' | 'offered' }
  /** The negotiation whose IKE SA it replaced without authenticating anew. RFC 7296 §1.3.2. */
  readonly rekeys?: string
  readonly algorithms: readonly string[]
  /** Agreed, in seconds; IKEv2 agrees none. */
  readonly lifetime: number | null
  /** When it began, and when it ended in the whole capture; null: it did not. */
  readonly began: Seconds
  readonly ends: Seconds | null
  /** Since when it is in this state. */
  readonly since: Seconds
  readonly state: IkeState
  /** Who gave it up. */
  readonly by?: string
  /** The packet to look at. */
  readonly at: number
}

/** Negotiations as the report of all captures has them, by id. */
export type Reported = ReadonlyMap<string, Pick<Negotiation, 'responderSpi' | 'authentication' | 'proposals' | 'rekeys'>>

/** All that had begun until then, in the order in which they began. */
export function monitoredIke(
  { courses, lives }: History,
  time: Seconds,
  ids: ReadonlyMap<Course, string>,
  reported: Reported = new Map(),
): MonitoredIke[] {
  const ofCourse = new Map(lives.ike.map(life => [life.course, life]))
  return courses.flatMap(course => {
    const { negotiation, initiator, proposals, verdict } = course
    if (verdict.reason === 'no negotiation') return []
    const first = firstSighting(negotiation.messages[0]!)
    const life = ofCourse.get(course)
    const began = Math.min(first.time, life?.since ?? first.time)
    if (began > time) return []
    const endpoint = (side: 0 | 1): Endpoint => {
      const known = negotiation.endpoints[side].filter(e => e.time <= time)
      const { address, port } = known.findLast(e => e.sent) ?? known.at(-1) ?? negotiation.endpoints[side][0]!
      return { address, port }
    }
    const chosenAt = proposals.choice && firstSighting(proposals.choice).time
    const { chosen } = proposals
    const both = reported.get(ids.get(course)!)
    const isChosen = chosen !== null && chosenAt !== undefined && chosenAt <= time
    const answered = negotiation.joined || negotiation.messages.some(m => m.side !== initiator && firstSighting(m).time <= time)
    return [
      {
        negotiation: ids.get(course)!,
        version: negotiation.version,
        mode: course.mode,
        initiator: endpoint(initiator),
        responder: endpoint(opposite(initiator)),
        initiatorSpi: negotiation.initiatorSpi,
        responderSpi: answered ? negotiation.responderSpi : null,
        authentication: isChosen ? course.authentication : null,
        ...(answered ? {} : answerBeyond(course, both)),
        ...(isChosen && course.authentication !== null ? {} : methodBeyond(course, both, isChosen)),
        ...(both?.rekeys === undefined ? {} : { rekeys: both.rekeys }),
        algorithms: isChosen ? algorithmsOf(chosen) : [],
        lifetime: (isChosen && lifetimesOfIke(course).seconds) || null,
        began,
        ends: endOf(course, life),
        ...stateAt(course, life, time, began),
      },
    ]
  })
}

type OfBoth = Reported extends ReadonlyMap<string, infer One> ? One | undefined : never

/** Another trace may have the answer that this one never gets. */
function answerBeyond({ negotiation }: Course, both: OfBoth): Pick<MonitoredIke, 'answer'> {
  if (negotiation.responderSpi !== null) return { answer: { says: negotiation.responderSpi, where: 'later' } }
  return both?.responderSpi ? { answer: { says: both.responderSpi, where: 'elsewhere' } } : {}
}

function methodBeyond({ authentication, proposals }: Course, both: OfBoth, isChosen: boolean): Pick<MonitoredIke, 'method'> {
  if (authentication !== null && proposals.chosen && !isChosen) return { method: { says: authentication, where: 'later' } }
  if (both?.authentication && both.proposals.chosen) return { method: { says: both.authentication, where: 'elsewhere' } }
  return authentication === null ? {} : { method: { says: authentication, where: 'offered' } }
}

function endOf({ negotiation }: Course, life: History['lives']['ike'][number] | undefined): Seconds | null {
  if (life) return life.deletedBy?.time ?? life.abandoned?.time ?? null
  return lastSaid(negotiation)
}

function stateAt(course: Course, life: History['lives']['ike'][number] | undefined, time: Seconds, began: Seconds) {
  const first = firstSighting(course.negotiation.messages[0]!)
  if (!life || time < life.since) {
    const { since, known } = cameToNothing(course)
    const over = !life && time >= known
    return { state: over ? ('failed' as const) : ('negotiating' as const), since: over ? since : began, at: first.packets[0]! }
  }
  const { deletedBy, abandoned, replacedBy } = life
  if (deletedBy && deletedBy.time <= time) return { state: 'deleted' as const, since: deletedBy.time, at: deletedBy.packet }
  if (abandoned && abandoned.time <= time) return givenUp(abandoned)
  if (replacedBy && replacedBy.since <= time) return { state: 'rekeyed' as const, since: replacedBy.since, at: replacedBy.sincePacket }
  return { state: 'up' as const, since: life.since, at: life.sincePacket }
}

/** What one end gave up: the other may have it still. */
export function givenUp({ course, by, time, packet }: Abandoned) {
  return { state: 'given up' as const, by: addressOf(course, by), since: time, at: packet }
}

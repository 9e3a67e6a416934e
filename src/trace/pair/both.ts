import type { History } from '../history.ts'
import type { Negotiation } from '../model.ts'
import type { Course } from '../negotiation/course.ts'
import { insteadOf, rekeysOf } from '../negotiation/negotiationReport.ts'
import { isClaimed } from '../path/natClaim.ts'
import { natReport } from '../path/natReport.ts'
import type * as Report from '../report.ts'
import { type Joint, type Joints, jointsOf } from './joint.ts'
import { jointReport } from './jointReport.ts'
import type { Lineup } from './lineUp.ts'
import { isUntranslated } from './untranslated.ts'

/** Two traces as one story. */
export interface Both {
  readonly lineup: Lineup
  readonly histories: readonly [History, History]
  readonly joints: Joints
  /** The id in the report of a negotiation of either trace. */
  readonly ids: ReadonlyMap<Negotiation, string>
  readonly negotiations: readonly Report.Negotiation[]
}

/** Joins the negotiations of two traces. @param histories of trace A and of trace B */
export function bothOf(lineup: Lineup, histories: readonly History[]): Both {
  const joints = jointsOf(lineup)
  const pair = [histories[0]!, histories[1]!] as const
  const courses = new Map(pair.flatMap(history => history.courses.map(course => [course.negotiation, course] as const)))
  const ids = new Map([...joints.of].map(([negotiation, { id }]) => [negotiation, id]))
  const all = joints.all.map(({ course }) => course)
  const ownIds = new Map(joints.all.map(({ course, id }) => [course.negotiation, id]))
  return {
    lineup,
    histories: pair,
    joints,
    ids,
    negotiations: joints.all.map(joint =>
      jointReport(lineup, joints, joint, {
        ...joint.parts.map(part => part && rekeysOf(part, ids)).find(told => told?.rekeys !== undefined),
        ...insteadOf(joint.course, all, ownIds),
        ...natOf(pair, courses, joint),
      }),
    ),
  }
}

/** NAT detection as the trace tells it that sees a translation; each sees only what lies between it and a peer. */
function natOf(
  histories: readonly [History, History],
  courses: ReadonlyMap<Negotiation, Course>,
  { parts }: Joint,
): Pick<Report.Negotiation, 'nat'> {
  const told = ([0, 1] as const).flatMap(trace => {
    const course = parts[trace] && courses.get(parts[trace])
    const nat = course && natReport(histories[trace], course).nat
    return nat ? [nat] : []
  })
  const translated = told.find(nat => [nat.initiator, nat.responder].some(side => !['no', 'unknown'].includes(side.translated)))
  const nat = translated ?? told[0]
  const settled = (role: 'initiator' | 'responder', side: Report.NatSide): Report.NatSide =>
    isUntranslated({ parts }, side.seen.address)
      ? unmoved(
          side,
          told.map(one => one[role]),
        )
      : side
  return nat ? { nat: { initiator: settled('initiator', nat.initiator), responder: settled('responder', nat.responder) } } : {}
}

/** Both captures show the same address and port: a hash that does not fit them is made up, and no NAT is left to be possible. */
function unmoved({ seen }: Report.NatSide, told: readonly Report.NatSide[]): Report.NatSide {
  return { seen, translated: 'no', ...(told.some(isClaimed) ? { forced: 'certain' } : {}) }
}

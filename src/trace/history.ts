import { type Course, courseOf } from './course.ts'
import { type Flow, flowsOf } from './flow.ts'
import { type IpsecSa, ipsecSasOf } from './securityAssociation.ts'
import type { Trace } from './trace.ts'

/** Everything worked out of one trace: what the report tells and what rules read. */
export interface History {
  readonly trace: Trace
  readonly courses: readonly Course[]
  readonly flows: readonly Flow[]
  /** ESP and AH flows beyond those. */
  readonly moreFlows: number
  readonly ipsecSas: readonly IpsecSa[]
}

export function historyOf(trace: Trace): History {
  const courses = trace.negotiations.map(courseOf)
  const { flows, more } = flowsOf(trace.packets, trace.datagrams.flows)
  return { trace, courses, flows, moreFlows: more, ipsecSas: ipsecSasOf(courses, flows) }
}

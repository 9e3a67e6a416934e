import type { Course } from './course.ts'
import type { History } from './history.ts'
import type { NatSide } from './nat.ts'
import type * as Report from './report.ts'
import { opposite } from './sides.ts'

/** The `nat` of a negotiation's report; nothing where no hash of an address was seen. */
export function natReport({ nats }: History, { negotiation, initiator }: Course): Pick<Report.Negotiation, 'nat'> {
  const nat = nats.get(negotiation)
  if (!nat) return {}
  return { nat: { initiator: sideReport(nat.sides[initiator]), responder: sideReport(nat.sides[opposite(initiator)]) } }
}

function sideReport({ seen: { address, port }, ...rest }: NatSide): Report.NatSide {
  return { seen: { address, port }, ...rest }
}

import type { History } from '../history.ts'
import type { Course } from '../negotiation/course.ts'
import { opposite } from '../negotiation/sides.ts'
import type * as Report from '../report.ts'
import type { NatSide } from './nat.ts'

/** The `nat` of a negotiation's report; nothing where no hash of an address was seen. */
export function natReport({ nats }: History, { negotiation, initiator }: Course): Pick<Report.Negotiation, 'nat'> {
  const nat = nats.get(negotiation)
  if (!nat) return {}
  return { nat: { initiator: sideReport(nat.sides[initiator]), responder: sideReport(nat.sides[opposite(initiator)]) } }
}

function sideReport({ seen: { address, port }, ...rest }: NatSide): Report.NatSide {
  return { seen: { address, port }, ...rest }
}

import type { Finding } from '../report.ts'
import { addressMoved } from './addressMoved.ts'
import { ahThroughNat } from './ahThroughNat.ts'
import { authenticationFailed } from './authenticationFailed.ts'
import { capturedTwice, captureTruncated } from './capture.ts'
import { deleteLost } from './deleteLost.ts'
import { cookieChallenge, groupRetry } from './detours.ts'
import { espLoss } from './espLoss.ts'
import { espOneWay } from './espOneWay.ts'
import type { Found, Rule, Scene } from './finding.ts'
import { fragmentsLost } from './fragmentsLost.ts'
import { modifiedInPath } from './modifiedInPath.ts'
import { natDetected } from './natDetected.ts'
import { natMappingExpired } from './natMappingExpired.ts'
import { noAnswer } from './noAnswer.ts'
import { hostFragmentsProtectedPackets, pmtuReported } from './pathMtu.ts'
import { pmtuBlackHole } from './pmtuBlackHole.ts'
import { portUnreachable } from './portUnreachable.ts'
import { proposalMismatch } from './proposalMismatch.ts'
import { administrativelyProhibited, networkUnreachable } from './refusedByNetwork.ts'
import { resendsLastGoodMessage } from './resendsLastGoodMessage.ts'
import { udp4500Blocked } from './udp4500Blocked.ts'

/** Every rule in reading order: causes that name themselves first, then what is inferred, then notes. To add one: its
 *  file, and a line here. */
export const rules: readonly Rule[] = [
  fragmentsLost,
  ahThroughNat,
  natMappingExpired,
  portUnreachable,
  administrativelyProhibited,
  networkUnreachable,
  proposalMismatch,
  authenticationFailed,
  udp4500Blocked,
  pmtuBlackHole,
  deleteLost,
  noAnswer,
  resendsLastGoodMessage,
  espOneWay,
  modifiedInPath,
  espLoss,
  pmtuReported,
  hostFragmentsProtectedPackets,
  cookieChallenge,
  groupRetry,
  natDetected,
  addressMoved,
  captureTruncated,
  capturedTwice,
]

/** What the rules say of a scene: the root cause first. A finding that another one on the same negotiation explains is
 *  kept as a note under it, so that no fault is told twice. */
export function findingsOf(scene: Scene): Finding[] {
  const said = rules.flatMap(rule => rule.find(scene).map(found => ({ rule, found })))
  const kept = said.sort((a, b) => RANK[a.found.severity] - RANK[b.found.severity])
  const cause = ({ rule, found }: (typeof kept)[number]) =>
    kept.findIndex(one => one.rule.explains?.includes(rule.id) && sameMatter(one.found, found))
  return kept.map(one => {
    const { rule, found } = one
    const finding: Finding = { rule: rule.id, scenario: rule.scenario, ...found }
    const root = cause(one)
    return root < 0 ? finding : { ...finding, severity: 'note', consequenceOf: root }
  })
}

function sameMatter(one: Found, other: Found): boolean {
  return one.negotiation === other.negotiation || one.negotiation === null
}

const RANK = { error: 0, warning: 1, note: 2 } as const

import type { Finding } from '../report.ts'
import { addressMoved } from './addressMoved.ts'
import { ahThroughNat } from './ahThroughNat.ts'
import { badSpi } from './badSpi.ts'
import { capturedTwice, captureTruncated } from './capture.ts'
import { captureDropped } from './captureDropped.ts'
import { captureEndsEarly, captureStartsLate } from './captureEdges.ts'
import { captureFilter } from './captureFilter.ts'
import { clearTextAfterSa, clearTextWhileProtected } from './clearText.ts'
import { clockStep } from './clockStep.ts'
import { deleteLost } from './deleteLost.ts'
import { cookieChallenge, groupRetry } from './detours.ts'
import { espBlocked } from './espBlocked.ts'
import { espLoss } from './espLoss.ts'
import { espOneWay } from './espOneWay.ts'
import { espReordered, espReplay } from './espOrder.ts'
import type { Rule, Scene } from './finding.ts'
import { fragmentFiltered } from './fragmentFiltered.ts'
import { fragmentMismatch, fragmentOverlap } from './fragmentOverlaps.ts'
import { fragmentsLost, fragmentsUnanswered } from './fragmentsLost.ts'
import { idleExpiry, lifetime } from './lifetime.ts'
import { modifiedInPath } from './modifiedInPath.ts'
import { natDetected } from './natDetected.ts'
import { natMappingChanged, natMappingExpired } from './natMappingExpired.ts'
import { offloadArtifacts } from './offloadArtifacts.ts'
import { ofNegotiations } from './ofNegotiations.ts'
import { hostFragmentsProtectedPackets, pmtuReported } from './pathMtu.ts'
import { pmtuBlackHole } from './pmtuBlackHole.ts'
import { portUnreachable } from './portUnreachable.ts'
import { ranked } from './ranking.ts'
import { administrativelyProhibited, networkUnreachable } from './refusedByNetwork.ts'
import { serviceStopped } from './serviceStopped.ts'
import { udp4500Blocked } from './udp4500Blocked.ts'

/** Every rule in reading order: causes that name themselves first, then what is inferred, then notes. To add one: its
 *  file, and a line here (in ofNegotiations.ts, for one about IKE itself). */
export const rules: readonly Rule[] = [
  fragmentFiltered,
  fragmentsLost,
  fragmentMismatch,
  ahThroughNat,
  natMappingExpired,
  portUnreachable,
  administrativelyProhibited,
  networkUnreachable,
  ...ofNegotiations,
  udp4500Blocked,
  pmtuBlackHole,
  deleteLost,
  badSpi,
  espBlocked,
  clearTextWhileProtected,
  espOneWay,
  modifiedInPath,
  espLoss,
  espReordered,
  espReplay,
  pmtuReported,
  hostFragmentsProtectedPackets,
  cookieChallenge,
  groupRetry,
  natDetected,
  addressMoved,
  clearTextAfterSa,
  serviceStopped,
  lifetime,
  idleExpiry,
  natMappingChanged,
  fragmentsUnanswered,
  fragmentOverlap,
  captureFilter,
  captureTruncated,
  captureDropped,
  capturedTwice,
  captureStartsLate,
  captureEndsEarly,
  offloadArtifacts,
  clockStep,
]

/** What the rules say of a scene, the root cause first. */
export function findingsOf(scene: Scene): Finding[] {
  return ranked(
    rules.flatMap(rule => rule.find(scene).map(found => ({ rule, found }))),
    scene,
  )
}

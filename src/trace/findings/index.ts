import type { Finding } from '../report.ts'
import { administrativelyProhibited } from './administrativelyProhibited.ts'
import { badSpi } from './badSpi.ts'
import { clearTextAfterSa } from './clearTextAfterSa.ts'
import { clearTextWhileProtected } from './clearTextWhileProtected.ts'
import { cookieChallenge } from './cookieChallenge.ts'
import { deleteLost } from './deleteLost.ts'
import { doubted } from './doubt.ts'
import { espBlocked } from './espBlocked.ts'
import { espLoss } from './espLoss.ts'
import { espOneWay } from './espOneWay.ts'
import { espReordered } from './espReordered.ts'
import { espReplay } from './espReplay.ts'
import { espUnreachable } from './espUnreachable.ts'
import type { Rule, Scene } from './finding.ts'
import { groupRetry } from './groupRetry.ts'
import { idleExpiry } from './idleExpiry.ts'
import { lifetime } from './lifetime.ts'
import { modifiedInPath } from './modifiedInPath.ts'
import { networkUnreachable } from './networkUnreachable.ts'
import { ofNegotiations } from './ofNegotiations.ts'
import { causesOnPaths, notesOnPaths } from './ofPaths.ts'
import { portUnreachable } from './portUnreachable.ts'
import { ranked } from './ranking.ts'
import { serviceStopped } from './serviceStopped.ts'

/** Every rule in reading order: causes that name themselves first, then what is inferred, then notes. To add one: its
 *  file, and a line here (in ofNegotiations.ts for one about IKE itself, in ofPaths.ts for one about the way). */
export const rules: readonly Rule[] = [
  ...causesOnPaths,
  portUnreachable,
  administrativelyProhibited,
  networkUnreachable,
  ...ofNegotiations,
  deleteLost,
  badSpi,
  espUnreachable,
  espBlocked,
  clearTextWhileProtected,
  espOneWay,
  modifiedInPath,
  espLoss,
  espReordered,
  espReplay,
  cookieChallenge,
  groupRetry,
  clearTextAfterSa,
  serviceStopped,
  lifetime,
  idleExpiry,
  ...notesOnPaths,
]

/** What the rules say of a scene, the root cause first. */
export function findingsOf(scene: Scene): Finding[] {
  return ranked(
    rules.flatMap(rule => rule.find(scene).map(found => ({ rule, found: doubted(rule, found, scene) }))),
    scene,
  )
}

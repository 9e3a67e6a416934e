import type { NatSide } from '../path/nat.ts'
import type { Finding } from '../report.ts'
import { behindNats } from './captureAt.ts'
import { doubted, heardOf } from './doubt.ts'
import type { Found, Rule, Scene } from './finding.ts'
import { cookieChallenge } from './negotiations/cookieChallenge.ts'
import { groupRetry } from './negotiations/groupRetry.ts'
import { ofNegotiations } from './ofNegotiations.ts'
import { causesOnPaths, notesOnPaths } from './ofPaths.ts'
import { administrativelyProhibited } from './paths/administrativelyProhibited.ts'
import { networkUnreachable } from './paths/networkUnreachable.ts'
import { portUnreachable } from './paths/portUnreachable.ts'
import { badSpi } from './protected/badSpi.ts'
import { clearTextAfterSa } from './protected/clearTextAfterSa.ts'
import { clearTextWhileProtected } from './protected/clearTextWhileProtected.ts'
import { deleteLost } from './protected/deleteLost.ts'
import { espBlocked } from './protected/espBlocked.ts'
import { espLoss } from './protected/espLoss.ts'
import { espOneWay } from './protected/espOneWay.ts'
import { espReordered } from './protected/espReordered.ts'
import { espReplay } from './protected/espReplay.ts'
import { espUnreachable } from './protected/espUnreachable.ts'
import { idleExpiry } from './protected/idleExpiry.ts'
import { lifetime } from './protected/lifetime.ts'
import { malformedProtected } from './protected/malformedProtected.ts'
import { modifiedInPath } from './protected/modifiedInPath.ts'
import { serviceStopped } from './protected/serviceStopped.ts'
import { ranked } from './ranking.ts'

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
  malformedProtected,
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
  const translated = new Set([...scene.nats.values()].flatMap(nat => nat.sides.filter(isTranslatedHere).map(side => side.seen.address)))
  const placed = (found: Found): Found => ({ ...found, tryNext: found.tryNext.map(step => behindNats(step, translated)) })
  return ranked(
    rules.flatMap(rule => heardOf(rule, scene).map(found => ({ rule, found: placed(doubted(rule, found, scene)) }))),
    scene,
  )
}

/** A NAT put its address in place of one that is known. */
function isTranslatedHere({ believed, seen }: NatSide): boolean {
  return believed !== undefined && believed.address !== seen.address
}

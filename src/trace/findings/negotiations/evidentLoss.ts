import type { Course } from '../../negotiation/course.ts'
import type { NamedMessage } from '../../negotiation/exchange.ts'
import { Exchanges } from '../../negotiation/header.ts'
import type { Scene } from '../finding.ts'
import { waitingOf } from '../waiting.ts'
import { gotThrough } from './ikeLoss.ts'

/** Missing protected packets from which a path loses some now and then; copies of a message that such a path may take. */
const SEVERAL = 2
const FEW = 4

/** A negotiation that stands, on a path that visibly loses packets: a late message that was sent a few times and is
 *  still being tried is one more of them, and no fault of its own. */
export function isOneMoreLost(scene: Scene, course: Course, { message }: NamedMessage): boolean {
  if (course.verdict.outcome !== 'established' || message.ike.exchangeType !== Exchanges.informationalV2) return false
  return message.transmissions.length <= FEW && !waitingOf(message, scene.end).gaveUp && losesPackets(scene, course)
}

function losesPackets(scene: Scene, course: Course): boolean {
  const hosts = new Set(course.negotiation.endpoints.flat().map(e => e.address))
  const missing = scene.flows.reduce((sum, f) => sum + (hosts.has(f.source) && hosts.has(f.destination) ? f.missing : 0), 0)
  const again = course.exchanges.reduce((sum, e) => sum + e.messages.filter(m => gotThrough(m, e.messages)).length, 0)
  return missing >= SEVERAL || again >= SEVERAL
}

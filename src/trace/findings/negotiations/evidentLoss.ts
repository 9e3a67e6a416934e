import type { Course } from '../../negotiation/course.ts'
import type { NamedMessage } from '../../negotiation/exchange.ts'
import { Exchanges } from '../../negotiation/header.ts'
import type { Flow } from '../../protected/flow.ts'
import type { Scene } from '../finding.ts'
import { waitingOf } from '../waiting.ts'
import { gotThrough } from './ikeLoss.ts'
import { endsTheSa } from './stuck.ts'

/** Missing protected packets from which a path loses some now and then; copies of a message that such a path may take. */
const SEVERAL = 2
const FEW = 4

/** A negotiation that stands, on a path that visibly loses packets: a late message that was sent a few times and is
 *  still being tried is one more of them, and no fault of its own. */
export function isOneMoreLost(scene: Scene, course: Course, { message }: NamedMessage): boolean {
  if (course.verdict.outcome !== 'established' || message.ike.exchangeType !== Exchanges.informationalV2) return false
  return message.transmissions.length <= FEW && !waitingOf(message, scene.end).gaveUp && losesPackets(scene, course)
}

/** A delete in IKEv2 is answered once: where the path visibly loses packets, one that took the answer is enough, however often the
 *  delete is repeated. RFC 7296 §1.4.1. */
export function isLostWithTheSa(scene: Scene, course: Course, named: NamedMessage): boolean {
  if (course.verdict.outcome !== 'established' || !endsTheSa(named)) return false
  const flows = flowsOf(scene, course)
  const [missing, here] = [flows.reduce((sum, f) => sum + f.missing, 0), flows.reduce((sum, f) => sum + f.packets, 0)]
  return missing >= SEVERAL && missing > SHARE * (missing + here)
}

/** Share of packets lost, above which it is no wonder that one certain packet is among them. */
const SHARE = 0.05

function losesPackets(scene: Scene, course: Course): boolean {
  const missing = flowsOf(scene, course).reduce((sum, f) => sum + f.missing, 0)
  const again = course.exchanges.reduce((sum, e) => sum + e.messages.filter(m => gotThrough(m, e.messages)).length, 0)
  return missing >= SEVERAL || again >= SEVERAL
}

/** What is protected between the two hosts. */
function flowsOf({ flows }: Scene, { negotiation }: Course): readonly Flow[] {
  const hosts = new Set(negotiation.endpoints.flat().map(e => e.address))
  return flows.filter(f => hosts.has(f.source) && hosts.has(f.destination))
}

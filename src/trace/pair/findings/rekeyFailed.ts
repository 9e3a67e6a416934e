import type { Found } from '../../findings/finding.ts'
import { failedRekey, noRekey } from '../../findings/negotiations/rekeyFailed.ts'
import type { Joint } from '../joint.ts'
import { jointOf, type PairForm, type PairScene } from '../scene.ts'
import { uncrossed } from './crossed.ts'
import { ignored, perNegotiation, placed } from './inVain.ts'
import { joined } from './joined.ts'
import { refused } from './refused.ts'
import { stuckOf } from './stuck.ts'

/** N16: where the rekey itself got stuck, whatever went wrong behind it; or who refused it. */
export const rekeyFailed: PairForm = (pair, alone) => perNegotiation(pair, uncrossed(pair, alone)).flatMap(group => told(pair, group))

function told(pair: PairScene, group: readonly Found[]): readonly Found[] {
  const joint = jointOf(pair, group[0]!)
  const failed = joint && exchangeOf(pair, joint)
  if (!failed) return [joined(group)]
  if (failed.outcome === 'failed') return refused(pair, group)
  const stuck = stuckOf(pair, joint, [failed])
  // What arrived no device on the way has forgotten.
  const known = stuck && ignored(stuck) ? group.map(one => ({ ...one, says: one.lead ?? one.says })) : group
  const found = placed(pair, known, [failed])
  // Where it got stuck may be certain; what it was for is not.
  const others = noRekey(failed).map(one => `${one}.`)
  if (others.length === 0) return [found]
  const otherwise = [...new Set([...found.otherwise, ...others])]
  return [{ ...found, confidence: found.confidence === 'certain' ? 'likely' : found.confidence, otherwise }]
}

/** The exchange that one end takes for failed, with what both saw of it. */
function exchangeOf(pair: PairScene, joint: Joint): Joint['course']['exchanges'][number] | undefined {
  for (const trace of [0, 1] as const) {
    const course = pair.scenes[trace].courses.find(one => one.negotiation === joint.parts[trace])
    const failed = course && failedRekey(pair.scenes[trace], course)
    const same = failed && joint.course.exchanges.find(one => one.type === failed.type && numberOf(one) === numberOf(failed))
    if (same) return same
  }
  return undefined
}

function numberOf({ messages }: Joint['course']['exchanges'][number]): number | undefined {
  return messages[0]?.message.ike.messageId
}

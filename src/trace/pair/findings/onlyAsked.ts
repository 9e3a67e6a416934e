import type { Found } from '../../findings/finding.ts'
import { firstSighting } from '../../model.ts'
import { addressesOf } from '../../negotiation/child.ts'
import { isFirstMessage } from '../../negotiation/header.ts'
import { opposite } from '../../negotiation/sides.ts'
import { leftAt } from '../brokenPath.ts'
import type { Joint } from '../joint.ts'
import { endName, other, type PairScene, wayFrom } from '../scene.ts'
import { stretchOf } from '../stretch.ts'
import type { Stuck } from './stuck.ts'

/** Copies lost from which it is no accident. */
const SEVERAL = 3

/**
 * All that one end sent was lost until the other one began, and arrived from then on: so does a stateful firewall that lets in only
 * what was asked for, and so it is where a path came to be whole in between.
 */
export function onlyAsked(pair: PairScene, joint: Joint, stuck: Stuck): Pick<Found, 'otherwise' | 'tryNext'> | undefined {
  const { sender, place, named, sent, outside } = stuck
  if (place !== wayFrom(sender) || !isFirstMessage(named.message.ike) || sent < SEVERAL || outside > 0) return undefined
  const stretch = stretchOf(pair, sender)
  if (stretch?.after === undefined || stretch.before !== undefined) return undefined
  const { packets } = pair.lineup.rows[sender]
  const at = (row: number) => leftAt(pair, sender, packets.time(row))
  const [lost, arrived] = [at(stretch.lost.at(-1)!), at(stretch.after)]
  const begun = pair.joints.all.find(({ course }) => {
    const began = firstSighting(course.negotiation.messages[0]!).time
    const by = addressesOf(course.negotiation, course.initiator)
    const isOther = by.some(address => addressesOf(joint.course.negotiation, opposite(named.message.side)).includes(address))
    return course.verdict.outcome === 'established' && isOther && began > lost && began <= arrived
  })
  if (!begun) return undefined
  const [from, to] = [endName(pair, sender, joint.course.negotiation), endName(pair, other(sender), joint.course.negotiation)]
  return {
    otherwise: [
      `A stateful firewall before ${to} lets in only what ${to} has asked for: all that ${from} sent since ${to} began ${begun.id} arrived.`,
      `The path from ${from} to ${to} was broken, and was whole again when ${to} began ${begun.id}.`,
    ],
    tryNext: [
      `Let ${from} begin once more while no SA stands. If that is lost too, let the firewall before ${to} pass UDP 500 and 4500 from ${from}.`,
    ],
  }
}

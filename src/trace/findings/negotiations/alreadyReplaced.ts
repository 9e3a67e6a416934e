import { firstSighting, type Message, type Negotiation, type Seconds } from '../../model.ts'
import { involves } from '../../negotiation/child.ts'
import type { Course } from '../../negotiation/course.ts'
import { beganAt, phase2, saysRekeys } from '../../negotiation/phase2.ts'
import { refusalForNow } from '../../negotiation/putOff.ts'
import type { Flow } from '../../protected/flow.ts'
import type { IpsecLife } from '../../protected/lifetime.ts'
import type { Scene } from '../finding.ts'

// Both ends begin to replace a child SA, and of one request the first copy is lost. Where only a later copy is seen, the other end's own
// rekey is done by then, nothing crosses, and the request is refused: what it replaces is about to go, or gone (TEMPORARY_FAILURE,
// CHILD_SA_NOT_FOUND, RFC 7296 §2.25.1). The traffic has its new SA. So it is told only where the hosts have no other SA that could be meant.

/** A rekey that was refused, and the refuser's own that was done shortly before. */
export interface AlreadyReplaced {
  readonly asked: Message
  readonly refusal: Message
  readonly own: readonly Message[]
  /** Seconds from the end of the refuser's own to the request. */
  readonly apart: Seconds
}

type Exchange = Course['exchanges'][number]

/** Whether what a refused CREATE_CHILD_SA would replace had just been replaced by the refuser. */
export function alreadyReplaced(scene: Scene, course: Course, exchange: Exchange): AlreadyReplaced | undefined {
  const refusal = saysRekeys(exchange) ? refusalForNow(course, exchange) : undefined
  if (!refusal || isAtSender(course, exchange)) return undefined
  const all = phase2(course)
  // Asked once and no more: whoever goes on asking has not got what it wants.
  if (all.some(one => one !== exchange && one.starter === exchange.starter && one.outcome !== 'complete')) return undefined
  const began = beganAt(exchange)
  const own = all.findLast(one => one.starter !== exchange.starter && one.outcome === 'complete' && doneAt(one) <= began)
  if (!own || !saysRekeys(own) || began - doneAt(own) > LATE) return undefined
  const made = scene.lives.ipsec.find(life => life.sa.child?.exchange === own)
  if (!made?.replaces || hasFurther(scene, course, made, began)) return undefined
  return { asked: exchange.messages[0]!.message, refusal, own: own.messages.map(m => m.message), apart: began - doneAt(own) }
}

/** The first copy would be here. */
function isAtSender({ vantage, initiator }: Course, { starter }: Exchange): boolean {
  return vantage === (starter === initiator ? 'initiator' : 'responder')
}

function doneAt({ messages }: Exchange): Seconds {
  return Math.max(...messages.map(m => firstSighting(m.message).time))
}

/** Another SA of the two stood then, besides the new one and that which it replaced. */
function hasFurther({ lives: { ipsec } }: Scene, { negotiation }: Course, made: IpsecLife, then: Seconds): boolean {
  return ipsec.some(life => {
    if (life === made || life === made.replaces || life.since >= then || life.givenUp || life.replacedBy) return false
    const end = life.deletedBy ?? life.abandoned
    if (end && end.time < then) return false
    const { child, flows } = life.sa
    return child ? child.course.negotiation === negotiation : flows.flat().some(f => isBetween(negotiation, f))
  })
}

function isBetween(negotiation: Negotiation, { source, destination }: Flow): boolean {
  return involves(negotiation, source) && involves(negotiation, destination)
}

/** Seconds that a later copy may come behind: the third or fourth with most stacks. */
const LATE = 30

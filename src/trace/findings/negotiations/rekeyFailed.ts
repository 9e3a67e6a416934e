import { lastTime, type Message } from '../../model.ts'
import { isAtReceiver } from '../../negotiation/arrival.ts'
import { addressesOf } from '../../negotiation/child.ts'
import type { Course } from '../../negotiation/course.ts'
import { Exchanges, isPhase1 } from '../../negotiation/header.ts'
import { beganAt, completedBefore, isRest, phase2, refusalOf, saysRekeys, succeededAfter } from '../../negotiation/phase2.ts'
import { putOff } from '../../negotiation/putOff.ts'
import { opposite } from '../../negotiation/sides.ts'
import { addressOf } from '../addresses.ts'
import { captureAt } from '../captureAt.ts'
import { evidence, type Found, idOf, inWords, type Rule, type Scene, times } from '../finding.ts'
import { lastHeard } from '../quiet.ts'
import { asLongAsWaited } from '../waiting.ts'
import { alreadyReplaced } from './alreadyReplaced.ts'
import { adviceOf } from './notifyAdvice.ts'

/** N16: an SA that works is to be replaced, and that never completes. RFC 2409 §5.5, RFC 7296 §1.3.3, §2.8. */
export const rekeyFailed: Rule = {
  id: 'rekey-failed',
  scenario: 'N16',
  restsBesides: 'waiting',
  namesSender: true,
  heals: true,
  explains: ['no-answer', 'resends-last-good-message', 'answer-ignored', 'child-sa-refused', 'one-sided-negotiation'],
  find,
}

type Exchange = Course['exchanges'][number]

/** Seconds for which what had left the peer before the try may still come in. */
const UNDER_WAY = 1
/** Seconds of silence before the try that are worth naming: mappings of stateful devices live that long at least. */
const IDLE = 30
/** Tries that are named packet by packet. */
const MOST = 4

function find(scene: Scene): Found[] {
  return scene.courses.flatMap(course => {
    const failed = failedRekey(scene, course)
    if (!failed) return []
    const one = found(scene, course, failed)
    return [failed.outcome === 'unanswered' ? asLongAsWaited(one, course, [failed.messages[0]!.message], scene.end) : one]
  })
}

/** The exchange that was to make new keys and did not. */
export function failedRekey(scene: Scene, course: Course): Exchange | undefined {
  return phase2(course).find(e => isFailed(scene, course, e))
}

function isFailed(scene: Scene, course: Course, exchange: Exchange): boolean {
  // Who asked, and so who owes an answer, is not known.
  if (exchange.isUnsure) return false
  if (exchange.outcome === 'complete' || succeededAfter(course, exchange) || isRest(course, exchange)) return false
  if (!hadOneBefore(scene, course, exchange)) return false
  // What is refused and begins with an offer may be a further SA: that is told as an SA refused, which leaves the rekey open.
  if (exchange.outcome === 'failed')
    return saysRekeys(exchange) !== false && !putOff(course, exchange) && !alreadyReplaced(scene, course, exchange)
  return exchange.messages.some(m => m.message.transmissions.length > 1)
}

/** Something was there to be replaced; where the capture began later than phase 1, protected packets show it. */
function hadOneBefore(scene: Scene, course: Course, exchange: Exchange): boolean {
  if (exchange.exchangeType === Exchanges.createChildSa) return course.verdict.outcome === 'established'
  const began = beganAt(exchange)
  if (completedBefore(course, began)) return true
  if (!course.negotiation.joined || course.exchanges.some(e => isPhase1(e.exchangeType))) return false
  const hosts = ([0, 1] as const).map(side => addressesOf(course.negotiation, side))
  return scene.flows.some(
    f => f.firstTime < began && hosts.some((own, side) => own.includes(f.source) && hosts[1 - side]!.includes(f.destination)),
  )
}

function found(scene: Scene, course: Course, exchange: Exchange): Found {
  const asked = exchange.messages[0]!.message
  const [from, to] = [addressOf(course, asked.side), addressOf(course, opposite(asked.side))]
  const began = beganAt(exchange)
  const heard = lastHeard(scene, course, opposite(asked.side), began)
  const idle = heard === undefined ? undefined : began - heard
  const refusal = refusalOf(course, exchange)
  const tries = phase2(course).filter(e => e === exchange || (e.starter === exchange.starter && isFailed(scene, course, e)))
  const rekeys = saysRekeys(exchange)
  const further = noRekey(exchange)
  const stops = rekeys === false ? 'If it was for fresh keys, the traffic stops when the old SA ends.' : STOPS
  const isUnanswered = exchange.outcome === 'unanswered'
  const atPeer = isUnanswered && isAtReceiver(course, asked)
  const meanwhile = isUnanswered && (lastHeard(scene, course, opposite(asked.side), lastTime(asked)) ?? began) > began + UNDER_WAY
  const long = isUnanswered && !atPeer && !meanwhile && idle !== undefined && idle >= IDLE
  const lead = `${from} began a ${exchange.type} on an IKE SA that was in use, as for ${rekeys === false ? 'a new IKE SA or a further SA' : 'fresh keys'}, and ${ending(exchange, refusal, to)}.`
  return {
    severity: 'error',
    title: rekeys === false ? `The SA that ${from} asks for never comes` : `The new keys that ${from} asks for never come`,
    lead: `${lead} ${stops}`,
    says: `${lead}${long ? ` Before that nothing had come from ${to} for ${inWords(idle)}: a firewall or NAT on the path may have forgotten the connection meanwhile.` : ''} ${stops}`,
    confidence: 'likely',
    place: 'unknown',
    negotiation: idOf(course),
    because: [
      tries.length > 1
        ? `${from} tried ${times(tries.length)}, each time in an exchange of its own.`
        : `${from} sent ${exchange.messages[0]!.name} ${times(asked.transmissions.length)}.`,
      ...(rekeys ? ['The request begins with a notify, as one does that replaces a child SA: REKEY_SA comes first.'] : []),
      ...(idle === undefined ? [] : [`${to} was last heard ${inWords(idle)} before.`]),
      ...(meanwhile ? [`Packets of ${to} came in between the copies: it is there, and the way from it stands.`] : []),
    ],
    evidence: evidence(tries.slice(0, MOST).flatMap(one => saidIn(course, one))),
    otherwise: refusal
      ? further.map(one => `${one}, and that is refused.`)
      : [
          `${to} was restarted or has dropped the IKE SA.`,
          atPeer ? `A firewall on ${to} takes the request away behind the capture.` : 'The path has come to block IKE in one direction.',
          ...further.map(one => `${one}.`),
        ],
    tryNext: refusal
      ? [
          adviceOf(refusal) ??
            `Read the log of ${to}: it names the reason. Often the groups for new keys (PFS) differ, which the first SA does not show.`,
        ]
      : [
          atPeer
            ? `Look at the log and the firewall of ${to} for this moment.`
            : captureAt(to, ` as well: it shows whether the request arrives.`),
          ...(long ? ['Send keepalives or liveness checks more often than every 30 s.'] : []),
        ],
  }
}

/** What else the request may have been for, unless it could be read: another capture of it does not tell either. */
export function noRekey(exchange: Exchange): string[] {
  const rekeys = saysRekeys(exchange)
  if (rekeys && exchange.messages[0]!.message.ike.decrypted) return []
  return [`It was no rekey but a further SA${rekeys ? ' whose request begins with another notify, as for transport mode' : ''}`]
}

const STOPS = 'When the old SA ends, the traffic stops.'

function ending(exchange: Exchange, refusal: Message | undefined, to: string): string {
  if (refusal) return `${to} refused it ${refusal.ike.encrypted ? 'inside the encryption' : 'in the clear'}`
  return exchange.outcome === 'unanswered' ? `${to} never answered` : 'it was never finished'
}

/** Its messages, and what refused them. */
function saidIn(course: Course, exchange: Exchange): Message[] {
  const refusal = refusalOf(course, exchange)
  const messages = exchange.messages.map(m => m.message)
  return refusal && !messages.includes(refusal) ? [...messages, refusal] : messages
}

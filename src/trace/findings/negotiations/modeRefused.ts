import { firstSighting, type Message } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { Exchanges, isPhase1 } from '../../negotiation/header.ts'
import { addressOf, route } from '../addresses.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'
import { around, later } from '../ranking.ts'
import { UNSIGNED } from '../wording.ts'
import { Refusals, refusalIn, refusalName } from './refusal.ts'

/** N19: a kind of exchange meets a peer that does not take part in it. RFC 2408 §5.2. */
export const modeRefused: Rule = {
  id: 'mode-refused',
  scenario: 'N19',
  heals: true,
  explains: ['no-answer', 'proposal-mismatch', 'one-sided-negotiation'],
  find,
}

function find(scene: Scene): Found[] {
  return scene.courses.flatMap(course => {
    const refusal = refusalIn(course, Refusals.mode)
    if (refusal && course.verdict.outcome !== 'established') return [refused(course, refusal)]
    return course.mode === 'aggressive' ? aggressive(scene, course) : []
  })
}

function refused(course: Course, refusal: Message): Found {
  const { from, to } = route(refusal)
  return {
    severity: 'error',
    title: `${from} does not take part in this kind of exchange`,
    says: `${from} answered ${to} with ${refusalName(refusal)}: it does not know ${modeOf(course)}, or does not allow it.`,
    confidence: 'certain',
    place: 'unknown',
    negotiation: idOf(course),
    because: ['The refusal stands in the clear.'],
    evidence: evidence([...first(course), refusal]),
    otherwise: [UNSIGNED],
    tryNext: ['Set both ends to the same mode; main mode is the one that everybody knows.'],
  }
}

/** AM1 refused or unanswered: no proof was sent yet, so the mode may be the reason; sure when main mode is tried next. */
function aggressive(scene: Scene, course: Course): Found[] {
  const { outcome, reason, because } = course.verdict
  const early = outcome === 'unanswered' || (outcome === 'failed' && reason === 'refused in the clear')
  if (!early || course.exchanges.some(e => isPhase1(e.exchangeType) && e.messages.some(m => m.position > 1))) return []
  const asker = addressOf(course, course.initiator)
  if (outcome === 'failed' && around(course, scene).some(other => isRefusedAlike(other, course))) return []
  const next = later(course, scene).find(
    c => c.mode === 'main' && addressOf(c, c.initiator) === asker && c.verdict.outcome !== 'unanswered',
  )
  if (outcome === 'unanswered' && !next) return []
  return [
    {
      severity: next ? 'warning' : 'note',
      title: `Aggressive mode of ${asker} may not be welcome`,
      says: `${asker} began in aggressive mode and was turned away before it sent any proof.${next ? ' Main mode, tried next, was answered.' : ' Many responders allow main mode only, above all with pre-shared keys.'}`,
      confidence: next ? 'likely' : 'possible',
      place: 'unknown',
      negotiation: idOf(course),
      because: [next ? `The same two hosts went on with main mode in ${idOf(next)}.` : 'The first message already was refused.'],
      evidence: evidence([...first(course), ...because, ...(next ? next.negotiation.messages.slice(0, 2) : [])]),
      otherwise: ['The identity or the proposal in the first message is refused, not the mode.'],
      tryNext: ['Try main mode, or allow aggressive mode at the responder.'],
    },
  ]
}

/** The same host's other ways to begin get the same refusal: it is not the mode. */
function isRefusedAlike(other: Course, course: Course): boolean {
  if (other.mode === 'aggressive' || other.verdict.reason !== 'refused in the clear') return false
  if (addressOf(other, other.initiator) !== addressOf(course, course.initiator)) return false
  const [one, same] = [other.verdict.because.at(-1), course.verdict.because.at(-1)]
  return one !== undefined && same !== undefined && refusalName(one) === refusalName(same)
}

function first(course: Course): readonly Message[] {
  return course.negotiation.messages.filter(m => m.side === course.initiator).slice(0, 1)
}

function modeOf({ negotiation }: Course): string {
  const [message] = negotiation.messages.toSorted((a, b) => firstSighting(a).time - firstSighting(b).time)
  const type = message?.ike.exchangeType
  return type === Exchanges.aggressive ? 'aggressive mode' : type === Exchanges.main ? 'main mode' : `exchange type ${type}`
}

import { firstSighting, type Message } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { addressOf, route } from '../addresses.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'
import { later } from '../ranking.ts'
import { UNSIGNED } from '../wording.ts'
import { Refusals, refusalIn, refusalName } from './refusal.ts'

// A Windows Vista or later sends AuthIP and IKEv1 at the same time to a peer that it does not know; that is no mismatch, and
// both call themselves version 1. [MS-AIPS] note 12.

/** N19: one end speaks IKEv2, the other IKEv1 only, or the other way round. RFC 7296 §2.5. */
export const versionMismatch: Rule = {
  id: 'version-mismatch',
  scenario: 'N19',
  heals: true,
  explains: ['no-answer', 'proposal-mismatch', 'one-sided-negotiation'],
  find,
}

function find(scene: Scene): Found[] {
  return scene.courses.flatMap(course => {
    if (course.verdict.outcome === 'established') return []
    const refusal = refusalIn(course, Refusals.version)
    return refusal ? [refused(course, refusal)] : otherTried(scene, course)
  })
}

function refused(course: Course, refusal: Message): Found {
  const { from, to } = route(refusal)
  // An answer is written in a version that its sender knows; where the question is not here, which one it refused is not known.
  const asked = course.negotiation.messages.some(m => m.side !== refusal.side)
  return {
    severity: asked ? 'error' : 'warning',
    title: asked ? `${from} does not speak IKEv${course.negotiation.version}` : `${from} refuses the version of IKE that ${to} uses`,
    says: asked
      ? `${from} answered ${to} with ${refusalName(refusal)}: it does not know this version of IKE, or does not allow it.`
      : `${from} sent ${refusalName(refusal)} to ${to}. What it answers is not in this capture, so which version it refuses cannot be told.`,
    confidence: 'certain',
    place: 'unknown',
    negotiation: idOf(course),
    because: ['The refusal stands in the clear.'],
    evidence: evidence([...course.negotiation.messages.filter(m => m.side !== refusal.side).slice(0, 1), refusal]),
    otherwise: [UNSIGNED],
    tryNext: ['Set both ends to the same version of IKE.'],
  }
}

/** Seconds between the two tries: none are taken back, and minutes apart it is another matter. */
function isSoon(apart: number): boolean {
  return apart >= 0 && apart < 180
}

/** The first message is refused or not answered, and the same host then gets on with the other version. */
function otherTried(scene: Scene, course: Course): Found[] {
  const { outcome, reason } = course.verdict
  if (outcome !== 'unanswered' && !(outcome === 'failed' && reason === 'refused in the clear' && course.proposals.chosen === null))
    return []
  const { version } = course.negotiation
  const asker = addressOf(course, course.initiator)
  const began = firstSighting(course.negotiation.messages[0]!).time
  const next = later(course, scene).find(
    c =>
      c.negotiation.version !== version &&
      !c.negotiation.joined &&
      addressOf(c, c.initiator) === asker &&
      c.verdict.outcome !== 'unanswered' &&
      c.proposals.chosen &&
      isSoon(firstSighting(c.negotiation.messages[0]!).time - began),
  )
  if (!next) return []
  const peer = next.proposals.choice ? route(next.proposals.choice).from : 'the peer'
  return [
    {
      severity: 'warning',
      title: `${peer} answers IKEv${next.negotiation.version}, not IKEv${version}`,
      says: `${asker} began with IKEv${version} and got ${outcome === 'unanswered' ? 'no answer' : 'a refusal'}; IKEv${next.negotiation.version}, tried next, was answered. The two ends are set to different versions.`,
      confidence: 'likely',
      place: 'unknown',
      negotiation: idOf(course),
      because: [`${idOf(next)} between the same two hosts got on with the other version.`],
      evidence: evidence([...course.negotiation.messages.slice(0, 2), ...next.negotiation.messages.slice(0, 2)]),
      otherwise: [`The proposals of the first attempt did not fit, and those of the second did.`],
      tryNext: ['Set both ends to the same version of IKE.'],
    },
  ]
}

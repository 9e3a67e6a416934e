import { piecesOf } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { isInFragments } from '../../negotiation/notHeard.ts'
import { route } from '../addresses.ts'
import { captureAt } from '../captureAt.ts'
import { evidence, type Found, idOf, type Rule, type Scene, times } from '../finding.ts'
import { piecesNamed, plainly } from '../wording.ts'
import { astrayIn, toldAstray } from './astray.ts'
import { isOneMoreLost } from './evidentLoss.ts'
import { endsTheSa, type Stuck, stuckIn } from './stuck.ts'
import { unreadProof } from './unreadProof.ts'

/** N3: a peer repeats its message although the answer to it has been sent. */
export const resendsLastGoodMessage: Rule = {
  id: 'resends-last-good-message',
  scenario: 'N3',
  rests: 'waiting',
  namesSender: true,
  heals: true,
  explains: ['no-answer', 'one-sided-negotiation'],
  find,
}

function find(scene: Scene): Found[] {
  return scene.courses.flatMap(course => {
    const stuck = stuckIn(course)
    if (!stuck || stuck.atAsker) return []
    const { named, answer, copies, atAnswerer, isInPart } = stuck
    const { from, to } = route(named.message)
    if (isInPart) return [inPart(course, stuck)]
    const astray = astrayIn(course, stuck)
    const proof = unreadProof(course)?.message === answer.message
    const lead = `${from} sent ${plainly(named.name)} ${copies} more times after ${to} had answered with ${answer.name}.`
    const inFragments = isInFragments(answer.message)
    const why = inFragments
      ? `Of no copy of ${answer.name} this capture has all IP fragments: what is not whole cannot be read.`
      : proof
        ? `Either ${from} has another pre-shared key and cannot read the answer, the first that is encrypted, or the answer does not reach it.`
        : `Either the answer does not reach ${from}, or ${from} does not accept it.`
    return [
      {
        severity: endsTheSa(named) || isOneMoreLost(scene, course, named) ? ('note' as const) : ('error' as const),
        title: inFragments
          ? `${answer.name} never comes whole: ${from} repeats ${named.name}`
          : proof
            ? `Different pre-shared keys, or ${answer.name} is lost: ${from} repeats ${named.name}`
            : `${from} repeats ${named.name} although ${to} has answered`,
        lead,
        says: `${lead} ${why}`,
        confidence: 'likely' as const,
        place: 'unknown' as const,
        negotiation: idOf(course),
        because: [
          `${inFragments ? `The beginning of ${answer.name}` : answer.name} stands in this capture before the repeated copies of ${named.name}.`,
          ...(endsTheSa(named) ? [`${named.name} is a delete: ${to} has ended the SA with its answer, and cannot answer copies.`] : []),
          ...(atAnswerer ? [`The hop counts say that this was captured at ${to}: the copies arrive, and ${answer.name} leaves.`] : []),
        ],
        evidence: evidence([named.message, answer.message]),
        otherwise: inFragments
          ? [`The other fragments arrive at ${from}, and only this capture does not have them.`]
          : [`${answer.name} is lost on its way to ${from}.`, `${from} receives ${answer.name} and cannot read or accept it.`],
        tryNext: [
          ...(proof ? ['Compare the pre-shared keys of both ends.'] : []),
          inFragments
            ? captureAt(to, ' as well: it shows whether all fragments leave.')
            : captureAt(from, ` as well: it shows whether ${answer.name} arrives.`),
        ],
        ...(astray && toldAstray(stuck, astray)),
      },
    ]
  })
}

/** Of the answer some IKE fragments never come: nobody can read it. RFC 7383 §2.6. */
function inPart(course: Course, { named, answer, copies }: Stuck): Found {
  const { from, to } = route(named.message)
  const { numbers, total } = piecesOf(answer.message)!
  const many = answer.message.transmissions.length
  const lead = `${from} sent ${plainly(named.name)} ${copies} more times after ${to} had answered with ${answer.name}.`
  return {
    severity: 'error',
    title: `${answer.name} never comes whole: ${from} repeats ${named.name}`,
    lead,
    says: `${lead} Of ${answer.name}, sent ${times(many)}, this capture has ${piecesNamed(numbers, total)} and nothing more. A message of which a piece is missing cannot be read.`,
    confidence: 'likely',
    place: 'unknown',
    negotiation: idOf(course),
    because: [
      `${answer.name} travels in pieces that IKE made; of all its copies together this capture has ${piecesNamed(numbers, total)} alone.`,
      `${from} goes on asking, as who has no answer does.`,
    ],
    evidence: evidence([named.message, answer.message]),
    otherwise: [`${to} does not send the other pieces.`, `They arrive at ${from}, and only this capture does not have them.`],
    tryNext: [captureAt(to, ' as well: it shows whether all pieces leave.'), 'Look for what on the way drops packets of their size.'],
  }
}

import { route } from '../addresses.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'
import { plainly } from '../wording.ts'
import { astrayIn, toldAstray } from './astray.ts'
import { isOneMoreLost } from './evidentLoss.ts'
import { stuckIn } from './stuck.ts'

/** N28: a request is repeated although its answer arrived where the asker itself was captured. */
export const answerIgnored: Rule = {
  id: 'answer-ignored',
  scenario: 'N28',
  namesSender: true,
  heals: true,
  explains: ['no-answer', 'one-sided-negotiation'],
  find,
}

function find(scene: Scene): Found[] {
  return scene.courses.flatMap(course => {
    const stuck = stuckIn(course)
    if (!stuck?.atAsker) return []
    const { named, answer, copies } = stuck
    const { from, to } = route(named.message)
    const astray = astrayIn(course, stuck)
    return [
      {
        severity: isOneMoreLost(scene, course, named) ? ('note' as const) : ('error' as const),
        title: `${from} repeats ${named.name} although the answer has arrived`,
        says: `${answer.name} of ${to} came in where ${from} was captured, and still ${from} sent ${plainly(named.name)} ${copies} more times: it cannot read the answer, does not accept it, or never gets to see it.`,
        confidence: 'likely' as const,
        place: 'unknown' as const,
        negotiation: idOf(course),
        because: [
          `The hop counts say that this was captured at ${from}.`,
          `${answer.name} stands before the repeated copies of ${named.name}.`,
        ],
        evidence: evidence([named.message, answer.message]),
        otherwise: [
          `A firewall on ${from} takes the answer away behind the capture.`,
          `${from} finds the answer wrong: other keys, an identity or a choice that it did not offer.`,
          `The capture was taken just before ${from}, and the answer is lost on the last link.`,
        ],
        tryNext: [`Read the log of ${from} for this moment: it says why the answer is dropped, or shows that it never came.`],
        ...(astray && toldAstray(stuck, astray)),
      },
    ]
  })
}

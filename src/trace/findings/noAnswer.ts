import { firstSighting, lastTime } from '../model.ts'
import { route } from './addresses.ts'
import { evidence, type Found, idOf, inWords, type Rule, type Scene, times } from './finding.ts'
import { gaps, waitsInVain } from './waiting.ts'

/** N2: a message is sent again and again, and nothing comes back. */
export const noAnswer: Rule = { id: 'no-answer', scenario: 'N2', find }

function find({ courses, end }: Scene): Found[] {
  return courses.flatMap(course => {
    const waits = waitsInVain(course)
    if (!waits || waits.message.transmissions.length < 2) return []
    const { message, name } = waits
    const { from, to } = route(message)
    const between = gaps(message)
    const silence = end - lastTime(message)
    const stillTrying = silence < (between.at(-1) ?? 0)
    const says = `${from} sent ${name} ${times(message.transmissions.length)} in ${inWords(lastTime(message) - firstSighting(message).time)}; this capture holds no answer from ${to}.`
    return [
      {
        severity: 'error' as const,
        title: `${to} does not answer ${name}`,
        says,
        confidence: 'certain' as const,
        place: 'unknown' as const,
        negotiation: idOf(course),
        because: [
          `The copies came ${between.map(inWords).join(', ')} apart.`,
          stillTrying
            ? `The next copy would not have been due when the capture ends: ${from} may still be trying.`
            : `No further copy in the ${inWords(silence)} that follow: ${from} seems to have given up.`,
        ],
        evidence: evidence([message]),
        otherwise: [
          `${name} is lost on its way to ${to}.`,
          `${to} has it and says nothing.`,
          `${to} answers, and the answer is lost on its way back.`,
        ],
        tryNext: [`Capture at ${to} as well: it shows whether ${name} arrives and whether an answer leaves.`],
      },
    ]
  })
}

import { firstSighting } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { initiatorAndResponder } from '../addresses.ts'
import { evidence, type Found, idOf, type Rule, type Scene, times } from '../finding.ts'

/** N11: it works when one end begins and fails when the other does. */
export const oneWayInitiation: Rule = { id: 'one-way-initiation', scenario: 'N11', find }

/** Failures of one side from which it is a pattern. */
const SEVERAL = 2

function find({ courses }: Scene): Found[] {
  const byRoute = new Map<string, Course[]>()
  for (const course of courses) {
    if (course.negotiation.joined) continue
    const key = initiatorAndResponder(course).join(' ')
    const known = byRoute.get(key)
    if (known) known.push(course)
    else byRoute.set(key, [course])
  }
  return [...byRoute].flatMap(([key, tries]) => {
    const [from = '', to = ''] = key.split(' ')
    const good = (byRoute.get(`${to} ${from}`) ?? []).filter(isGood)
    const bad = tries.filter(c => c.verdict.outcome === 'failed' || c.verdict.outcome === 'unanswered')
    if (good.length === 0 || bad.length < SEVERAL || tries.some(isGood)) return []
    // A host that was down when the other called, and called itself when it was up, is another story.
    const lastBad = firstSighting(bad.at(-1)!.negotiation.messages[0]!).time
    return firstSighting(good[0]!.negotiation.messages[0]!).time > lastBad ? [] : [found(from, to, bad, good)]
  })
}

function isGood({ verdict }: Course): boolean {
  return verdict.outcome === 'established'
}

function found(from: string, to: string, bad: readonly Course[], good: readonly Course[]): Found {
  return {
    severity: 'warning',
    title: `It works when ${to} begins, and fails when ${from} does`,
    says: `Of the negotiations between the two, ${to} began ${good.length} that came to stand, and ${from} tried ${times(bad.length)} without success. What one end accepts when it asks it does not accept, or not hear, when it is asked.`,
    confidence: 'likely',
    place: 'unknown',
    negotiation: idOf(bad[0]!),
    because: [`Failed: ${bad.map(idOf).slice(0, 6).join(', ')}; stands: ${good.map(idOf).slice(0, 6).join(', ')}.`],
    evidence: evidence([...bad, ...good].slice(0, 6).flatMap(c => c.negotiation.messages.slice(0, 2))),
    otherwise: ['Something changed between the attempts.'],
    tryNext: [
      `Compare the two policies: which ends may begin, which identities and rights (log-on over the network) each demands.`,
      `Look for a firewall that lets UDP 500 and 4500 pass to one side only.`,
    ],
  }
}

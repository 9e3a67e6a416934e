import { reworded } from '../../findings/captureAt.ts'
import { heardOf } from '../../findings/doubt.ts'
import type { Found, Rule } from '../../findings/finding.ts'
import type { PairScene } from '../scene.ts'

// What a rule says of one capture speaks of "this capture", "packet 10" and "N2". Beside another capture that says nothing,
// so each is named: A's capture, packet A10, and the negotiation by its number in the report of both.

/** What a rule says of one trace, with its capture, its packets and its negotiations by their names in the report of both. */
export function heard({ scenes, joints }: PairScene, rule: Rule, trace: 0 | 1): Found[] {
  const scene = scenes[trace]
  const jointId = (number: string) => {
    const course = scene.courses[Number(number) - 1]
    return course && joints.of.get(course.negotiation)?.id
  }
  const name = (text: string) => named(text, trace, jointId)
  // The rules of the capture itself say "the capture" for the one that they look at.
  const own = rule.scenario.startsWith('K') ? (text: string) => ofOwn(name(text), trace) : name
  return heardOf(rule, scene).map(found => ({
    ...found,
    title: own(found.title),
    alone: found.title,
    says: own(found.says),
    because: found.because.map(name),
    otherwise: found.otherwise.map(name),
    tryNext: found.tryNext.map(step => reworded(step, name)),
    ...(found.lead === undefined ? {} : { lead: own(found.lead) }),
    ...(found.sure ? { sure: { title: own(found.sure.title), says: own(found.sure.says) } } : {}),
    ...(found.inBrief === undefined ? {} : { inBrief: own(found.inBrief) }),
    negotiation: found.negotiation && (jointId(found.negotiation.slice(1)) ?? null),
    evidence: found.evidence.map(one => ({ ...one, trace })),
    ...(found.since === undefined ? {} : { since: { ...found.since, trace } }),
  }))
}

/** A clause that both captures say alike, in one; undefined when they say something different. */
export function alike(ofA: string, ofB: string): string | undefined {
  const each = (text: string, trace: 0 | 1) =>
    text.replaceAll(new RegExp(`\\b(not in )?${'AB'[trace]}'s (capture|file)\\b`, 'g'), (_, not: string | undefined, what: string) =>
      not ? `not in either ${what}` : `each ${what}`,
    )
  const [one, other] = [each(ofA, 0), each(ofB, 1)]
  return one === other ? one : undefined
}

const NAMES = /"[^"]*"|\bthat this was captured\b|\b[Tt]his (capture|file)\b|\b([Pp]acket) (\d+)\b|\bN(\d+)\b/g

/** What stands in quotes was said by others. */
function named(text: string, trace: 0 | 1, jointId: (number: string) => string | undefined): string {
  const own = 'AB'[trace]
  return text.replace(NAMES, (all, capture?: string, packet?: string, number?: string, negotiation?: string) => {
    if (all.startsWith('"')) return all
    if (capture) return `${own}'s ${capture}`
    if (packet) return `${packet} ${own}${number}`
    if (negotiation) return jointId(negotiation) ?? all
    return `that ${own} was captured`
  })
}

function ofOwn(text: string, trace: 0 | 1): string {
  return text.replace(/\b[Tt]he (capture|file)\b/g, `${'AB'[trace]}'s $1`)
}

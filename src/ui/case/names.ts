import { isModeSeen } from '../../text/modes.ts'
import { ending } from '../../trace/outcomeWords.ts'
import type { Negotiation } from '../../trace/report.ts'

/** What a negotiation is called: its phase 1 mode where that was seen, or IKEv2; an IKE SA that replaced another one, after that. RFC 2409 §5,
 *  RFC 7296. @param id `N2`, where it is to be told from others */
export function modeName(negotiation: Negotiation, id?: string): string {
  const { mode, rekeys } = negotiation
  const name = { main: 'Main Mode', aggressive: 'Aggressive Mode', base: 'Base Mode', ikev2: 'IKEv2', authip: 'AuthIP' }[mode]
  return `${isModeSeen(negotiation) ? name : 'IKEv1'}${id === undefined ? '' : ` ${id}`}${rekeys === undefined ? '' : `, new keys of ${rekeys}`}`
}

/** How the peers prove who they are, as far as that can be read. */
export function authenticationOf({ authentication }: Negotiation): string {
  return authentication ?? ''
}

const tones = { established: 'fine', failed: 'lost', unanswered: 'lost', incomplete: 'again' } as const

/** The class that gives an outcome its colour; one that nobody needed has none, nor what is none, nor one that may yet come. @param soFar the capture is still being read */
export function outcomeTone({ outcome, answeredInstead, notice }: Negotiation, soFar = false): string {
  return answeredInstead === undefined && notice === undefined && !(soFar && MAY_COME.has(outcome)) ? tones[outcome] : 'muted'
}

/** Outcomes that rest on what is missing. */
const MAY_COME: ReadonlySet<Negotiation['outcome']> = new Set(['unanswered', 'incomplete'])

/** An outcome in a word or two. @param soFar the capture is still being read */
export function outcomeName(negotiation: Negotiation, soFar = false): string {
  return soFar && MAY_COME.has(negotiation.outcome) ? 'read so far' : ending(negotiation)
}

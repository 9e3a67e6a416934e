import type { Negotiation } from '../../trace/report.ts'

/** What a negotiation is called: its phase 1 mode, or IKEv2; an IKE SA that replaced another one, after that. RFC 2409 §5, RFC 7296. */
export function modeName({ mode, rekeys }: Negotiation): string {
  if (rekeys !== undefined) return `IKEv2, new keys of ${rekeys}`
  return { main: 'Main Mode', aggressive: 'Aggressive Mode', base: 'Base Mode', ikev2: 'IKEv2', authip: 'AuthIP' }[mode]
}

/** How the peers prove who they are, as far as that can be read. */
export function authenticationOf({ authentication }: Negotiation): string {
  return authentication ?? ''
}

const tones = { established: 'fine', failed: 'lost', unanswered: 'lost', incomplete: 'again' } as const

/** The class that gives an outcome its colour; one that nobody needed has none. */
export function outcomeTone({ outcome, answeredInstead }: Negotiation): string {
  return answeredInstead === undefined ? tones[outcome] : 'muted'
}

/** An outcome in a word or two. */
export function outcomeName({ outcome, answeredInstead }: Negotiation): string {
  if (answeredInstead !== undefined) return `not needed, ${answeredInstead} was answered`
  return { established: 'established', failed: 'failed', unanswered: 'no answer', incomplete: 'not finished' }[outcome]
}

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

/** An outcome in a word or two. */
export function outcomeName({ outcome }: Negotiation): string {
  return { established: 'established', failed: 'failed', unanswered: 'no answer', incomplete: 'not finished' }[outcome]
}

import type { Mode, Negotiation } from '../trace/report.ts'

/** What a negotiation's way is called in a sentence; the mode where one was seen. RFC 2409 §5, RFC 7296, [MS-AIPS]. */
export function modeText(negotiation: Pick<Negotiation, 'mode' | 'assumed'>): string {
  return isModeSeen(negotiation) ? modes[negotiation.mode] : 'IKEv1'
}

/** Whether a message shows the mode; where none of IKEv1's phase 1 was captured, it is assumed. */
export function isModeSeen({ assumed }: Pick<Negotiation, 'assumed'>): boolean {
  return !assumed?.includes('mode')
}

/** What the initiator is called: who began is only likely where no message shows it. */
export function initiatorText({ assumed }: Pick<Negotiation, 'assumed'>): string {
  return assumed?.includes('initiator') ? 'initiator, it seems' : 'initiator'
}

const modes: Readonly<Record<Mode, string>> = {
  main: 'main mode',
  aggressive: 'aggressive mode',
  base: 'base mode',
  ikev2: 'IKEv2',
  authip: 'AuthIP',
}

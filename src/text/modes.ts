import type { Mode, Negotiation } from '../trace/report.ts'

/** What a negotiation's way is called in a sentence; the mode where one was seen. RFC 2409 §5, RFC 7296, [MS-AIPS]. */
export function modeText({ mode, assumed }: Pick<Negotiation, 'mode' | 'assumed'>): string {
  return assumed?.includes('mode') ? 'IKEv1' : modes[mode]
}

const modes: Readonly<Record<Mode, string>> = {
  main: 'main mode',
  aggressive: 'aggressive mode',
  base: 'base mode',
  ikev2: 'IKEv2',
  authip: 'AuthIP',
}

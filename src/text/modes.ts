import type { Mode } from '../trace/report.ts'

/** What a negotiation's way is called in a sentence. RFC 2409 §5, RFC 7296, [MS-AIPS]. */
export const modes: Readonly<Record<Mode, string>> = {
  main: 'main mode',
  aggressive: 'aggressive mode',
  base: 'base mode',
  ikev2: 'IKEv2',
  authip: 'AuthIP',
}

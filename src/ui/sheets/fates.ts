import type { Query } from '../../host/asked.ts'
import { counted } from '../../text/figures.ts'
import type { Report } from '../../trace/report.ts'

/** What people call what became of a packet, and the word that finds it here. */
const called: readonly (readonly [said: RegExp, fate: Fate])[] = [
  [/^(lost|loss|losses|drop|drops|dropped|missing)$/, 'lost'],
  [/^(retransmi(t|ts|tted|ssion|ssions)|again|resent|resend|repeated|retry|retries)$/, 'retransmission'],
  [/^(changed|modified|altered|damaged)$/, 'changed'],
]

type Fate = 'lost' | 'retransmission' | 'changed'

/** What became of packets, where a query is one word for that. */
export function fateAsked({ terms }: Query): Fate | undefined {
  const [only] = terms
  if (!only || terms.length > 1 || only.not || only.key !== undefined) return undefined
  return called.find(([said]) => said.test(only.value))?.[1]
}

/** That nothing was lost, repeated or changed; or that one capture alone cannot show it. */
export function fateless(fate: Fate, { pair }: Pick<Report, 'pair'>): string {
  if (fate === 'retransmission') return 'No IKE message here was sent again.'
  if (!pair) return `What was ${fate} on the way, one capture alone cannot show: add the one from the other end.`
  if (fate === 'changed') return 'No IKE message is known to have been changed on the way.'
  const missing = pair.lostAtoB + pair.lostBtoA
  return missing === 0
    ? 'Of what both captures could see, nothing that left one end is missing at the other.'
    : `${counted(missing, 'packet')} that left one end ${missing === 1 ? 'is' : 'are'} not in the capture of the other; nothing of IKE or IPsec is known to be lost.`
}

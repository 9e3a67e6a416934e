import type { MonitoredIke } from '../trace/monitor/ikeSas.ts'
import type { MonitoredIpsec } from '../trace/monitor/ipsecSas.ts'
import { outcomeWords } from '../trace/outcomeWords.ts'
import type { ExpectedEvent, Negotiation } from '../trace/report.ts'
import { generationOfEvent } from '../trace/windowsEventNumbers.ts'

/** The responder's SPI, or why there is none at this moment: `not answered yet, later 29b5…`. */
export function answerWords({ responderSpi, answer }: MonitoredIke): string {
  if (responderSpi !== null) return responderSpi
  if (!answer) return outcomeWords.unanswered
  return answer.where === 'later'
    ? `${outcomeWords.unanswered} yet, later ${answer.says}`
    : `${outcomeWords.unanswered} here; ${answer.says} in the other capture`
}

/** How the peers prove who they are, or what is known of it at another moment or end. */
export function authenticationWords({ authentication, method, version, rekeys }: MonitoredIke): string {
  if (authentication !== null) return authentication
  if (!method && version === 2) return rekeys === undefined ? 'IKEv2: authentication is encrypted' : `IKEv2: new keys of ${rekeys}`
  if (!method) return 'authentication not known'
  return `${method.says}, ${{ later: 'chosen later', elsewhere: 'as the other capture shows', offered: 'offered, not chosen' }[method.where]}`
}

/** The two ends of an SA that was not made. */
export function betweenWords({ directions: [{ from, to }] }: Pick<MonitoredIpsec, 'directions'>): string {
  return `between ${from} and ${to}`
}

/** The state of an SA that was asked for in vain. */
export const NOT_MADE = 'refused; no SA was made'

/** States that go on. */
export const LIVING: ReadonlySet<string> = new Set(['negotiating', 'half made', 'up'])

/** How long an SA has been in its state, by the host's way to write spans: `for 7.6 s`, `3.0 s ago`, `just now`; of one that was given up, by
 *  whom: `by 192.0.2.10 without a Delete, 38 s ago`. */
export function sinceWords(
  { state, since, by }: { readonly state: string; readonly since: number; readonly by?: string },
  time: number,
  duration: (seconds: number) => string,
): string {
  if (by !== undefined) return `by ${by} without a Delete, ${sinceWords({ state, since }, time, duration)}`
  if (time - since < JUST_NOW) return 'just now'
  return LIVING.has(state) ? `for ${duration(time - since)}` : `${duration(time - since)} ago`
}

/** Seconds. */
const JUST_NOW = 0.000001

/** What the two kinds of SAs are called in the versions of IKE that a capture holds. */
export interface SaWords {
  readonly title: string
  readonly plain: string
}

/** `Main mode SAs` and `Quick mode SAs` of IKEv1 (RFC 2409), `IKE SAs` and `Child SAs` of IKEv2 (RFC 7296), both where both are there. */
export function saWords(negotiations: readonly { readonly version: number }[]): { readonly ike: SaWords; readonly ipsec: SaWords } {
  const [v1, v2] = [negotiations.some(one => one.version !== 2), negotiations.some(one => one.version === 2)]
  if (v1 && v2)
    return {
      ike: { title: 'Main mode and IKE SAs', plain: 'IKEv1 and IKEv2' },
      ipsec: { title: 'Quick mode and child SAs', plain: 'IPsec' },
    }
  if (v2) return { ike: { title: 'IKE SAs', plain: 'IKEv2' }, ipsec: { title: 'Child SAs', plain: 'IPsec' } }
  return { ike: { title: 'Main mode SAs', plain: 'IKE' }, ipsec: { title: 'Quick mode SAs', plain: 'IPsec' } }
}

/** What an expected event says, and where it lies behind the capture, that. */
export function eventSays({ says, afterEnd }: Pick<ExpectedEvent, 'says' | 'afterEnd'>): string {
  return `${says}${afterEnd ? ', after the end of the capture' : ''}`
}

/** Of expected events: that these hosts are Windows, that they may be. */
export function loggedBy(events: readonly Pick<ExpectedEvent, 'windows'>[]): string {
  return events.length > 0 && events.every(one => one.windows)
    ? 'that these Windows hosts would have logged'
    : 'that a host would have logged if it is Windows'
}

/** Whose numbers these events have: Vista gave them others, and of most hosts nobody knows which Windows they would be. */
export function numberedBy(events: readonly Pick<ExpectedEvent, 'event'>[]): string {
  const generations = new Set(events.map(({ event }) => generationOfEvent(event)))
  if (generations.size > 1)
    return 'Numbers up to 547 and from 4268 to 4285 are those of Windows 2000 to Server 2003, the others those of Vista and later.'
  return generations.has('sinceVista')
    ? 'The numbers are those of Windows Vista and later.'
    : 'The numbers are those of Windows 2000 to Server 2003. Vista and later log 4650 to 4655, 5451 and 5452 instead, and 4960 to 4965 for what the driver drops.'
}

/** Of events behind the capture: why they are expected there, and how little is known of them; empty where there are none. */
export function behindTheEnd(events: readonly Pick<ExpectedEvent, 'afterEnd'>[]): string {
  return events.some(one => one.afterEnd)
    ? 'What lies after the end of the capture is expected for the moment when the next copy was due; the capture cannot show whether it came so.'
    : ''
}

/** Whether every host of these negotiations says that it is something else than Windows. */
export function noneIsWindows(negotiations: readonly Pick<Negotiation, 'initiatorStack' | 'responderStack'>[]): boolean {
  const isOther = (stack: string | undefined) => stack !== undefined && !stack.startsWith('Windows')
  return negotiations.length > 0 && negotiations.every(one => isOther(one.initiatorStack) && isOther(one.responderStack))
}

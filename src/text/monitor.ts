import type { MonitoredIke } from '../trace/monitor/ikeSas.ts'

/** The responder's SPI, or why there is none at this moment: `no answer yet, later 29b5…`. */
export function answerWords({ responderSpi, answer }: MonitoredIke): string {
  if (responderSpi !== null) return responderSpi
  if (!answer) return 'no answer'
  return answer.where === 'later' ? `no answer yet, later ${answer.says}` : `no answer came here; ${answer.says} in the other capture`
}

/** How the peers prove who they are, or what is known of it at another moment or end. */
export function authenticationWords({ authentication, method, version }: MonitoredIke): string {
  if (authentication !== null) return authentication
  if (!method) return version === 2 ? 'IKEv2: authentication is encrypted' : 'authentication not known'
  return `${method.says}, ${{ later: 'chosen later', elsewhere: 'as the other capture shows', offered: 'offered, not chosen' }[method.where]}`
}

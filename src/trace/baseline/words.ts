import type { Alike } from './align.ts'
import type { Shield } from './heard.ts'
import type { InFront } from './inFront.ts'
import type { Total } from './report.ts'

/** `IPsec added 83 ms, two round trips and 11 % of bytes to this conversation; 61 ms of it was the negotiation.` */
export function summaryOf(total: Total): string {
  const { time, negotiation, answering, clearWire, securedWire, roundTrips, resent } = total
  const share = clearWire > 0 ? (100 * (securedWire - clearWire)) / clearWire : 0
  const parts = [
    time >= NOTICED ? span(time) : '',
    roundTrips > 0 ? `${counted(roundTrips)} round ${roundTrips === 1 ? 'trip' : 'trips'}` : '',
    Math.abs(share) >= 0.5 ? `${Math.round(share)} % of bytes` : '',
    resent > 0 ? `${counted(resent)} ${resent === 1 ? 'packet' : 'packets'} sent again` : '',
  ].filter(Boolean)
  const main = parts.length
    ? `IPsec added ${listed(parts)} to this conversation${negotiation > 0 ? `; ${span(negotiation)} of it was the negotiation` : ''}.`
    : 'IPsec added nothing to this conversation that shows.'
  const less = time <= -NOTICED ? ` The packets took ${span(-time)} less under IPsec: something else differed.` : ''
  return main + less + answers(answering, time)
}

/** Less is within what two runs of the same thing differ by. Seconds. */
const NOTICED = 0.0005

/** Also where little is told apart, if the turns would not add up to the time said without it. */
function answers(seconds: number, time: number): string {
  if (Math.abs(seconds) < 0.005 && shown(time) === shown(time + seconds)) return ''
  const way = seconds > 0 ? 'later' : 'sooner'
  return ` The server began its answers ${span(Math.abs(seconds))} ${way} than the path explains; that is not counted as IPsec's.`
}

function shown(seconds: number): string {
  return Math.abs(seconds) < NOTICED ? '' : `${seconds < 0 ? '−' : ''}${span(seconds)}`
}

/** What the negotiation in front of a conversation meant for it. */
export function negotiationSays({ waited, took, idle, messages, roundTrips }: InFront): string {
  const what = `${messages} IKE messages in ${span(took)}, ${counted(roundTrips)} ${roundTrips === 1 ? 'round trip' : 'round trips'}`
  if (waited > 0) return `The first packet followed the negotiation by ${span(idle)} (${what}); it is taken to have waited for it.`
  return `The SA was ready ${span(idle)} before the first packet (${what}): nothing shows that it was waited for.`
}

/** `83 ms`, `4.1 s`, `0.2 ms`. */
export function span(seconds: number): string {
  const s = Math.abs(seconds)
  if (s < 0.00995) return `${(s * 1000).toFixed(1)} ms`
  if (s < 0.9995) return `${Math.round(s * 1000)} ms`
  return s < 99.95 ? `${s.toFixed(1)} s` : `${Math.round(s)} s`
}

const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']

function counted(value: number): string {
  return words[value] ?? String(value)
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join() : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

/** How a conversation was read under IPsec. */
export const shieldSays: Readonly<Record<Shield, string>> = {
  none: 'in the clear',
  'esp-null': 'under ESP without encryption',
  'esp-decrypted': 'under ESP, decrypted with keys',
  ah: 'under AH',
  copy: 'under ESP, read from decrypted copies',
}

/** What the two turns have in common, where that is not everything. */
export const alikeSays: Readonly<Record<Alike, string>> = {
  octets: '',
  opening: '',
  lengths: 'same lengths, other content',
  question: 'same question, other answer',
  answer: 'other question, same answer',
}

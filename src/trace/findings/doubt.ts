import type { Found, Rule, Scene } from './finding.ts'

// What rests on packets that are not here is only as good as the capture. Where the file itself says that it dropped some,
// or that only one direction was asked for, such findings lose confidence and name the capture as another explanation.

/** Rules that conclude from absence. */
export const FROM_ABSENCE: ReadonlySet<string> = new Set([
  'no-answer',
  'dead-peer',
  'resends-last-good-message',
  'one-sided-negotiation',
  'ike-loss',
  'esp-loss',
  'esp-one-way',
  'esp-blocked',
  'delete-lost',
  'fragments-lost',
  'fragment-filtered',
  'udp-4500-blocked',
  'pmtu-black-hole',
])

/** Single packets that are missing: what the capture dropped explains them at once. */
const OF_SINGLE_PACKETS: ReadonlySet<string> = new Set(['esp-loss', 'ike-loss'])

/** A filter that asks for one direction only. */
const ONE_WAY = /\b(src|dst|inbound|outbound)\b/

/** A finding as far as the capture can be trusted. */
export function doubted(rule: Rule, found: Found, { about: { dropped, filters } }: Scene): Found {
  if (!FROM_ABSENCE.has(rule.id)) return found
  if (filters?.some(f => ONE_WAY.test(f)))
    return weaker(found, 'note', 'The capture was taken with a filter on a direction: what is missing may never have been looked for.')
  if (!dropped) return found
  const severity = OF_SINGLE_PACKETS.has(rule.id) ? 'note' : found.severity
  return weaker(found, severity, `The capture itself dropped ${dropped === 1 ? 'one packet' : `${dropped} packets`}, perhaps these.`)
}

function weaker(found: Found, severity: Found['severity'], why: string): Found {
  return { ...found, severity, confidence: found.confidence === 'certain' ? 'likely' : 'possible', otherwise: [why, ...found.otherwise] }
}

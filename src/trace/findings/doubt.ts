import type { Found, Rule, Scene } from './finding.ts'

// What rests on packets that are not here is only as good as the capture. Where the file itself says that it dropped some,
// or that only one direction was asked for, such findings lose confidence and name the capture as another explanation. So they do
// where the packets show that a direction was not captured, as far as they say more than just that.

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

/** Rules that conclude from what somebody does not say: of them, those that see no more than that, and those that see who waits. */
const FROM_NOTHING: ReadonlySet<string> = new Set(['one-sided-negotiation', 'esp-one-way', 'esp-blocked', 'bad-spi'])
const FROM_WAITING: ReadonlySet<string> = new Set([
  'no-answer',
  'dead-peer',
  'resends-last-good-message',
  'rekey-failed',
  'delete-lost',
  'fragment-filtered',
  'udp-4500-blocked',
  'pmtu-black-hole',
])

/** What a rule says of a trace, without what it only concludes from a direction that was not captured. */
export function heardOf(rule: Rule, scene: Scene): readonly Found[] {
  const all = rule.find(scene)
  if (scene.unseen.size === 0 || !(FROM_NOTHING.has(rule.id) || FROM_WAITING.has(rule.id))) return all
  return all.flatMap(found => {
    const silent = unseenBack(found, scene)
    if (!silent) return [found]
    const why = `${silent} may have answered: nothing that it sends there is in this capture.`
    return FROM_NOTHING.has(rule.id) ? [] : [weaker(found, 'note', why)]
  })
}

/** Who would have answered the packets of a finding, if that direction was not captured. */
function unseenBack({ evidence: [first] }: Found, { unseen, trace: { packets } }: Scene): string | undefined {
  if (!first || first.packet > packets.length) return undefined
  const flow = packets.flow(first.packet - 1)
  const [from, to] = [packets.flows.source(flow), packets.flows.destination(flow)]
  return unseen.has(`${to} ${from}`) ? to : undefined
}

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

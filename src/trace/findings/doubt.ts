import { isAcrossStep } from './acrossStep.ts'
import { cutShortOf } from './cutShort.ts'
import type { Found, Rule, Scene } from './finding.ts'

// What rests on packets that are not here is only as good as the capture. Where the file itself says that it dropped some,
// or that only one direction was asked for, such findings lose confidence and name the capture as another explanation. So they do
// where the packets show that a direction was not captured, as far as they say more than just that; and where a snap length cut
// packets of the same hosts so short that nobody can tell what they say. What somebody says with ICMP is here all the same, and stays
// as it is.

/**
 * What a rule concludes from:
 *
 *   missing    packets that are not here: what the capture dropped explains single ones at once
 *   silence    that somebody says nothing at all
 *   waiting    that somebody waits for an answer
 */
type Ground = 'missing' | 'silence' | 'waiting'

/** Rules that conclude from absence. */
const FROM_ABSENCE: Readonly<Record<string, Ground>> = {
  'ike-loss': 'missing',
  'esp-loss': 'missing',
  'fragments-lost': 'missing',
  'one-sided-negotiation': 'silence',
  'esp-one-way': 'silence',
  'esp-blocked': 'silence',
  'no-answer': 'waiting',
  'dead-peer': 'waiting',
  'resends-last-good-message': 'waiting',
  'delete-lost': 'waiting',
  'fragment-filtered': 'waiting',
  'udp-4500-blocked': 'waiting',
  'pmtu-black-hole': 'waiting',
}

/** Rules that see a fault itself as well, and only what it comes of by an answer that is not here. */
const BESIDES: Readonly<Record<string, Ground>> = { 'bad-spi': 'silence', 'rekey-failed': 'waiting' }

/** All of them. */
export const doubtedRules: readonly string[] = [...Object.keys(FROM_ABSENCE), ...Object.keys(BESIDES)]

/** Rules of which one packet that the capture dropped may be all there is to it. */
const OF_SINGLE_PACKETS: ReadonlySet<string> = new Set(['esp-loss', 'ike-loss'])

/** Rules that ask what came within some time, or did not. */
const BY_TIME: ReadonlySet<string> = new Set([
  ...Object.entries(FROM_ABSENCE).flatMap(([id, ground]) => (ground === 'missing' ? [] : [id])),
  ...Object.keys(BESIDES),
  'clear-text-while-protected',
])

/** A filter that asks for one direction only. */
const ONE_WAY = /\b(src|dst|inbound|outbound)\b/

/** What a rule says of a trace, without what it only concludes from a direction that was not captured. */
export function heardOf(rule: Rule, scene: Scene): readonly Found[] {
  const all = rule.find(scene)
  const ground = FROM_ABSENCE[rule.id] ?? BESIDES[rule.id]
  if (scene.unseen.size === 0 || !ground || ground === 'missing') return all
  return all.flatMap(found => {
    const silent = found.attested ? undefined : unseenBack(found, scene)
    if (!silent) return [found]
    const why = `${silent} may have answered: nothing that it sends there is in this capture.`
    return ground === 'silence' ? [] : [weaker(found, 'note', why)]
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
export function doubted(rule: Rule, found: Found, scene: Scene): Found {
  const { dropped, filters } = scene.about
  if (BY_TIME.has(rule.id) && !found.attested && isAcrossStep(found, scene)) return weaker(found, 'note', SET_BACK)
  if (!FROM_ABSENCE[rule.id] || found.attested) return found
  const unread = cutShortOf(found, scene)
  if (unread > 0)
    return weaker(
      found,
      'note',
      `The snap length cut ${unread === 1 ? 'one packet' : `${unread} packets`} too short to be read, perhaps what is missing.`,
    )
  if (filters?.some(f => ONE_WAY.test(f)))
    return weaker(found, 'note', 'The capture was taken with a filter on a direction: what is missing may never have been looked for.')
  if (!dropped) return found
  const severity = OF_SINGLE_PACKETS.has(rule.id) ? 'note' : found.severity
  return weaker(found, severity, `The capture itself dropped ${dropped === 1 ? 'one packet' : `${dropped} packets`}, perhaps these.`)
}

const SET_BACK = 'The clock of the capture was set back meanwhile: what looks like silence may be an answer with an earlier time.'

function weaker(found: Found, severity: Found['severity'], why: string): Found {
  return { ...found, severity, confidence: found.confidence === 'certain' ? 'likely' : 'possible', otherwise: [why, ...found.otherwise] }
}

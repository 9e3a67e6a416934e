import { isAcrossStep } from './acrossStep.ts'
import { cutShortOf } from './cutShort.ts'
import type { Found, Rule, Scene } from './finding.ts'

// What rests on packets that are not here is only as good as the capture. Where the file itself says that it dropped some,
// or that only one direction was asked for, such findings lose confidence and name the capture as another explanation. So they do
// where the packets show that a direction was not captured, as far as they say more than just that; and where a snap length cut
// packets of the same hosts so short that nobody can tell what they say. What somebody says with ICMP is here all the same, and stays
// as it is.

/** A filter that asks for one direction only. */
const ONE_WAY = /\b(src|dst|inbound|outbound)\b/

/** What a rule says of a trace, without what it only concludes from a direction that was not captured. */
export function heardOf(rule: Rule, scene: Scene): readonly Found[] {
  const all = rule.find(scene)
  const absence = rule.rests ?? rule.restsBesides
  if (scene.unseen.size === 0 || !absence || absence === 'packet' || absence === 'pieces') return all
  return all.flatMap(found => {
    const silent = found.attested ? undefined : unseenBack(found, scene)
    if (!silent) return [found]
    const why = `${silent} may have answered: nothing that it sends there is in this capture.`
    return absence === 'silence' ? [] : [weaker(found, 'note', why)]
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
  if (goesByTime(rule) && !found.attested && isAcrossStep(found, scene)) return weaker(found, 'note', SET_BACK)
  if (!rule.rests || found.attested) return found
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
  const severity = rule.rests === 'packet' ? 'note' : found.severity
  return weaker(found, severity, `The capture itself dropped ${dropped === 1 ? 'one packet' : `${dropped} packets`}, perhaps these.`)
}

function goesByTime({ goesByTime, rests, restsBesides }: Rule): boolean {
  return goesByTime || restsBesides !== undefined || rests === 'silence' || rests === 'waiting'
}

const SET_BACK = 'The clock of the capture was set back meanwhile: what looks like silence may be an answer with an earlier time.'

function weaker(found: Found, severity: Found['severity'], why: string): Found {
  return { ...found, severity, confidence: found.confidence === 'certain' ? 'likely' : 'possible', otherwise: [why, ...found.otherwise] }
}

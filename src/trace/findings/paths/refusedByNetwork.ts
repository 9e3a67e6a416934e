import { isProbe } from '../../negotiation/probes.ts'
import type { IcmpError } from '../../path/icmpErrors.ts'
import { errorsOf, grouped, quotedThing, route } from '../addresses.ts'
import { coursesBetween } from '../espPairs.ts'
import { type Found, idOf, packetsAsEvidence, type Scene, times } from '../finding.ts'
import { startOf } from '../ranking.ts'
import { ICMP_UNSIGNED } from '../wording.ts'

/** What was refused, closer than by its address. */
export interface Closer {
  /** Where it went. */
  readonly to: string
  /** What goes to there alone is refused, others of the same host answer. */
  readonly isAlone?: boolean
  /** What passes beside it, or passed before. */
  readonly says: readonly string[]
  /** What to let pass, where that is less than all; and what to look at. */
  readonly advice?: string
  readonly look?: string
}

/** A finding for each host that refuses with such ICMP errors, written `type/code`. */
export function refusals(
  scene: Scene,
  v4: string[],
  v6: string[],
  verdict: string,
  words: string,
  advice: string | ((error: IcmpError) => readonly string[]),
  closer: (errors: readonly IcmpError[]) => Closer | undefined = () => undefined,
): Found[] {
  return grouped(errorsOf(scene.trace.icmpErrors.all, v4, v6)).map(errors => {
    const error = errors[0]!
    const thing = quotedThing(error)
    const through = gotThrough(scene, errors)
    const open = through ? undefined : openWay(scene, errors)
    const { to = error.quoted?.to, isAlone, says = [], advice: close, look } = closer(errors) ?? {}
    return {
      severity: open ? ('note' as const) : through ? ('warning' as const) : ('error' as const),
      title: `${verdict} ${thing}s to ${isAlone ? to : error.quoted?.to}`,
      says: `${error.from} answered ${times(errors.length)} with ICMP "${words}" and quoted the ${thing} to ${to}: ${['it did not pass on from there.', ...says].join(' ')}`,
      confidence: 'certain' as const,
      place: 'unknown' as const,
      negotiation: error.about ? idOf(error.about.message) : null,
      because: [
        `ICMP type ${error.type} code ${error.code} from ${error.from}, quoting a packet from ${error.quoted?.from} to ${error.quoted?.to}.`,
        ...(open ? [open] : []),
        ...(through ? ['Another attempt of the same two hosts succeeded later.'] : []),
      ],
      evidence: packetsAsEvidence([...errors.flatMap(e => e.about?.sighting.packets.slice(0, 1) ?? []), ...errors.map(e => e.packet)]),
      otherwise: [ICMP_UNSIGNED],
      tryNext: typeof advice === 'function' ? [...advice(error)] : [...(look ? [look] : []), `${close ?? advice} ${error.from}.`],
    }
  })
}

/** All that was refused only asked which way is open, and another was: that is no fault. RFC 4555 §3.10. */
function openWay({ courses }: Scene, errors: readonly IcmpError[]): string | undefined {
  const [message] = errors.map(error => error.about?.message)
  if (!message || !isProbe(message) || errors.some(error => error.about?.message !== message)) return undefined
  const answer = courses
    .find(course => course.negotiation === message.negotiation)
    ?.exchanges.find(({ messages }) => messages.some(one => one.message === message))
    ?.messages.find(one => one.message.side !== message.side)
  if (!answer) return undefined
  const { from, to } = route(answer.message)
  return `The refused packet is one of ${message.transmissions.length} that asked which way is open: ${from} answered to ${to}, so there it is.`
}

/** The two hosts agreed in a negotiation that began after the last refusal; what was refused need not be in the capture. */
function gotThrough(scene: Scene, errors: readonly IcmpError[]): boolean {
  const { quoted } = errors[0]!
  if (!quoted) return false
  const last = errors.at(-1)!.time
  return coursesBetween(scene, { source: quoted.from, destination: quoted.to }).some(
    course => course.verdict.outcome === 'established' && startOf(course) > last,
  )
}

import { endsEarly, lastSending } from '../../findings/capture/captureEndsEarly.ts'
import { startedBefore } from '../../findings/capture/captureStartsLate.ts'
import type { Found } from '../../findings/finding.ts'
import { onA } from '../clock.ts'
import { isRelated, jointOf, other, type PairForm, type PairScene } from '../scene.ts'
import { traceOf } from './fuller.ts'
import { once } from './once.ts'

// K5 of two captures: what one of them began too late or ended too early for, the other one may have.

/** Only where the capture that ran longer ends before the next message was due, too. */
export const captureEndsEarly: PairForm = (pair, alone) =>
  once(
    pair,
    alone.filter(found => !isOutlived(pair, found, alone)),
  ).flatMap(found => {
    const joint = jointOf(pair, found)
    if (!joint || !isRelated(pair)) return [found]
    const { scenes, lineup } = pair
    const end = Math.max(scenes[0].end, onA(lineup.clock, scenes[1].end) ?? scenes[0].end)
    const [both] = endsEarly(joint.course, { end }, 'both captures')
    if (!both) return []
    const isInBoth = new Set(found.evidence.map(one => one.trace)).size === 2
    if (!isInBoth) return [found]
    const seen = lastSending(joint.course)!.sightings.map(pair.joints.origin)
    const evidence = seen.flatMap(({ trace, sighting }) => sighting.packets.map(packet => ({ trace, packet })))
    return [{ ...found, says: both.says, because: both.because, evidence: evidence.slice(0, 12) }]
  })

/** The other capture ends with a later message of the negotiation, and says so: that is where both end. */
function isOutlived(pair: PairScene, found: Found, alone: readonly Found[]): boolean {
  const last = jointOf(pair, found) && lastSending(jointOf(pair, found)!.course)
  const ends = new Set((last?.sightings ?? []).map(one => pair.joints.origin(one).trace))
  const isThere = (one: Found) => one.negotiation === found.negotiation && ends.has(traceOf(one))
  return isRelated(pair) && !ends.has(traceOf(found)) && alone.some(isThere)
}

/** Nothing where the other capture shows all that was before; what it shows of it is said. */
export const captureStartsLate: PairForm = (pair, alone) =>
  once(
    pair,
    alone.flatMap(found => {
      if (found.lead === undefined) return [found]
      const trace = found.evidence[0]?.trace ?? 0
      const { joined, flow } = startedBefore(pair.scenes[trace])
      const there = 'BA'[trace]
      const isKnown = joined.length > 0 && joined.every(one => pair.joints.of.get(one.negotiation)?.course.negotiation.joined === false)
      const counted =
        flow &&
        pair.scenes[other(trace)].flows.find(
          one => one.spi === flow.spi && one.kind === flow.kind && one.firstSequence < flow.firstSequence,
        )
      if (joined.length === 0) return counted ? [] : [found]
      if (!isKnown) return [found]
      return [{ ...found, says: `${found.lead}${there}'s capture has the beginning.`, otherwise: [] }]
    }),
  )

import type { Flow } from '../../protected/flow.ts'
import { captureAt } from '../captureAt.ts'
import { courseBetween } from '../espPairs.ts'
import { type Found, idOf, inWords, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { sentAgain } from '../negotiations/ikeLoss.ts'
import { listed } from '../wording.ts'
import { lossyDirections, lostAlike, MOST_DIRECTIONS, outageOf } from './outage.ts'
import { nameOf } from './protectedTraffic.ts'

/** T7: gaps in the sequence numbers. RFC 4303 §2.2. One finding for each direction between two hosts, however many SPIs. */
export const espLoss: Rule = { id: 'esp-loss', scenario: 'T7', rests: 'packet', find }

/** Missing packets from which it is more than an accident. */
const SEVERAL = 2
/** Share of a flow above which it is rather the capture that saw a part of it only. */
const NEARLY_ALL = 0.9

function find(scene: Scene): Found[] {
  const routes = lossyDirections(scene)
  return routes.length > MOST_DIRECTIONS ? [pattern(scene, routes)] : routes.map(flows => found(scene, flows))
}

function found(scene: Scene, flows: readonly Flow[]): Found {
  const [first] = flows as [Flow, ...Flow[]]
  const { missing, sent } = totals(flows)
  const course = courseBetween(scene, first)
  const outage = outageOf(scene, flows)
  const again = course ? [...new Set(lostAlike(outage, sentAgain(course)).map(m => m.name))] : []
  const inOneRun = outage ? `: ${outage.first} to ${outage.last}, one after another, within ${inWords(outage.until - outage.from)}` : ''
  const numbers =
    flows.length === 1
      ? `The sequence numbers of ${nameOf(first)} from ${first.source} to ${first.destination} run from ${first.firstSequence} to ${first.lastSequence}, and ${missing} of them ${missing === 1 ? 'is' : 'are'} not in this capture${inOneRun}.`
      : `On ${flows.length} SPIs from ${first.source} to ${first.destination} (${listed(flows.map(nameOf))}) together ${missing} sequence numbers are not in this capture.`
  const told = common(missing, sent)
  return {
    ...told,
    because: [
      ...told.because,
      ...(outage
        ? [
            'What is missing is one run, not loss here and there: as where a way is broken for a time, or where one kind of packet, the large ones, does not get through.',
          ]
        : []),
    ],
    title: `${missing} of ${sent} protected packets from ${first.source} ${missing === 1 ? 'is' : 'are'} missing${outage ? ', one after another' : ''}${again.length ? `, and ${again.length === 1 ? 'an IKE message' : `${again.length} IKE messages`} had to be sent again` : ''}`,
    says: again.length
      ? `${numbers} ${listed(again)} got an answer only after being sent again, as where IKE packets are lost too.`
      : numbers,
    negotiation: course ? idOf(course) : null,
    evidence: ends(flows),
    tryNext: [captureAt(first.source, ` as well: it shows whether the missing numbers left.`)],
  }
}

/** Gaps between many hosts at once have one cause. */
function pattern(scene: Scene, routes: readonly (readonly Flow[])[]): Found {
  const flows = routes.flat()
  const { missing, sent } = totals(flows)
  const all = new Set(scene.flows.map(f => `${f.source} ${f.destination}`)).size
  return {
    ...common(missing, sent),
    title: `${missing} of ${sent} protected packets are missing, between many hosts`,
    says: `${flows.length} SPIs of ${routes.length} directions between hosts have gaps in their sequence numbers, of ${all} that the capture holds. So many at once have one cause: a link that all of them use, or the capture itself.`,
    negotiation: null,
    evidence: ends(flows),
    tryNext: ['Compare with the drop counter of the capturing machine.', 'Capture on the other side of the link that they share.'],
  }
}

function totals(flows: readonly Flow[]): { missing: number; sent: number } {
  const missing = flows.reduce((sum, f) => sum + f.missing, 0)
  return { missing, sent: missing + flows.reduce((sum, f) => sum + f.packets - f.duplicates, 0) }
}

function common(missing: number, sent: number) {
  const partly = missing > sent * NEARLY_ALL
  return {
    severity: missing >= SEVERAL && !partly ? ('warning' as const) : ('note' as const),
    confidence: partly ? ('possible' as const) : ('likely' as const),
    place: 'unknown' as const,
    because: [
      'A sender numbers its packets without gaps; what is missing was sent and did not come by here.',
      ...(partly ? ['So much is missing that the capture rather holds only a part of what was sent.'] : []),
    ],
    otherwise: ['The capturing machine itself dropped packets.', 'The packets took another way than past this capture.'],
  }
}

function ends(flows: readonly Flow[]): Found['evidence'] {
  return packetsAsEvidence(flows.flatMap(f => [f.firstPacket, f.lastPacket]))
}

import { captureAt } from '../captureAt.ts'
import { type FlowPair, flowPairs } from '../espPairs.ts'
import { type Found, idOf, inWords, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { NATS_DROP_ESP, type NotEncapsulated, natUnused } from '../paths/natUnused.ts'
import { isOneWay } from './espOneWay.ts'
import { isHalfMade } from './halfMade.ts'
import { unansweredBefore } from './neitherAnswers.ts'
import { carriedAs, nameOf, speaksIkeAfter, takenAt } from './protectedTraffic.ts'
import { untilReplaced } from './untilReplaced.ts'

// What tells it from packets that merely go one way: the peer went on talking IKE while no protected packet of it came, so
// the host lives and the path carries UDP. At the far end it looks different: nothing arrives there, or what arrives is
// answered; so it speaks where the packets were sent, not where they came in. A path that carried both ways
// until an SA was replaced blocks no protocol.

/** T9: the negotiation works, and then protocol 50 or 51 (or UDP 4500's ESP) does not pass. */
export const espBlocked: Rule = { id: 'esp-blocked', scenario: 'T9', rests: 'silence', explains: ['esp-one-way'], find }

function find(scene: Scene): Found[] {
  return flowPairs(scene)
    .filter(pair => !pair.flow.tcpEncapsulated && !unansweredBefore(scene, pair) && !untilReplaced(scene, pair.flow))
    .filter(
      pair =>
        isOneWay(scene, pair) && !isHalfMade(scene, pair) && takenAt(pair) !== 'receiver' && speaksIkeAfter(pair, pair.flow.firstTime),
    )
    .map(pair => found(pair, natUnused(scene, pair.course, pair.flow)))
}

function found({ flow, course }: FlowPair, natless: NotEncapsulated | undefined): Found {
  const protocol = carriedAs(flow)
  return {
    severity: 'error',
    title: `IKE passes between ${flow.source} and ${flow.destination}, and nothing protected comes back`,
    says: `The negotiation succeeded, and ${flow.destination} still answers IKE afterwards. ${flow.packets} packets of ${nameOf(flow)} left ${flow.source} within ${inWords(flow.lastTime - flow.firstTime)}, and not one protected packet came back. ${natless ? `A NAT is between the two. ${natless.why} ${NATS_DROP_ESP}` : `As a rule something between the two drops ${protocol} then, in one direction or both; one end alone cannot tell whether they arrive.`}`,
    confidence: 'likely',
    place: 'unknown',
    negotiation: course ? idOf(course) : null,
    because: [
      `${flow.destination} speaks IKE after the first of these packets, so it is reachable.`,
      'No ESP or AH of any SPI came from it while they were sent.',
    ],
    evidence: packetsAsEvidence([flow.firstPacket, flow.lastPacket]),
    otherwise: [
      ...(natless ? [`A firewall on the path drops ${protocol} besides.`] : []),
      `${flow.destination} receives the packets and drops them: wrong SPI, failed check, or its own firewall, before or behind the SA.`,
      `What ${flow.destination} protects is down, or does not answer.`,
    ],
    tryNext: [
      ...(natless ? [natless.turnOn] : []),
      captureAt(flow.destination, `: it shows whether the packets arrive and whether answers leave.`),
      ...(natless ? [] : [`Let firewalls on the path pass ${protocol} in both directions, not only UDP 500.`]),
    ],
  }
}

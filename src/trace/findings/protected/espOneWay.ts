import type { Flow } from '../../protected/flow.ts'
import { captureAt } from '../captureAt.ts'
import { type FlowPair, flowPairs } from '../espPairs.ts'
import { type Found, idOf, inWords, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { NATS_DROP_ESP, natUnused } from '../paths/natUnused.ts'
import { paceOf } from '../waiting.ts'
import { listed } from '../wording.ts'
import { answersElsewhere, areAnswersToOthers, type Elsewhere } from './answersElsewhere.ts'
import { askedAgain } from './askedAgain.ts'
import { type BesideSisters, silentBesideSisters } from './besideSisters.ts'
import { CAUSES_OF_HALF_MADE, halfMade } from './halfMade.ts'
import { neitherAnswers, unansweredBefore } from './neitherAnswers.ts'
import { movedFrom, notFollowed, toOldAddress } from './oldAddress.ts'
import { otherHostCame, withoutOtherHosts } from './otherHosts.ts'
import { carriedAs, nameOf, takenAt, unansweredTail } from './protectedTraffic.ts'
import { isUnheard, ofUnheardPeer } from './unheardPeer.ts'
import { isSilentSinceReplaced, sinceReplaced, untilReplaced } from './untilReplaced.ts'

/** T6: protected packets go one way only, from the start or from some moment on. */
export const espOneWay: Rule = { id: 'esp-one-way', scenario: 'T6', rests: 'silence', find }

/** Packets and seconds from which silence of the other direction means something. */
const PACKETS = 3
const SECONDS = 0.9
/** From which on it is an error; fewer may be all that there was to say. */
const MANY = 5
/** Seconds before its first packet in which a packet the other way still counts. */
const BEFORE = 2
/** The same for silence that begins after answers: applications pause. */
const UNANSWERED = 4
const UNANSWERED_FOR = 1.5

function find(scene: Scene): Found[] {
  const elsewhere = answersElsewhere(scene)
  const told = new Set(elsewhere.flatMap(({ pair, other }) => [pair.flow, other]))
  const alone = flowPairs(scene).flatMap(pair => {
    const old = toOldAddress(scene, pair)
    if (old && isOneWay(scene, pair)) return [notFollowed(scene, pair, old)]
    if (isOneWay(scene, pair)) return [isUnheard(scene, pair.flow) ? ofUnheardPeer(never(pair, scene), pair.flow) : never(pair, scene)]
    return told.has(pair.flow) ? [] : fellSilent(pair, scene)
  })
  return [
    ...alone,
    ...elsewhere.map(one => answeredToAnother(one, scene)),
    ...silentBesideSisters(scene).flatMap(one => (told.has(one.pair.flow) ? [] : fellSilentAlone(one, scene))),
  ]
}

/** Nothing came the other way at all, and an answer of IKE would have come meanwhile. */
export function isOneWay(scene: Scene, pair: FlowPair): boolean {
  const { flow, back, course } = pair
  if (course?.verdict.outcome !== 'established' || flow.packets < PACKETS || flow.lastTime - flow.firstTime < SECONDS) return false
  if (scene.end - flow.firstTime < Math.max(paceOf(course, 0), paceOf(course, 1))) return false
  const around = back.filter(b => b.lastTime >= flow.firstTime - BEFORE)
  return around.length === 0 || isSilentSinceReplaced(scene, pair, around)
}

function never(pair: FlowPair, scene: Scene): Found {
  const { flow } = pair
  const before = unansweredBefore(scene, pair)
  const severity = flow.packets >= MANY ? 'error' : 'warning'
  if (before) return { ...common(pair), severity, ...neitherAnswers(scene, pair, before) }
  const arrives = takenAt(pair) === 'receiver'
  const open = halfMade(scene, pair)
  const inner = decryptedFor(scene, flow)
  const old = open || inner ? undefined : untilReplaced(scene, flow)
  const last = old && old.back.lastTime > flow.firstTime ? old.back.lastTime - flow.firstTime : undefined
  const natless = inner || old ? undefined : natUnused(scene, pair.course, flow)
  const asked = inner || old || open ? undefined : askedAgain(scene, flow)
  const left = movedFrom(scene, pair)
  const told = common(pair)
  return {
    ...told,
    ...(open ? { under: CAUSES_OF_HALF_MADE } : {}),
    severity,
    title: `${old ? 'Since their SA was replaced, protected' : 'Protected'} packets go from ${flow.source} to ${flow.destination} only`,
    says: `${flow.packets} packets of ${nameOf(flow)} ${arrives ? `came in from ${flow.source}` : `left ${flow.source}`} in ${inWords(flow.lastTime - flow.firstTime)}; ${last !== undefined ? `the last protected packet the other way was of the SA before, ${inWords(last)} after the first of these` : `not one protected packet went the other way${pair.back.length > 0 ? ' in that time' : ''}`}${isUnheard(scene, flow) || (open && pair.course?.negotiation.version === 2) ? '' : ', although the negotiation stands'}.${natless ? ` A NAT is between the two. ${natless.why} ${NATS_DROP_ESP}` : ''}`,
    because: [
      `${nameOf(flow)} is the only protected traffic between the two ${last !== undefined ? 'since then' : 'in this time'}.`,
      ...(open ? [open] : []),
      ...(old
        ? [`Until this SA took the place of the one before, packets went both ways, on ${nameOf(old.flow)} and ${nameOf(old.back)}.`]
        : []),
      ...(asked
        ? [
            `All are of one size and came ${asked.map(inWords).join(', ')} apart, as one question that an application sends again: L2TP does so, and TCP when it opens a connection.`,
          ]
        : []),
      ...(inner ? [`The capture holds decrypted copies: ${flow.destination} accepts the packets, so its SA is not at fault.`] : []),
    ],
    evidence: packetsAsEvidence([flow.firstPacket, flow.lastPacket]),
    otherwise: inner
      ? [
          `The host behind ${flow.destination} does not answer, or its answers take another way.`,
          `The firewall of ${flow.destination} drops what comes out of the tunnel.`,
          'The application itself only sends one way.',
        ]
      : [
          ...(left ? [`${flow.destination} has not followed its peer, which was ${left} before, and still sends there.`] : []),
          ...(arrives ? [] : [`The path lets IKE pass and blocks ${carriedAs(flow)}.`]),
          `${flow.destination} drops the packets: it has no SA for this SPI, or its policy does not fit.`,
          asked
            ? `${flow.destination} takes the packets, and what is asked for behind the SA does not answer: the service does not run, or a firewall there drops the question. For L2TP that is UDP port 1701.`
            : 'The application itself only sends one way.',
        ],
    ...(old ? sinceReplaced(pair, arrives) : {}),
    ...(inner
      ? {
          tryNext: [
            `Look at the firewall of ${flow.destination} behind the SA: whether it lets through what comes out of the tunnel.`,
            `Capture at ${listed(inner)}: it shows whether the packets get there, and whether answers leave.`,
          ],
        }
      : natless
        ? { tryNext: [natless.turnOn, ...told.tryNext] }
        : asked
          ? {
              tryNext: [
                ...told.tryNext,
                `Look at ${flow.destination} whether the service that is asked for runs, and whether the firewall lets in what comes out of the SA.`,
              ],
            }
          : {}),
  }
}

/** The hosts that decrypted copies of what a flow carried go to; undefined where the capture holds none. */
function decryptedFor({ copies, trace: { packets } }: Scene, { firstPacket }: Flow): string[] | undefined {
  const flow = packets.flow(firstPacket - 1)
  const clear = [...copies.carriers].filter(([, carriers]) => carriers.has(flow)).map(([inner]) => packets.flows.destination(inner))
  return clear.length > 0 ? [...new Set(clear)] : undefined
}

/** What was answered before gets no answer any more. */
function fellSilent(all: FlowPair, scene: Scene): Found[] {
  const { packets } = scene.trace
  const pair = withoutOtherHosts(scene, all, UNANSWERED_FOR)
  const { flow, course } = pair
  if (course?.verdict.outcome !== 'established' || pair.back.length === 0) return []
  if (pair.back.some(b => b.lastTime > flow.lastTime - UNANSWERED_FOR)) return []
  const rows = unansweredTail(packets, pair)
  if (rows.length < UNANSWERED || areAnswersToOthers(scene, flow, rows)) return []
  const [first, last] = [packets.time(rows[0]!), packets.time(rows.at(-1)!)]
  if (last - first < UNANSWERED_FOR) return []
  const other = otherHostCame(scene, flow, first)
  const told = common(pair)
  const own = pair.back.length < all.back.length && pair.back.find(one => one.lastTime >= flow.firstTime)
  return [
    {
      ...told,
      ...(other ? { tryNext: [`Look whether the hosts behind ${flow.source} have the same identity.`, ...told.tryNext] } : {}),
      severity: 'warning',
      title: own
        ? `${nameOf(own)} from ${flow.destination} to ${flow.source} no longer comes, while another host behind ${flow.source} gets its packets`
        : `Protected packets from ${flow.destination} to ${flow.source} no longer come`,
      says: `Up to then packets of ${nameOf(flow)} were answered at once. From packet ${rows[0]! + 1} on, ${rows.length} more of the same size went from ${flow.source} to ${flow.destination} within ${inWords(last - first)} and none came back${own ? ` on ${nameOf(own)}` : ''}.`,
      because: [
        'Packets of the same size were answered within two seconds before.',
        ...(other ? [`Another host behind ${flow.source} had come to an IKE SA of its own ${inWords(first - other)} before.`] : []),
      ],
      evidence: packetsAsEvidence(rows.map(row => row + 1)),
      otherwise: [
        ...(other
          ? [
              `${flow.destination} takes both hosts for one, by an identity that they share, and has deleted the SA of the first (INITIAL_CONTACT).`,
            ]
          : []),
        `${flow.destination} has lost or deleted its SA and drops what comes on this SPI.`,
        own
          ? 'Something on the path drops the packets of this host alone.'
          : 'The path has begun to block protected packets, one way or both.',
        `What ${flow.destination} protects has gone away.`,
      ],
    },
  ]
}

/** One SA of several, while the others are answered. */
function fellSilentAlone({ pair, rows, sisters }: BesideSisters, { trace: { packets } }: Scene): Found[] {
  const { flow, back, course } = pair
  const [first, last] = [packets.time(rows[0]!), packets.time(rows.at(-1)!)]
  if (course?.verdict.outcome !== 'established' || rows.length < UNANSWERED || last - first < UNANSWERED_FOR) return []
  const own = nameOf(back[0]!)
  return [
    {
      ...common(pair),
      severity: 'warning',
      title: `${own} from ${flow.destination} to ${flow.source} no longer comes, while other SAs go on`,
      says: `Up to then packets of ${nameOf(flow)} were answered at once, on ${own}. From packet ${rows[0]! + 1} on, ${rows.length} more of the same size went from ${flow.source} to ${flow.destination} within ${inWords(last - first)} and none came back. ${listed(sisters.map(nameOf))} of the same two hosts ${sisters.length === 1 ? 'is' : 'are'} answered all the time: the path carries protected packets both ways.`,
      because: ['Packets of the same size were answered within two seconds before.'],
      evidence: packetsAsEvidence(rows.map(row => row + 1)),
      otherwise: [
        `${flow.destination} has lost or deleted this one SA and drops what comes on this SPI.`,
        `Something on the path drops ${nameOf(flow)} or ${own} alone.`,
        `What ${flow.destination} protects with this SA has gone away.`,
      ],
    },
  ]
}

/** Its questions arrive, and the answers go to another client. */
function answeredToAnother({ pair, rows, answers, other, slowest }: Elsewhere, { trace: { packets } }: Scene): Found {
  const { flow, back } = pair
  const peer = flow.destination
  const isOneAddress = other.destination === flow.source
  const [own, next] = [nameOf(back[0]!), nameOf(other)]
  const evidence = [...rows, ...answers].sort((a, b) => packets.place(a) - packets.place(b))
  return {
    ...common(pair),
    severity: rows.length >= MANY ? 'error' : 'warning',
    title: isOneAddress
      ? `${peer} answers one client behind ${flow.source} on the SA of another`
      : `${peer} answers ${flow.source} on the SA of ${other.destination}`,
    says: `Up to then packets of ${nameOf(flow)} were answered at once, on ${own}. From packet ${rows[0]! + 1} on, ${rows.length} more of the same size get no answer there; behind each of them a packet of that size leaves ${peer} on ${next}, ${isOneAddress ? 'the SA of another client' : `for ${other.destination}`}. Two clients behind one NAT are one address to their peer: where their SAs have the same selectors, as in transport mode, all answers take the newest (RFC 3948 §5.2).`,
    because: [
      `Each of these ${answers.length} came within ${inWords(slowest)}, and nobody had asked for it on the SA that it took.`,
      `${peer} reads what it answers, so its SA for ${nameOf(flow)} stands and the path lets it pass.`,
    ],
    evidence: packetsAsEvidence(evidence.map(row => row + 1)),
    otherwise: [
      `What leaves on ${next} is traffic of its own that keeps the same time.`,
      'Both clients have the same address inside the tunnel (RFC 3948 §5.1).',
    ],
    tryNext: [
      `Look at ${peer} whether the SAs of both clients have the same selectors.`,
      'Give each client an address of its own inside a tunnel, or let marks tell the two apart (strongSwan: the connmark plugin).',
    ],
  }
}

function common(pair: FlowPair) {
  const { flow, course } = pair
  return {
    confidence: 'likely' as const,
    place: 'unknown' as const,
    negotiation: course ? idOf(course) : null,
    tryNext: [
      ...(takenAt(pair) === 'receiver' ? [] : [captureAt(flow.destination, ` as well: it shows whether the packets arrive.`)]),
      `Look whether ${flow.destination} still has the SA of ${nameOf(flow)}.`,
    ],
  }
}

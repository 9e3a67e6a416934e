import { Kind } from '../../../dissectors/sort.ts'
import { firstSighting } from '../../model.ts'
import { addressesOf } from '../../negotiation/child.ts'
import type { Course } from '../../negotiation/course.ts'
import { isExempt } from '../../packets/exempt.ts'
import { routesOf } from '../../packets/routes.ts'
import { initiatorAndResponder } from '../addresses.ts'
import { evidence, type Found, idOf, inWords, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'

// Windows with a policy that allows it lets traffic go in the clear when three seconds have brought no answer to IKE, and
// holds it back until then. So the mark is: first messages in vain, and the first packet in the clear to the same peer three to
// four seconds after the first of them. Packets in the clear from before say that the policy never held them.

/** N6: no answer to IKE, so the traffic goes unprotected. */
export const fallsBackToClear: Rule = { id: 'falls-back-to-clear', scenario: 'N6', find }

/** Seconds after the first message in which the held traffic is let go. */
const FROM = 2.5
const UNTIL = 5.5

function find(scene: Scene): Found[] {
  const waiting = scene.courses.filter(c => c.verdict.outcome === 'unanswered' && !c.negotiation.joined)
  if (waiting.length === 0) return []
  const clear = clearFlows(
    scene,
    new Set(waiting.flatMap(({ negotiation }) => ([0, 1] as const).flatMap(s => addressesOf(negotiation, s)))),
  )
  return waiting.flatMap(course => {
    const [from, to] = initiatorAndResponder(course)
    const began = firstSighting(course.negotiation.messages[0]!).time
    const first = clear.get(`${from} ${to}`)
    const back = clear.get(`${to} ${from}`)
    if (!first || first.time < began + FROM || first.time >= began + UNTIL) return []
    if (back && back.time < began + FROM) return []
    const packets = Array.from(scene.trace.packets.rowsOfFlow(first.flow).subarray(0, 4), row => row + 1)
    return [found(course, from, to, first.time - began, packets)]
  })
}

/** The first conversation of an application in the clear, one way. */
interface Clear {
  readonly time: number
  /** Its index in the flow table. */
  readonly flow: number
}

/** The first that these hosts said in the clear to each other host, by "source destination". */
function clearFlows({ trace: { packets, tcp } }: Scene, hosts: ReadonlySet<string>): Map<string, Clear> {
  const { flows } = packets
  const found = new Map<string, Clear>()
  const routes = routesOf(flows)
  const isOfHosts = new Uint8Array(routes.length)
  for (let flow = 0; flow < Math.min(flows.length, MOST_FLOWS); flow++) {
    const kind = flows.kind(flow)
    if (kind !== Kind.tcp && kind !== Kind.udp && kind !== Kind.ping) continue
    const selector = flows.selector(flow)
    if (kind !== Kind.ping && isExempt(selector)) continue
    if (kind === Kind.tcp && tcp.mayCarry(selector)) continue
    const route = routes.of(flow)
    isOfHosts[route] ||= hosts.has(flows.source(flow)) ? YES : NO
    if (isOfHosts[route] === NO) continue
    const key = routes.name(route)
    const time = packets.time(flows.first(flow))
    const known = found.get(key)
    if (!known || time < known.time) found.set(key, { time, flow })
  }
  return found
}

const MOST_FLOWS = 200_000
const YES = 1
const NO = 2

function found(course: Course, from: string, to: string, after: number, packets: readonly number[]): Found {
  return {
    severity: 'warning',
    title: `${from} goes on in the clear with ${to}`,
    says: `${from} asked ${to} for IPsec, got no answer, and ${inWords(after)} after the first try its traffic to ${to} begins without protection. A policy that allows to fall back to clear does just that after about three seconds.`,
    confidence: 'likely',
    place: 'unknown',
    negotiation: idOf(course),
    because: ['No packet between the two in the clear before; the first one comes when the wait for IKE is over.'],
    evidence: [...evidence(course.negotiation.messages).slice(0, 6), ...packetsAsEvidence(packets)],
    otherwise: ['The traffic is outside the policy, and began at this moment by chance.'],
    tryNext: [`Find out why ${to} does not answer IKE; whether this traffic may go in the clear is for the policy of ${from} to say.`],
  }
}

import type { Negotiation } from './model.ts'
import { abandonedIn } from './negotiation/abandoned.ts'
import { noteAwaited } from './negotiation/awaited.ts'
import { type Course, courseOf } from './negotiation/course.ts'
import { tellAnew } from './negotiation/negotiationReport.ts'
import { noteReflected } from './negotiation/reflected.ts'
import type { Packets } from './packets/packets.ts'
import { type Nat, natsOf } from './path/nat.ts'
import { type PathMtu, pathsOf } from './path/pathMtu.ts'
import { type UnseenDirection, unseenDirections } from './path/unseenDirections.ts'
import { noteCarried } from './protected/carried.ts'
import { noteCarrying } from './protected/carrying.ts'
import { type ClearTalk, clearTalksOf } from './protected/clearText.ts'
import { type Flow, flowsOf } from './protected/flow.ts'
import { type InnerCopies, innerCopiesOf } from './protected/innerCopies.ts'
import { type Lives, livesOf } from './protected/lifetime.ts'
import { noteOutrun } from './protected/outrun.ts'
import { type IpsecSa, ipsecSasOf } from './protected/securityAssociation.ts'
import type { Trace } from './trace.ts'

/** Everything worked out of one trace: what the report tells and what rules read. */
export interface History {
  readonly trace: Trace
  readonly courses: readonly Course[]
  readonly flows: readonly Flow[]
  /** ESP and AH flows beyond those. */
  readonly moreFlows: number
  readonly ipsecSas: readonly IpsecSa[]
  /** What NAT detection tells, of the negotiations that have it. */
  readonly nats: ReadonlyMap<Negotiation, Nat>
  /** From when to when each SA lived. */
  readonly lives: Lives
  /** Clear packets that only repeat what protected ones hold. */
  readonly copies: InnerCopies
  /** What was said in the clear by hosts that also talk protected. */
  readonly clearTalks: readonly ClearTalk[]
  /** Directions that the capture does not take, by `${from} ${to}`. */
  readonly unseen: ReadonlyMap<string, UnseenDirection>
  /** The path MTU of each direction between hosts that talk IKE or IPsec. */
  readonly paths: readonly PathMtu[]
}

/** Works it all out anew from what was read of the trace so far; notes on its negotiations what later packets show of them. */
export function historyOf(trace: Trace): History {
  const { packets } = trace
  const { flows, more } = flowsOf(trace)
  noteCarrying(trace.negotiations, flows)
  noteOutrun(trace.negotiations, flows)
  noteAwaited(trace.negotiations, flows, packets.end)
  const courses = trace.negotiations.map(courseOf)
  noteReflected(courses).forEach(tellAnew)
  const nats = natsOf(courses, () => addressesIn(packets))
  const ipsecSas = ipsecSasOf(courses, flows, trace.packets)
  noteCarried(ipsecSas).forEach(tellAnew)
  const copies = innerCopiesOf(packets, courses)
  const clearTalks = clearTalksOf(trace, flows, ipsecSas, copies)
  const paths = pathsOf(trace, courses, flows)
  const unseen = unseenDirections(packets, courses)
  return {
    trace,
    courses,
    flows,
    moreFlows: more,
    ipsecSas,
    nats,
    lives: livesOf(courses, ipsecSas, packets, abandonedIn(courses, { flows, unseen, end: packets.end })),
    copies,
    clearTalks,
    unseen,
    paths,
  }
}

/** The addresses of its flows, in the order of their first packets. */
function* addressesIn({ flows }: Packets): Iterable<string> {
  for (let flow = 0; flow < flows.length && flow < MOST_FLOWS; flow++) {
    if (flows.version(flow) === 0) continue
    yield flows.source(flow)
    yield flows.destination(flow)
  }
}

const MOST_FLOWS = 100_000

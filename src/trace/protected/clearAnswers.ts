import { Kind } from '../../dissectors/sort.ts'
import type { Columns } from '../packets/block.ts'
import type { FlowTable } from '../packets/flowTable.ts'
import { isProtected, protectedKinds } from '../packets/kinds.ts'
import type { Packets } from '../packets/packets.ts'
import type { InnerCopies } from './innerCopies.ts'

// A host whose policy secures only what comes in answers protected questions in the clear. Where no packet of a tunnel was ever
// seen decrypted, this is all that links its inner hosts to it: pings and TCP handshakes in the clear, one way only, each
// right behind a protected packet that is larger by what a tunnel adds.

/** Clear flows that answer protected ones, as indices of the flow table: clear → protected. */
export function clearAnswersOf(packets: Packets, copies: InnerCopies): Map<number, number> {
  const answers = new Map<number, number>()
  if (!protectedKinds.some(kind => packets.counts[kind]! > 0)) return answers
  const found: Found = { question: -1, answers: new Map() }
  packets.walk((columns, first, from, to) => findAnswers(packets, copies, columns, first, from, to, found))
  for (const [flow, { question, count }] of found.answers) {
    if (count >= SEVERAL && count >= packets.flows.packets(flow) * MOSTLY && mayBeAnswer(packets.flows, flow)) answers.set(flow, question)
  }
  return answers.size === 0 ? answers : oneWay(packets, answers)
}

/** How a TCP connection begins or ends is an answer where it comes from the service, which has the lower port of the two, not
 *  where it comes from who asks. Of pings that is not known here. */
export function mayBeAnswer(flows: FlowTable, flow: number): boolean {
  const ports = flows.selector(flow)
  return flows.kind(flow) === Kind.ping || ports >>> 16 < (ports & 0xffff)
}

interface Found {
  /** The last protected packet that was not answered yet; -1 for none. */
  question: number
  /** By clear flow: the protected one that it answers, and how often. */
  readonly answers: Map<number, { readonly question: number; count: number }>
}

function findAnswers(packets: Packets, copies: InnerCopies, columns: Columns, first: number, from: number, to: number, found: Found): void {
  const { kind: kinds, time, ipLength, flow: flows } = columns
  let { question } = found
  for (let i = from; i < to; i++) {
    const kind = kinds[i]! & 15
    if (isProtected[kind]) question = first + i
    else if ((kind === Kind.ping || kind === Kind.tcpControl) && question >= 0 && !copies.has(first + i)) {
      const more = packets.ipLength(question) - ipLength[i]!
      const soon = time[i]! - packets.time(question) <= ANSWER
      if (!soon || more < LEAST_OVERHEAD || more > MOST_OVERHEAD) continue
      const flow = flows[i]!
      const known = found.answers.get(flow) ?? { question: packets.flow(question), count: 0 }
      if (known.question === packets.flow(question)) known.count++
      found.answers.set(flow, known)
      question = -1
    }
  }
  found.question = question
}

/** Without those whose other direction is here without protection as well, be it only before a gateway protects it. */
function oneWay(packets: Packets, answers: ReadonlyMap<number, number>): Map<number, number> {
  const { flows } = packets
  const others = new Set<string>()
  for (let flow = 0; flow < Math.min(flows.length, MOST_FLOWS); flow++) {
    const kind = flows.kind(flow)
    if (kind === Kind.ping || kind === Kind.tcp) others.add(`${flows.destination(flow)} ${flows.source(flow)}`)
  }
  return new Map([...answers].filter(([flow]) => !others.has(`${flows.source(flow)} ${flows.destination(flow)}`)))
}

const MOST_FLOWS = 200_000

/** Seconds. */
const ANSWER = 0.5
const SEVERAL = 3
const MOSTLY = 0.8
/** Octets that a tunnel adds: at least a header and what AH or ESP need; at most with IPv6, UDP and the longest ICV. */
const LEAST_OVERHEAD = 30
const MOST_OVERHEAD = 140

import { Kind } from '../dissectors/sort.ts'
import type { InnerCopies } from './innerCopies.ts'
import type { Packets } from './packets.ts'

// A host whose policy secures only what comes in answers protected questions in the clear. Where no packet of a tunnel was ever
// seen decrypted, this is all that links its inner hosts to it: pings and TCP handshakes in the clear, one way only, each
// right behind a protected packet that is larger by what a tunnel adds.

/** Clear flows that answer protected ones, as indices of the flow table: clear → protected. */
export function clearAnswersOf(packets: Packets, copies: InnerCopies): Map<number, number> {
  const answers = new Map<number, number>()
  if (!SECURED.some(kind => packets.counts[kind]! > 0)) return answers
  const found = new Map<number, { question: number; count: number }>()
  let question = -1
  for (let row = 0; row < packets.length; row++) {
    const kind = packets.kind(row)
    if (SECURED.includes(kind)) question = row
    else if ((kind === Kind.ping || kind === Kind.tcpControl) && question >= 0 && !copies.has(row)) {
      const more = packets.ipLength(question) - packets.ipLength(row)
      const soon = packets.time(row) - packets.time(question) <= ANSWER
      if (!soon || more < LEAST_OVERHEAD || more > MOST_OVERHEAD) continue
      const known = found.get(packets.flow(row)) ?? { question: packets.flow(question), count: 0 }
      if (known.question === packets.flow(question)) known.count++
      found.set(packets.flow(row), known)
      question = -1
    }
  }
  for (const [flow, { question: asked, count }] of found) {
    if (count >= SEVERAL && count >= packets.flows.packets(flow) * MOSTLY) answers.set(flow, asked)
  }
  return answers.size === 0 ? answers : oneWay(packets, copies, answers)
}

/** Without those whose other direction is in the clear as well. */
function oneWay(packets: Packets, copies: InnerCopies, answers: ReadonlyMap<number, number>): Map<number, number> {
  const { flows } = packets
  const others = new Set<string>()
  for (let flow = 0; flow < Math.min(flows.length, MOST_FLOWS); flow++) {
    const kind = flows.kind(flow)
    if (kind !== Kind.ping && kind !== Kind.tcp) continue
    if (packets.rowsOfFlow(flow).some(row => !copies.has(row))) others.add(`${flows.destination(flow)} ${flows.source(flow)}`)
  }
  return new Map([...answers].filter(([flow]) => !others.has(`${flows.source(flow)} ${flows.destination(flow)}`)))
}

const MOST_FLOWS = 200_000

const SECURED: readonly number[] = [Kind.esp, Kind.ah, Kind.udpEncapsulatedEsp]
/** Seconds. */
const ANSWER = 0.5
const SEVERAL = 3
const MOSTLY = 0.8
/** Octets that a tunnel adds: at least a header and what AH or ESP need; at most with IPv6, UDP and the longest ICV. */
const LEAST_OVERHEAD = 30
const MOST_OVERHEAD = 140

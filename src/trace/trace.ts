import type { IkeMessage } from '../dissectors/ike/facts.ts'
import type { Datagram } from '../dissectors/network/reassembly.ts'
import type { Packet } from '../dissectors/packet.ts'
import { Kind, type Sorted } from '../dissectors/sort.ts'
import { LIMITS, type Limits } from './limits.ts'
import type { Negotiation } from './model.ts'
import type { KdcErrors } from './negotiation/kdcErrors.ts'
import { Arena } from './packets/arena.ts'
import { Endpoints } from './packets/endpoints.ts'
import { Packets } from './packets/packets.ts'
import { Surviving } from './pair/surviving.ts'
import type { Datagrams } from './path/datagrams.ts'
import { EncapsulatedPorts } from './path/encapsulatedPorts.ts'
import { Handshakes } from './path/handshakes.ts'
import type { IcmpErrors } from './path/icmpErrors.ts'
import type { TcpConnections } from './path/tcpConnections.ts'
import { UnfilledSums } from './path/unfilledSums.ts'
import type { WholeMessages } from './path/wholeMessages.ts'
import { WrongSums } from './path/wrongSums.ts'
import { type LeftOut, Story, type Unread } from './story.ts'

export { report, type TraceAbout } from './summary.ts'

// One capture while it is read and after. The table knows every packet as a row of numbers; the few that tell the story
// come dissected: IKE messages, IP fragments (which may carry one) and ICMP errors (which may be about one). Nothing here
// interprets: course.ts and its neighbours do, when somebody asks.

/** What is known of one capture so far. */
export interface Trace {
  /** Every packet of the file. */
  readonly packets: Packets
  /** Whether a packet tells the story: such are to be dissected while the file is read. */
  tells(sorted: Sorted): boolean
  /** Takes a packet that tells the story, in file order; its bytes are kept. */
  story(number: number, time: number, packet: Packet, bytes: Uint8Array, linkType: number): void
  /**
   * Takes an IKE message that came whole in one packet, the last one added to the table; its bytes are kept.
   * @param ttl time to live or hop limit of the packet
   */
  message(number: number, time: number, message: IkeMessage, ttl: number): void
  /** The file was read to its end: what waited for more is taken as it is. */
  end(): void
  /** Whether the IKE message of a packet is too many, so that it is only counted. */
  leavesOut(number: number): boolean
  readonly leftOut: LeftOut
  /** Packets of IKE that brought no message. */
  readonly unread: readonly Unread[]
  /** Keeps the bytes of messages. */
  readonly bytes: Arena
  readonly negotiations: readonly Negotiation[]
  readonly datagrams: Datagrams
  readonly icmpErrors: IcmpErrors
  readonly kdcErrors: KdcErrors
  /** Messages put together from IKE fragments. */
  readonly wholeMessages: WholeMessages
  /** SYNs, for what they say of segment sizes. */
  readonly handshakes: Handshakes
  /** Packets captured before the network card filled their checksums in. */
  readonly unfilledSums: UnfilledSums
  /** IKE packets whose UDP checksum is wrong. */
  readonly wrongSums: WrongSums
  /** Ports of ESP in UDP, where they change. */
  readonly encapsulatedPorts: EncapsulatedPorts
  /** Messages put together from TCP segments. */
  readonly tcp: TcpConnections
  /** What of each packet survives the path: only of a trace that is read beside another. */
  readonly surviving?: Surviving
}

/** Kinds that tell the story whatever is in them. */
const telling = new Uint8Array(16)
telling[Kind.ike] = 1
telling[Kind.fragment] = 1
telling[Kind.icmpError] = 1
telling[Kind.kerberos] = 1

/** IP protocol of TCP, whose segments may carry IKE. */
const TCP = 6

/** An empty trace, to be filled while the file is read. @param paired it will be lined up with another one */
export function createTrace(paired = false, limits: Limits = LIMITS): Trace {
  const packets = new Packets()
  const story = new Story(limits)
  const endpoints = new Endpoints(packets.flows)
  return {
    packets,
    tells: ({ kind, protocol, selector }) => telling[kind] === 1 || (protocol === TCP && story.tcp.mayCarry(selector)),
    story: (number, time, packet, bytes) => story.tell(number, time, packet.layers, bytes),
    message(number, time, message, ttl) {
      const flow = packets.flow(number - 1)
      const identification = packets.flows.version(flow) === 4 ? packets.identification(number - 1) : undefined
      story.hear(number, time, message, endpoints.of(flow), identification, ttl)
    },
    end: () => story.end(),
    leavesOut: number => story.leavesOut(number),
    leftOut: story.leftOut,
    unread: story.unread,
    bytes: new Arena(),
    negotiations: story.messages.negotiations.all,
    datagrams: story.datagrams,
    icmpErrors: story.icmpErrors,
    kdcErrors: story.kdcErrors,
    wholeMessages: story.pieces.wholes,
    handshakes: new Handshakes(),
    unfilledSums: new UnfilledSums(),
    wrongSums: new WrongSums(),
    encapsulatedPorts: new EncapsulatedPorts(),
    tcp: story.tcp,
    ...(paired ? { surviving: new Surviving() } : {}),
  }
}

/** The fragmented datagram that a packet is a piece of; its bytes may have been let go. */
export function datagramOf(trace: Trace, packetNumber: number): Datagram | undefined {
  return trace.datagrams.reassembly.datagrams.find(datagram => datagram.pieces.some(piece => piece.packet === packetNumber))
}

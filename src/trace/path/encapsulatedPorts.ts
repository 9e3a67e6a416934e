import { Kind, type Sorted, u16 } from '../../dissectors/sort/sorted.ts'
import { addUnder } from '../keyed.ts'
import { countWhile } from '../packets/ascending.ts'
import type { Packets } from '../packets/packets.ts'

// The table of packets keeps the SPI of ESP in UDP and not its ports, which stay the same as long as nobody changes them on the
// way. So only the changes are kept: of each flow the ports of its first packet, and of each one that has others than the one before.

/** From a packet on, a flow of ESP in UDP has these ports. */
interface Change {
  readonly flow: number
  readonly row: number
  readonly port: number
  readonly toPort: number
}

/** Packets of one flow that follow each other with the same ports. */
export interface PortRun {
  readonly source: string
  readonly destination: string
  /** The flow in the table of packets. */
  readonly flow: number
  readonly port: number
  readonly toPort: number
  /** Rows of the first packet and of the last. */
  readonly first: number
  readonly last: number
}

/** Changes that are kept; whoever changes more often is no NAT that forgets. */
const MOST = 10_000
/** One of the two ports of ESP in UDP. RFC 3948 §2.1. */
const NAT_T = 4500
const FIRST = 64

/** Ports of ESP in UDP, where they change. */
export class EncapsulatedPorts {
  private readonly changes: Change[] = []
  /** Of each flow of the table the ports of its latest packet, source * 65536 + destination. */
  private latest = new Uint32Array(FIRST)
  private known: { readonly length: number; readonly byRoute: ReadonlyMap<string, PortRun[]> } = { length: -1, byRoute: new Map() }

  /** Looks at a packet just sorted. @param flow its flow in the table of packets */
  take(row: number, flow: number, { kind, said, securityStart }: Sorted, bytes: Uint8Array): void {
    // Behind a WESP header the ports stand farther off.
    if (kind !== Kind.udpEncapsulatedEsp || said !== undefined) return
    const [port, toPort] = [u16(bytes, securityStart - 8), u16(bytes, securityStart - 6)]
    if (port !== NAT_T && toPort !== NAT_T) return
    if (flow >= this.latest.length) this.widen(flow)
    const ports = port * 65536 + toPort
    if (this.latest[flow] === ports || this.changes.length >= MOST) return
    this.latest[flow] = ports
    this.changes.push({ flow, row, port, toPort })
  }

  /** What went from one address to another, the runs of a flow one behind the other; nothing in a file that is not in the order of capture. */
  runs(packets: Packets, source: string, destination: string): readonly PortRun[] {
    if (this.known.length !== packets.length) this.known = { length: packets.length, byRoute: this.byRoute(packets) }
    return this.known.byRoute.get(`${source} ${destination}`) ?? []
  }

  private byRoute(packets: Packets): ReadonlyMap<string, PortRun[]> {
    const byFlow = new Map<number, Change[]>()
    for (const change of packets.byTime ? [] : this.changes) addUnder(byFlow, change.flow, change)
    const byRoute = new Map<string, PortRun[]>()
    for (const [flow, changes] of byFlow) {
      const rows = packets.rowsOfFlow(flow)
      const [source, destination] = [packets.flows.source(flow), packets.flows.destination(flow)]
      for (const [i, { row: first, port, toPort }] of changes.entries()) {
        const next = changes[i + 1]?.row ?? Number.POSITIVE_INFINITY
        const last = rows[countWhile(rows.length, at => rows[at]! < next) - 1]!
        addUnder(byRoute, `${source} ${destination}`, { source, destination, flow, port, toPort, first, last })
      }
    }
    return byRoute
  }

  private widen(flow: number): void {
    const larger = new Uint32Array(2 ** Math.ceil(Math.log2(flow + 1)) * 2)
    larger.set(this.latest)
    this.latest = larger
  }
}

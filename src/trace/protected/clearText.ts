import { Kind } from '../../dissectors/sort.ts'
import { isAscending } from '../packets/ascending.ts'
import { isExempt } from '../packets/exempt.ts'
import type { FlowTable } from '../packets/flowTable.ts'
import type { Packets } from '../packets/packets.ts'
import { routesOf } from '../packets/routes.ts'
import { rowsOnce } from '../packets/rowsOnce.ts'
import type { Trace } from '../trace.ts'
import type { Flow } from './flow.ts'
import type { InnerCopies } from './innerCopies.ts'
import type { Lives } from './lifetime.ts'
import type { IpsecSa } from './securityAssociation.ts'
import { type Shield, shieldOf, shieldsOf } from './shields.ts'

// What two hosts say to each other in the clear although an SA of theirs exists, existed, or would fit. Which packets an SA
// is for is agreed under encryption. Two things show it: the ends of a tunnel's inner packets, where the capture holds
// decrypted copies; and the ends of the SA itself, if it is in transport mode, which mostly cannot be known.
// A third is an answer in the clear to what went protected (clearAnswers.ts).
//
// Left out, because policies leave it out: IKE, Kerberos, DNS, DHCP, RSVP, neighbour discovery, broadcast and multicast.

/** Packets in the clear of one service, one way, between hosts that also talk protected. */
export interface ClearTalk {
  readonly source: string
  readonly destination: string
  /** `TCP port 445`, `UDP port 514`, `ping`. */
  readonly what: string
  readonly rows: Uint32Array
  /** Its hosts were seen inside a tunnel; false: they are the ends of the SA. */
  readonly inside: boolean
  /** Protected flows the same way, and the other way. */
  readonly along: readonly Flow[]
  readonly against: readonly Flow[]
  readonly sas: readonly IpsecSa[]
  /** The same service was seen inside the tunnel. */
  readonly sameService: boolean
  /** The other host says nothing in the clear of the same service, nor anything that a gateway protects next. */
  readonly isOneWay: boolean
}

/** All such talk of a trace. */
export function clearTalksOf(
  { packets, tcp }: Pick<Trace, 'packets' | 'tcp'>,
  flows: readonly Flow[],
  ipsecSas: readonly IpsecSa[],
  copies: InnerCopies,
): ClearTalk[] {
  if (flows.length === 0) return []
  const shields = shieldsOf(packets, flows, copies)
  const groups = new Map<number, Group>()
  const table = packets.flows
  const routes = routesOf(table)
  // By route: the protected flows that might have carried its packets; null where no policy secures them.
  const covers: (Shield | null | undefined)[] = []
  const last = Math.min(table.length, MOST_FLOWS)
  for (let flow = 0; flow < last; flow++) {
    const route = routes.of(flow)
    if (covers[route] === undefined) covers[route] = shieldOf(routes.name(route), shields)
    const shield = covers[route]
    if (!shield) continue
    const service = serviceOf(table, flow, tcp)
    if (service === NEVER_SECURED) continue
    const key = route * SERVICES + service
    let group = groups.get(key)
    if (!group) {
      group = {
        source: table.source(flow),
        destination: table.destination(flow),
        service,
        flows: [],
        shield,
        sameService: false,
      }
      groups.set(key, group)
    }
    if (copies.carriers.has(flow)) group.sameService = true
    group.flows.push(flow)
  }
  const bySa = sasByFlow(ipsecSas)
  const byName = new Map<string, Group>()
  const isHeard = ({ flows }: Group, is: (row: number) => boolean) => flows.some(flow => packets.rowsOfFlow(flow).some(is))
  const spoken = new Set([...groups.values()].filter(group => isHeard(group, row => !copies.has(row))))
  for (const group of groups.values()) byName.set(`${group.source} ${group.destination} ${group.service}`, group)
  return Array.from(spoken, group => {
    const reverse = byName.get(`${group.destination} ${group.source} ${group.service}`)
    const isOneWay = !reverse || !(spoken.has(reverse) || isHeard(reverse, copies.isToProtect))
    return talkOf(group, reverse, isOneWay, bySa, () => rowsOf(packets, group.flows, copies))
  })
}

interface Group {
  readonly source: string
  readonly destination: string
  readonly service: number
  readonly flows: number[]
  readonly shield: Shield
  sameService: boolean
}

function talkOf(
  { source, destination, service, shield, sameService }: Group,
  reverse: Group | undefined,
  isOneWay: boolean,
  bySa: ReadonlyMap<Flow, readonly Placed[]>,
  rowsOfGroup: () => Uint32Array,
): ClearTalk {
  // One list for all talk of two hosts: what is worked out of it is worked out once.
  shield.lists ??= [[...shield.along], [...shield.against]]
  const [along, against] = shield.lists
  shield.sas ??= inPlace([...along, ...against].flatMap(flow => bySa.get(flow) ?? []))
  const { sas } = shield
  let rows: Uint32Array | undefined
  return {
    // Of most talk nobody asks when.
    get rows() {
      rows ??= rowsOfGroup()
      return rows
    },
    ...{ source, destination, what: nameOf(service), inside: shield.inside, along, against, sas },
    sameService: sameService || reverse?.sameService === true,
    isOneWay,
  }
}

/** Rows of several flows in file order, each packet once, without copies of what is protected. */
function rowsOf(packets: Packets, flows: readonly number[], copies: InnerCopies): Uint32Array {
  const whole = flows.reduce((sum, flow) => sum + packets.flows.packets(flow), 0)
  const rows = new Uint32Array(Math.min(MOST_ROWS, whole))
  let length = 0
  for (const flow of flows) {
    const once = rowsOnce(packets, flow)
    for (let i = 0; i < once.length && length < rows.length; i++) {
      const row = once[i]!
      if (!copies.has(row)) rows[length++] = row
    }
  }
  const all = rows.subarray(0, length)
  return isAscending(all) ? all : all.sort()
}

/** An SA and its place among all. */
interface Placed {
  readonly sa: IpsecSa
  readonly place: number
}

/** Each once, in the order of all. */
function inPlace(placed: readonly Placed[]): IpsecSa[] {
  return [...new Set(placed)].sort((a, b) => a.place - b.place).map(({ sa }) => sa)
}

function sasByFlow(ipsecSas: readonly IpsecSa[]): Map<Flow, Placed[]> {
  const byFlow = new Map<Flow, Placed[]>()
  for (const [place, sa] of ipsecSas.entries()) {
    const placed = { sa, place }
    for (const flow of new Set(sa.flows.flat())) {
      const known = byFlow.get(flow)
      if (known) known.push(placed)
      else byFlow.set(flow, [placed])
    }
  }
  return byFlow
}

/** A service by its lower port, TCP's behind UDP's; what is never meant to be secured is none. */
function serviceOf(table: FlowTable, flow: number, tcp: Trace['tcp']): number {
  const kind = table.kind(flow)
  if (kind === Kind.ping) return PING
  if (kind !== Kind.tcp && kind !== Kind.udp) return NEVER_SECURED
  const selector = table.selector(flow)
  if (isExempt(selector) || (kind === Kind.tcp && tcp.mayCarry(selector))) return NEVER_SECURED
  return Math.min(selector >>> 16, selector & 0xffff) + (kind === Kind.tcp ? TCP : 0)
}

function nameOf(service: number): string {
  if (service === PING) return 'ping'
  return service >= TCP ? `TCP port ${service - TCP}` : `UDP port ${service}`
}

const TCP = 65_536
const PING = 2 * TCP
const SERVICES = PING + 1
const NEVER_SECURED = -1

/** When nothing protected could have carried packets of these hosts any more; undefined while an SA may stand. */
export function endedAt({ sas }: ClearTalk, lives: Lives): number | undefined {
  const own = sas.flatMap(sa => lives.ofSa.get(sa) ?? [])
  if (own.length === 0 || own.some(life => !life.deletedBy)) return undefined
  return Math.max(...own.map(life => life.deletedBy!.time))
}

const MOST_FLOWS = 200_000
const MOST_ROWS = 100_000

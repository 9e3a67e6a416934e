import { Kind } from '../../../dissectors/sort.ts'
import { carriedAs } from '../../findings/protected/protectedTraffic.ts'
import { isAscending } from '../../packets/ascending.ts'
import type { IcmpError } from '../../path/icmpErrors.ts'
import { hexSpi } from '../../protected/securityAssociation.ts'
import { Way } from '../ends.ts'
import { Fate } from '../fate.ts'
import { arrivedInPart, type InPieces, inPieces } from '../inPieces.ts'
import { isProtected, NONE } from '../rows.ts'
import type { PairScene } from '../scene.ts'

/** What one end sent protected, packet by packet: ESP and AH whole, and beside them what left in IP fragments. */
export interface ProtectedWay {
  readonly sender: 0 | 1
  /** Whole ones, and how many of them arrived. */
  readonly sent: number
  readonly arrived: number
  /** Rows of the sender's trace that arrived. */
  readonly arrivedRows: readonly number[]
  /** Time in the other trace's own seconds at which the last of them arrived there. */
  readonly lastHeard: number | undefined
  /** Rows of the sender's trace that did not arrive while both captures ran. */
  readonly lost: readonly number[]
  /** Rows that left while the other capture did not run, by its file. */
  readonly outside: readonly number[]
  /** Those that left in IP fragments: what arrived, and what did not although no router refused it. */
  readonly inPieces: { readonly sent: number; readonly arrived: readonly InPieces[]; readonly lost: readonly InPieces[] }
  /** The last row of which anything arrived, a single fragment too. */
  readonly lastArrived: number | undefined
  readonly spis: readonly string[]
  /** What a filter on the path would have to name. */
  readonly protocol: string
  /** Bytes of the largest IP packet that arrived, and of the smallest that did not. */
  readonly largestArrived: number
  readonly smallestLost: number
}

const ways = new WeakMap<PairScene, readonly [ProtectedWay, ProtectedWay]>()

/** What A sent, and what B sent; worked out once for a pair. */
export function protectedWays(pair: PairScene): readonly [ProtectedWay, ProtectedWay] {
  const known = ways.get(pair) ?? ([wayOf(pair, 0), wayOf(pair, 1)] as const)
  ways.set(pair, known)
  return known
}

function wayOf(pair: PairScene, sender: 0 | 1): ProtectedWay {
  const { packets, flows } = pair.lineup.rows[sender]
  const fates = pair.lineup.fates.of[sender]
  const refused = refusedBy(pair, sender)
  const lost: number[] = []
  const outside: number[] = []
  const spis: string[] = []
  const arrivedRows: number[] = []
  let [arrived, largestArrived, smallestLost] = [0, 0, Number.POSITIVE_INFINITY]
  const kinds = new Set<number>()
  for (let flow = 0; flow < flows.length; flow++) {
    if (!isProtected(flows.kind(flow)) || pair.lineup.ends.way[sender][flow] !== Way.sentHere) continue
    if (spis.length < MOST_SPIS) spis.push(hexSpi(flows.selector(flow)))
    kinds.add(flows.kind(flow))
    const rows = packets.rowsOfFlow(flow)
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!
      const fate = fates[row]
      const length = packets.ipLength(row)
      if (fate === Fate.delivered) {
        arrived++
        arrivedRows.push(row)
        largestArrived = Math.max(largestArrived, length)
      } else if (fate === Fate.lost && !refused.whole(flow, row)) {
        lost.push(row)
        smallestLost = Math.min(smallestLost, length)
      } else if (fate === Fate.outside) outside.push(row)
    }
  }
  for (const rows of [lost, outside, arrivedRows]) if (!isAscending(rows)) rows.sort((x, y) => x - y)
  const pieces = inPieces(pair.lineup, sender)
  const piecesArrived = pieces.filter(one => one.fate === Fate.delivered)
  const piecesLost = pieces.filter(one => one.fate === Fate.lost && !refused.inPieces(one))
  const inPart = pieces.filter(one => arrivedInPart(pair.lineup, sender, one)).flatMap(one => one.rows)
  const there = pair.lineup.rows[sender === 0 ? 1 : 0].packets
  const { mate } = pair.lineup.rows[sender]
  let lastHeard: number | undefined
  let lastArrived = arrivedRows.at(-1)
  for (const rows of [arrivedRows, inPart])
    for (let i = 0; i < rows.length; i++) {
      const other = mate[rows[i]!]!
      if (other !== NONE && !(there.time(other) <= (lastHeard ?? Number.NEGATIVE_INFINITY))) lastHeard = there.time(other)
      if (fates[rows[i]!] === Fate.delivered && rows[i]! > (lastArrived ?? -1)) lastArrived = rows[i]
    }
  const sent = arrived + lost.length + outside.length
  return {
    ...{ sender, sent, arrived, arrivedRows, lastHeard, lastArrived, lost, outside },
    inPieces: { sent: pieces.length, arrived: piecesArrived, lost: piecesLost },
    ...{ spis, protocol: protocolOf(kinds), largestArrived, smallestLost },
  }
}

const MOST_SPIS = 20

function protocolOf(kinds: ReadonlySet<number>): string {
  if (kinds.has(Kind.udpEncapsulatedEsp)) return carriedAs({ kind: 'esp', udpEncapsulated: true })
  if (kinds.has(Kind.esp) === kinds.has(Kind.ah)) return 'IP protocol 50 or 51'
  return carriedAs({ kind: kinds.has(Kind.ah) ? 'ah' : 'esp', udpEncapsulated: false })
}

/** Packets that a router refused with an ICMP error: why they did not arrive is known. Short quotes end before the SPI of
 *  what is in UDP; then hosts, length and time name the packet, and an MTU every larger packet that must not be cut. */
function refusedBy({ scenes, lineup }: PairScene, sender: 0 | 1): Refused {
  const { packets, flows } = lineup.rows[sender]
  const errors = scenes[sender].trace.icmpErrors.all.filter(e => e.quoted)
  const named = new Set(errors.flatMap(nameOf))
  const namedByRouters = new Set(errors.filter(e => !isAboutPieces(e)).flatMap(nameOf))
  const byHosts = new Map<string, typeof errors>()
  for (const error of errors) {
    const hosts = `${error.quoted!.from} ${error.quoted!.to}`
    const known = byHosts.get(hosts)
    if (!known) byHosts.set(hosts, [error])
    else if (known.length < MOST_ERRORS) known.push(error)
  }
  const isShaped = (row: number) => {
    const [time, length, flow] = [packets.time(row), packets.ipLength(row), packets.flow(row)]
    return (byHosts.get(`${flows.source(flow)} ${flows.destination(flow)}`) ?? []).some(({ time: said, mtu, quoted }) =>
      mtu
        ? length > mtu && packets.dontFragment(row) && time > said - AT_ONCE
        : length === quoted!.length && said >= time && said - time < AT_ONCE,
    )
  }
  return {
    whole: (flow, row) => named.has(`${flows.selector(flow)} ${packets.sequence(row)}`) || isShaped(row),
    inPieces: ({ spi, sequence, lost }) => namedByRouters.has(`${spi} ${sequence}`) || lost.some(isShaped),
  }
}

interface Refused {
  whole(flow: number, row: number): boolean
  inPieces(one: InPieces): boolean
}

function nameOf({ quoted }: IcmpError): string[] {
  return quoted?.spi === undefined ? [] : [`${quoted.spi} ${quoted.sequence}`]
}

/** The receiver had a part of a packet and waited for the others in vain: so it was not refused. RFC 792, RFC 4443 §3.3. */
function isAboutPieces({ version, type, code }: IcmpError): boolean {
  return type === (version === 6 ? 3 : 11) && code === 1
}

/** Seconds from a packet to the error about it, and errors about two hosts that are looked at. */
const AT_ONCE = 2
const MOST_ERRORS = 64

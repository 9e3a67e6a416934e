import { Kind } from '../../../dissectors/sort.ts'
import { type Found, inWords } from '../../findings/finding.ts'
import { brokenFrom } from '../brokenPath.ts'
import { Way } from '../ends.ts'
import { Fate } from '../fate.ts'
import { cited, endName, other, type PairScene, wayFrom } from '../scene.ts'
import { isBlackHole } from './pmtuBlackHole.ts'
import { type ProtectedWay, protectedWays } from './protectedWays.ts'

// Of what one end sends protected nothing arrives from some packet on, and not one was lost before. The other direction goes on, and IKE of
// the same end arrives later: neither chance nor a dead link.

/** Packets that arrived before, that did not since, and seconds of it, from which it is no chance. */
const ARRIVED = 3
const RUN = 6
const RUN_FOR = 2
/** Seconds since then after which the other direction still has to be heard. */
const GOES_ON = 0.5

/** The last that arrived, and all that left since. */
interface Closed {
  readonly last: number
  readonly run: readonly number[]
}

/** Undefined where it did not come so. */
export function closedOneWay(pair: PairScene, way: ProtectedWay): Closed | undefined {
  const { sender, arrivedRows, lost } = way
  const { packets } = pair.lineup.rows[sender]
  const last = arrivedRows.at(-1)
  if (last === undefined || arrivedRows.length < ARRIVED || lost.length < RUN || isBlackHole(pair, way) || brokenFrom(pair, sender))
    return undefined
  if (lost.some(row => packets.place(row) < packets.place(last)) || way.outside.some(row => packets.place(row) > packets.place(lost[0]!)))
    return undefined
  const [from, until] = [packets.time(lost[0]!), packets.time(lost.at(-1)!)]
  const heard = protectedWays(pair)[other(sender)].lastHeard
  const goesOn = heard !== undefined && heard > from + GOES_ON
  return goesOn && until - from >= RUN_FOR && ikeArrivesAfter(pair, sender, lost[0]!) ? { last, run: lost } : undefined
}

/** What is said of it. */
export function stopsOneWay(pair: PairScene, way: ProtectedWay, negotiation: string): Found[] {
  const closed = closedOneWay(pair, way)
  if (!closed) return []
  const { last, run } = closed
  const { sender, protocol } = way
  const { packets } = pair.lineup.rows[sender]
  const [here, there] = [endName(pair, sender), endName(pair, other(sender))]
  return [
    {
      severity: 'error',
      title: `Protected packets from ${here} stop arriving, the other direction goes on`,
      says: `Up to packet ${last + 1} of its trace they arrived at ${there}. All ${run.length} that left after it, within ${inWords(packets.time(run.at(-1)!) - packets.time(run[0]!))}, are missing in the capture there, while those of ${there} went on arriving. Something on the path seems to drop ${protocol} from ${here} since then.`,
      confidence: 'certain',
      place: wayFrom(sender),
      negotiation,
      because: [`Not one was lost before, and not one arrived since.`, `IKE from ${here} arrived at ${there} afterwards.`],
      evidence: cited(sender, [last, ...run]),
      otherwise: [`Nothing at all came through from ${here} for that time, and later it did again.`],
      tryNext: [
        `Look at what changed on the way from ${here} to ${there} at this moment: a filter for ${protocol}, a route, or a state that a firewall lost.`,
      ],
    },
  ]
}

function ikeArrivesAfter({ lineup }: PairScene, sender: 0 | 1, first: number): boolean {
  const { packets, flows } = lineup.rows[sender]
  for (let flow = 0; flow < flows.length; flow++) {
    if (flows.kind(flow) !== Kind.ike || lineup.ends.way[sender][flow] !== Way.sentHere) continue
    const rows = packets.rowsOfFlow(flow)
    for (let i = rows.length - 1; i >= 0 && packets.place(rows[i]!) > packets.place(first); i--)
      if (lineup.fates.of[sender][rows[i]!] === Fate.delivered) return true
  }
  return false
}

import { isProtected } from '../packets/kinds.ts'
import type { Trace } from '../trace.ts'
import { aligned, MOST_TURNS } from './align.ts'
import { conversationsOf, shieldOf } from './conversation.ts'
import { counterparts, sameCuts, type Told, told } from './counterparts.ts'
import { type Heard, type Hearing, Tcp } from './heard.ts'
import { inFront } from './inFront.ts'
import { compared, type RoundTrips, total } from './measure.ts'
import { notesOn } from './notes.ts'
import type { Baseline, ComparedConversation, ComparedTurn } from './report.ts'
import { summaryOf } from './words.ts'

export type * from './report.ts'

// The same application conversation without IPsec beside one with it. Both captures are read as far as they can be; what
// is the same is found by what was said, turn by turn, and then time, octets and packets of each turn are compared.

/** One of the two captures. */
export interface Captured {
  readonly trace: Trace
  readonly hearing: Hearing
}

/** Compares two captures; which of them has the conversation in the clear is found out. */
export function baselineOf(captures: readonly [Captured, Captured]): Baseline {
  const shielded = captures.map(({ hearing }) => hearing.heard.filter(isShielded).length)
  const secured = shielded[1]! >= shielded[0]! ? 1 : 0
  const clear = secured === 1 ? 0 : 1
  const before = talks(captures[clear], one => one.shield === 'none')
  const after = talks(captures[secured], isShielded)
  const pairs = counterparts(before, after)
  const conversations = pairs.map(([a, b], i) => conversation(`C${i + 1}`, a, b, captures[secured].trace, roundTrips(a, b, before, after)))
  const paired = new Set(pairs.flat())
  const alone = ([...before.map(one => [clear, one] as const), ...after.map(one => [secured, one] as const)] as const)
    .filter(([, one]) => !paired.has(one))
    .map(
      ([
        trace,
        {
          conversation: { name, client, server, heard },
        },
      ]) => ({ trace, name, client, server, packets: heard.length }) as const,
    )
  const any = before.length > 0 && after.length > 0
  return {
    clear: any ? clear : null,
    secured: any ? secured : null,
    conversations,
    alone: alone.slice(0, MOST_ALONE),
    notes: notesOn(captures, { clear, secured, before, after, pairs: pairs.length }),
  }
}

const MOST_ALONE = 200

function isShielded({ shield }: Heard): boolean {
  return shield !== 'none'
}

function talks({ hearing }: Captured, wanted: (one: Heard) => boolean): Told[] {
  return conversationsOf(hearing.heard.filter(wanted))
    .filter(({ heard }) => heard.length > 0)
    .map(told)
    .filter(({ turns }) => turns.some(turn => turn.kind === 'exchange'))
}

function conversation(id: string, clear: Told, secured: Told, trace: Trace, trips: RoundTrips): ComparedConversation {
  const { name, client, server, heard } = secured.conversation
  const again = sameCuts(clear, secured)
  // A ping is answered without thought: what it takes longer is the path's.
  const known = secured.conversation.protocol === 'ping' ? { clear: undefined, secured: undefined } : trips
  const turns = aligned(clear.turns.slice(0, MOST_TURNS), again.slice(0, MOST_TURNS)).map(one => compared(one, known))
  const { packets, negotiations } = trace
  const wire = (packet: number) => packets.ipLength(packet - 1) || packets.original(packet - 1)
  const own = new Set(heard.flatMap(one => one.packets))
  const isSyn = (heard[0]!.flags & Tcp.syn) !== 0 && heard[0]!.protocol === 'tcp'
  const negotiation = inFront(
    negotiations,
    heard[0]!.outer,
    heard[0]!.time,
    wire,
    (from, to) => isUsed(trace, heard[0]!.outer, from, to, own),
    isSyn,
  )
  const sum = total(turns, negotiation)
  const left = Math.max(clear.turns.length, again.length) - MOST_TURNS
  return {
    ...{ id, name, client, server, shield: shieldOf(secured.conversation), negotiation, turns, total: sum },
    says: turns.some(turn => turn.added)
      ? summaryOf(sum)
      : 'No turn of this conversation is whole in both captures, so nothing can be compared.',
    notes: [
      ...(left > 0 ? [`Only the first ${MOST_TURNS} turns are compared, ${left} come after them.`] : []),
      ...halves(turns),
      ...missing(clear, 'without IPsec'),
      ...missing(secured, 'with IPsec'),
    ],
  }
}

/** Turns that lack their question or answer in one of the captures. */
function halves(turns: readonly ComparedTurn[]): string[] {
  const count = turns.filter(turn => turn.clear && turn.secured && !turn.added).length
  return count ? [`${count} of ${turns.length} turns have only one half in one of the captures and are not in the figures.`] : []
}

function missing({ tcp }: Told, where: string): string[] {
  return tcp && tcp.missing > 0 ? [`${tcp.missing} bytes of the conversation ${where} are not in its capture.`] : []
}

/** Whether protected packets went between two hosts in a span of time, other than a conversation's own. */
function isUsed({ packets }: Trace, [one, other]: readonly [string, string], from: number, to: number, own: ReadonlySet<number>): boolean {
  const { flows } = packets
  for (let flow = 0; flow < flows.length; flow++) {
    if (isProtected[flows.kind(flow)] !== 1) continue
    const [source, destination] = [flows.source(flow), flows.destination(flow)]
    if (!((source === one && destination === other) || (source === other && destination === one))) continue
    for (const row of packets.rowsOfFlow(flow)) {
      if (packets.time(row) >= to) break
      if (packets.time(row) > from && !own.has(row + 1)) return true
    }
  }
  return false
}

/** The shortest round trip that each capture shows: of this connection's opening, else of the pings and openings of its hosts. */
function roundTrips(clear: Told, secured: Told, before: readonly Told[], after: readonly Told[]): RoundTrips {
  return { clear: roundTripOf(clear, before), secured: roundTripOf(secured, after) }
}

function roundTripOf(one: Told, all: readonly Told[]): number | undefined {
  if (one.tcp?.roundTrip !== undefined) return one.tcp.roundTrip
  const { client, server } = one.conversation
  const known = all
    .filter(({ conversation }) => conversation.client === client && conversation.server === server)
    .flatMap(({ conversation, tcp, turns }) => [
      ...(tcp?.roundTrip === undefined ? [] : [tcp.roundTrip]),
      ...(conversation.protocol === 'ping'
        ? turns.filter(turn => turn.asked && turn.answered && turn.resent === 0).map(turn => turn.ends - turn.begins)
        : []),
    ])
  return known.length ? known.reduce((least, time) => Math.min(least, time)) : undefined
}

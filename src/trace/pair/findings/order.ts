import type { Found } from '../../findings/finding.ts'
import { counted } from '../../findings/paths/counted.ts'
import { LARGER_WINDOW, withinWindow } from '../../findings/protected/espOrder.ts'
import type { Flow } from '../../protected/flow.ts'
import { Way } from '../ends.ts'
import { Fate } from '../fate.ts'
import { isProtected, NONE, tellsOrder } from '../rows.ts'
import { cited, endName, other, type PairForm, type PairScene, ways } from '../scene.ts'

// Order and number of protected packets where they arrive, against those where they left: what the network shuffled or
// doubled is told from what the sender did.

/** T7: arrived behind one that left later. */
export const espReordered: PairForm = (pair, alone) =>
  told(
    pair,
    alone,
    shuffled,
    (rows, from, to, receiver) => ({
      title: `Protected packets from ${from} arrive out of order`,
      says: `${counted(rows, 'protected packet')[0]} arrived at ${to} behind others that had left ${from} later. ${withinWindow(tooLate(pair, receiver))}`,
    }),
    receiver => (tooLate(pair, receiver) > 0 ? LARGER_WINDOW : []),
  )

/** What arrived at one end so late that the window has gone on, of all its flows. */
function tooLate({ scenes, lineup }: PairScene, receiver: 0 | 1): number {
  const arrive = ({ firstPacket }: Flow) =>
    lineup.ends.way[receiver][lineup.rows[receiver].packets.flow(firstPacket - 1)] === Way.receivedHere
  return scenes[receiver].flows.filter(flow => flow.reordered > 0 && arrive(flow)).reduce((sum, flow) => sum + flow.outOfWindow, 0)
}

/** T7: arrived more often than it was sent. */
export const espReplay: PairForm = (pair, alone) =>
  told(pair, alone, doubled, (rows, from, to) => ({
    title: `Protected packets from ${from} arrive more than once`,
    says: `${counted(rows, 'protected packet')[0]} arrived at ${to} once more, though ${rows === 1 ? 'it' : 'each'} left ${from} once: the network doubles packets. A receiver drops the copies as replays.`,
  }))

function told(
  pair: PairScene,
  alone: readonly Found[],
  find: (pair: PairScene, receiver: 0 | 1) => number[],
  words: (rows: number, from: string, to: string, receiver: 0 | 1) => Pick<Found, 'title' | 'says'>,
  next: (receiver: 0 | 1) => readonly string[] = () => [],
): Found[] {
  const found = ([0, 1] as const).map(receiver => ({ receiver, rows: find(pair, receiver) })).filter(one => one.rows.length > 0)
  if (found.length === 0) return []
  const texts = found.map(({ receiver, rows }) => words(rows.length, endName(pair, other(receiver)), endName(pair, receiver), receiver))
  return [
    {
      severity: alone.some(one => one.severity === 'warning') ? 'warning' : 'note',
      title: texts.map(one => one.title).join('; '),
      says: texts.map(one => one.says).join(' '),
      confidence: 'certain',
      place: ways(new Set(found.map(one => other(one.receiver)))),
      negotiation: alone[0]?.negotiation ?? null,
      because: ['SPI and sequence number name each packet in both traces.'],
      evidence: found.flatMap(({ receiver, rows }) => cited(receiver, rows)),
      otherwise: [],
      tryNext: [...new Set(found.flatMap(one => next(one.receiver)))],
    },
  ]
}

function shuffled({ lineup }: PairScene, receiver: 0 | 1): number[] {
  const { mate, packets } = lineup.rows[receiver]
  const found: number[] = []
  if (!tellsOrder(lineup)) return found
  let latest = -1
  for (let row = 0; row < mate.length; row++) {
    if (mate[row] === NONE || lineup.ends.way[receiver][packets.flow(row)] !== Way.receivedHere || !isProtected(packets.kind(row))) continue
    if (mate[row]! < latest) found.push(row)
    else latest = mate[row]!
  }
  return found
}

function doubled({ lineup, scenes }: PairScene, receiver: 0 | 1): number[] {
  const { mate, packets, copyOf } = lineup.rows[receiver]
  const sender = lineup.rows[other(receiver)]
  const copiedThere = new Set(sender.copyOf.values())
  const found: number[] = []
  // What its own host sent, no network has doubled yet: such copies are made by the capture, and so are the others.
  for (const row of copyOf.keys()) if (lineup.ends.way[receiver][packets.flow(row)] === Way.sentHere) return []
  // A flow of which all stands twice is told as captured twice: a network doubles some.
  const twice = new Set(scenes[receiver].flows.filter(flow => flow.capturedTwice > 0).map(flow => packets.flow(flow.firstPacket - 1)))
  for (const [row, first] of copyOf) {
    if (twice.has(packets.flow(row))) continue
    if (!isProtected(packets.kind(row)) || lineup.fates.of[receiver][row] !== Fate.copy) continue
    if (lineup.ends.way[receiver][packets.flow(row)] === Way.receivedHere && mate[first] !== NONE && !copiedThere.has(mate[first]!))
      found.push(row)
  }
  return found.sort((x, y) => x - y)
}

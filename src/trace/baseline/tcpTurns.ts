import type { Seconds } from '../model.ts'
import type { Conversation } from './conversation.ts'
import { type Heard, Tcp } from './heard.ts'
import { belongs, closed, type Open, openTurn, type Piece, type Turn } from './turn.ts'

// A connection as questions and answers: whenever the client says something new after the server spoke, a turn begins. What
// is new is told by sequence numbers, so what was sent again does not begin one. RFC 9293 §3.4.
//
// Where the same octets were said in another capture, its cuts can be given: then the turns are those, however the packets
// of this one fell.

// To see whether the other side is still there the last octet is sent once more. RFC 9293 §3.8.4.

/** Where a turn begins in what the client and the server say. */
export type Cut = readonly [client: number, server: number]

/** The turns of one TCP connection. */
export interface TcpTurns {
  readonly turns: readonly Turn[]
  /** Of the turns that are no opening. */
  readonly cuts: readonly Cut[]
  /** From the SYN to the acknowledgment of its answer; undefined when the opening was not seen whole or was repeated. */
  readonly roundTrip?: Seconds
  /** Octets of a side that the capture does not hold. */
  readonly missing: number
}

/** Seconds: what fills a gap sooner was only overtaken. */
const REORDERED = 0.003

interface Side {
  /** Sequence number of its first octet. */
  base?: number
  /** Octets said so far, and holes in them. */
  end: number
  holes: { from: number; to: number; since: Seconds }[]
}

/** Cuts a connection into its turns. @param given where the other capture's turns begin; without it the client's next question begins
 *  one */
export function tcpTurns({ heard, clientPort, client }: Conversation, given?: readonly Cut[]): TcpTurns {
  const sides: readonly [Side, Side] = [
    { end: 0, holes: [] },
    { end: 0, holes: [] },
  ]
  const turns: { readonly open: Open; readonly cut: Cut }[] = []
  let syn: Heard | undefined
  let roundTrip: Seconds | undefined
  const begin = (kind: Turn['kind'], time: Seconds, cut: Cut) => {
    turns.push({ open: openTurn(kind, time), cut })
    return turns.at(-1)!
  }
  for (const one of heard) {
    const who = one.sourcePort === clientPort && one.source === client ? 0 : 1
    const [side, other] = [sides[who], sides[1 - who]!]
    const isSyn = (one.flags & Tcp.syn) !== 0
    side.base ??= (one.sequence + (isSyn ? 1 : 0)) >>> 0
    if (isSyn) {
      const opening = turns[0]?.open.kind === 'open' ? turns[0].open : begin('open', one.time, [0, 0]).open
      if (opening.packets.length > 0 && (who === 0 ? syn : opening.pieces[1].length)) opening.resent++
      if (who === 0) syn = one
      else opening.pieces[1].push({ at: 0, length: 0, time: one.time, payload: new Uint8Array(0) })
      belongs(opening, one)
      continue
    }
    const opening = turns[0]?.open.kind === 'open' ? turns[0].open : undefined
    if (who === 0 && opening && opening.acknowledged === undefined && opening.pieces[1].length > 0) {
      opening.acknowledged = one.time
      if (opening.resent === 0 && syn) roundTrip = one.time - syn.time
      if (one.length === 0) {
        belongs(opening, one)
        continue
      }
    }
    const at = side.end + ((one.sequence - side.base - side.end) | 0)
    const isProbe = one.length === 1 && at === side.end - 1
    const fresh = one.length > 0 && at + one.length > side.end
    const last = turns.at(-1)
    if (fresh && !given && (!last || last.open.kind === 'open' || (who === 0 && last.open.pieces[1].length > 0)))
      begin('exchange', one.time, [sides[0].end, sides[1].end])
    if (given)
      while (nextOf(given, turns) && reached(nextOf(given, turns)!, who, at, one)) begin('exchange', one.time, nextOf(given, turns)!)
    const turn =
      (one.length > 0 && !fresh ? turns.findLast(({ cut, open }) => open.kind === 'exchange' && cut[who] <= at) : undefined) ?? turns.at(-1)
    if (!turn) continue
    belongs(turn.open, one)
    if (one.length > 0 && !isProbe) take(turn.open, side, who, at, one)
    if (one.flags & Tcp.ack && other.base !== undefined)
      acknowledge(turns, 1 - who, other.end + ((one.acknowledgment - other.base - other.end) | 0), one.time)
  }
  return {
    turns: turns.map(({ open }) => closed(open, waitsOf(open, roundTrip))),
    cuts: turns.filter(({ open }) => open.kind === 'exchange').map(({ cut }) => cut),
    missing: [...sides[0].holes, ...sides[1].holes].reduce((sum, { from, to }) => sum + to - from, 0),
    ...(roundTrip === undefined ? {} : { roundTrip }),
  }
}

function nextOf(given: readonly Cut[], turns: readonly { readonly open: Open }[]): Cut | undefined {
  return given[turns.filter(({ open }) => open.kind === 'exchange').length]
}

/** New octets at or behind where the next turn begins. */
function reached(cut: Cut, who: number, at: number, { length }: Heard): boolean {
  return length > 0 && at >= cut[who]! && at + length > cut[who]!
}

/** Takes what a segment brings: the new octets, or those of a hole, or it was sent again. */
function take(turn: Open, side: Side, who: number, at: number, { time, length, payload }: Heard): void {
  const piece = (from: number, to: number): Piece => ({ at: from, length: to - from, time, payload: payload?.subarray(from - at, to - at) })
  const end = at + length
  if (end > side.end) {
    if (at < side.end) turn.resent++
    if (at > side.end) side.holes.push({ from: side.end, to: at, since: time })
    turn.pieces[who]!.push(piece(Math.max(at, side.end), end))
    side.end = end
    return
  }
  const hole = side.holes.find(({ from, to }) => at < to && end > from)
  if (!hole || time - hole.since > REORDERED) turn.resent++
  if (!hole) return
  const [from, to] = [Math.max(at, hole.from), Math.min(end, hole.to)]
  turn.pieces[who]!.push(piece(from, to))
  const rest = [
    { ...hole, to: from },
    { ...hole, from: to },
  ].filter(one => one.to > one.from)
  side.holes = side.holes.flatMap(one => (one === hole ? rest : [one]))
}

/** The other side has everything up to `upTo`: a turn without an answer ends there. */
function acknowledge(turns: readonly { readonly open: Open }[], who: number, upTo: number, time: Seconds): void {
  const open = turns.at(-1)!.open
  const said = open.pieces[who]!
  if (open.kind === 'open' || who !== 0 || open.pieces[1].length > 0 || said.length === 0) return
  const last = said.at(-1)!
  if (upTo >= last.at + last.length && !((open.acknowledged ?? Number.NEGATIVE_INFINITY) >= last.time)) open.acknowledged = time
}

/** A pause of half a round trip within what one side says means that it waited for the other. */
function waitsOf({ kind, pieces, resent, acknowledged }: Open, roundTrip: Seconds | undefined): number | undefined {
  if (kind === 'open') return 1 + resent
  if (roundTrip === undefined) return undefined
  const pause = Math.max(0.001, roundTrip / 2)
  let waits = pieces[1].length > 0 || acknowledged !== undefined ? 1 : 0
  for (const said of pieces) for (let i = 1; i < said.length; i++) if (said[i]!.time - said[i - 1]!.time >= pause) waits++
  return waits
}

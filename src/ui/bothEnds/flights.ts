import type { Datagram, Exchange, Message, Negotiation, Sighting, Transmission } from '../../trace/report.ts'
import { copying } from '../ladder/copies.ts'
import { isHere, pieces, range } from '../ladder/pieces.ts'
import { type BothSeen, type DueRow, type End, type MessageRow, opposite, type Piece, type Seen, type Side } from '../ladder/row.ts'
import { dueId, messageId } from '../ladder/rowId.ts'
import { initiatorSide } from '../ladder/rows.ts'
import { each, type Slices, STEPS } from '../slices.ts'
import { changedTexts } from './changed.ts'
import type { Known } from './known.ts'
import type { Lanes } from './lanes.ts'

type Datagrams = readonly [ReadonlyMap<number, Datagram>, ReadonlyMap<number, Datagram>]

/** The messages of a negotiation, one row for each time one was sent: where it left, where it arrived or was lost. */
export function* flights(negotiation: Negotiation, datagrams: Datagrams, hosts: Lanes, known: Known): Slices<(MessageRow | DueRow)[]> {
  const left = initiatorSide(negotiation, hosts)
  const rows: (MessageRow | DueRow)[] = []
  const answered = new Set<Sighting>()
  for (const trace of [0, 1] as const)
    yield* each(yield* copying(negotiation, trace), ({ came, sighting }) => came && answered.add(sighting))
  for (const [n, exchange] of negotiation.exchanges.entries()) {
    if (n % (STEPS / 2) === 0) yield
    const begun = rows.length
    for (const [m, message] of exchange.messages.entries()) {
      const from = message.from === 'initiator' ? left : opposite(left)
      let before: number | undefined
      message.transmissions.forEach((transmission, i) => {
        const row = flight({ negotiation, exchange, message, transmission, from, number: i + 1, before }, datagrams, hosts, known, answered)
        if (!row) return
        before = row.time
        rows.push({ ...row, id: messageId(negotiation, [n, m, i]) })
      })
    }
    const missing = exchange.due
    const last = rows.at(-1)
    const asked =
      missing &&
      rows
        .slice(begun)
        .filter(row => row.kind === 'message')
        .filter(row => row.message === exchange.messages.at(-1))
    if (missing && last) {
      const from = missing.from === 'initiator' ? left : opposite(left)
      const never = asked && neverGot(asked, from)
      rows.push({
        kind: 'due',
        id: dueId(negotiation, n),
        time: last.time,
        packets: [],
        negotiation: negotiation.id,
        name: missing.name,
        from,
        ...(never ? {} : { since: asked?.[0]?.time ?? last.time }),
        asked: [cameTo(asked, 0), cameTo(asked, 1)],
        absent: never ?? 'seen at neither end',
      })
    }
  }
  return rows
}

/** Of whoever cannot have answered, because the asking never came to it, or never whole: that it is so. */
function neverGot(asked: readonly MessageRow[], by: Side): string | undefined {
  if (!asked.some(row => row.end === 'lost') || asked.some(row => row.end === 'arrived')) return undefined
  const trace = by === 'left' ? 0 : 1
  const name = asked[0]!.message.name
  return `${'AB'[trace]} never had ${name}${cameTo(asked, trace) ? ' whole' : ''}`
}

/** Only an end that has the asking waits for an answer, or owes one. */
function cameTo(asked: readonly MessageRow[] | undefined, trace: 0 | 1): boolean {
  return asked?.some(row => row.seen?.[trace]) ?? false
}

interface Sent {
  readonly negotiation: Negotiation
  readonly exchange: Exchange
  readonly message: Message
  readonly transmission: Transmission
  readonly from: Side
  readonly number: number
  readonly before: number | undefined
}

/** @param answered what a capture tells by itself to have arrived, because the other side went on */
function flight(sent: Sent, datagrams: Datagrams, { onA }: Lanes, known: Known, answered: ReadonlySet<Sighting>): MessageRow | undefined {
  const { negotiation, exchange, message, transmission, from, number, before } = sent
  const sender = from === 'left' ? 0 : 1
  const sights = ([0, 1] as const).map(trace => transmission.sightings.find(s => s.trace === trace))
  const best = sights[sender] ?? sights[1 - sender]
  if (!best) return undefined
  const whole: BothSeen = [sights[0] && seenBy(sights[0], onA), sights[1] && seenBy(sights[1], onA)]
  const time = (whole[sender] ?? whole[1 - sender])!.time
  // Seen at both ends, and yet nothing tells whether all of it arrived: some of its pieces have no known fate.
  const isInPart = transmission.fate === 'unknown' && sights.every(one => one !== undefined)
  const came = (sights[1 - sender] !== undefined && !isInPart) || answered.has(best)
  const end = endOf(transmission, came, known.isDoubtful(sender))
  const cut = cutOf(sights, sender, datagrams)
  const { delay, lostPackets, marks } = transmission.way ?? {}
  const change = best.packets.flatMap(packet => known.modified(best.trace, packet) ?? [])[0]
  const port = message.from === 'initiator' ? best.destination?.port : best.source?.port
  const parts = cut.pieces.map(piece => fated(piece, sender, end, new Set(known.isDoubtful(sender) ? [] : lostPackets), known))
  return {
    kind: 'message',
    id: '',
    time,
    packets: best.packets,
    seen: withParts(whole, sender, parts, time + (delay ?? 0)),
    negotiation: negotiation.id,
    exchange,
    message,
    from,
    end,
    copy: number,
    copies: message.transmissions.length,
    ...(before === undefined ? {} : { after: time - before }),
    modified: transmission.fate === 'modified',
    ...(change ? { changed: changedTexts(change) } : {}),
    complete: sights.some(s => s?.complete),
    port: port ?? negotiation.responder.port,
    ...(end === 'lost' ? {} : known.onTheWay(delay, time)),
    ...(marks?.length ? { marks } : {}),
    ...cut,
    pieces: parts,
  }
}

/** Without its first fragment nothing tells a capture whose message it has a part of; that the other end's is the same packet does. */
function withParts(seen: BothSeen, sender: 0 | 1, parts: readonly Piece[], time: number): BothSeen {
  const packets = parts.flatMap(({ other }) => other ?? [])
  if (seen[1 - sender] || packets.length === 0) return seen
  const came: Seen = { packets, time }
  return sender === 0 ? [seen[0], came] : [came, seen[1]]
}

function seenBy(sighting: Sighting, onA: Lanes['onA']): Seen {
  return { packets: sighting.packets, time: onA(sighting.trace, sighting.time) }
}

function endOf({ fate }: Transmission, came: boolean, isDoubtful: boolean): End {
  if (fate === 'lost' && !isDoubtful) return 'lost'
  return came || fate === 'delivered' || fate === 'modified' ? 'arrived' : 'unknown'
}

type Cut = ReturnType<typeof pieces>

/** The pieces as their sender's capture has them; what that one lacks, and the receiver's has, arrived all the same; what neither has is missing. */
function cutOf(sights: readonly (Sighting | undefined)[], sender: 0 | 1, datagrams: Datagrams): Cut {
  const [left, came] = [sender, sender === 0 ? 1 : 0].map(trace => sights[trace] && pieces(sights[trace], datagrams[trace as 0 | 1]))
  const arrived = (came?.pieces ?? []).map(
    ({ packet, ...piece }): Piece => (packet === undefined ? piece : { ...piece, other: packet, end: 'arrived' }),
  )
  if (!left) return { ...came, pieces: arrived }
  const within = ({ span }: Piece): Piece[] =>
    arrived.flatMap(one => {
      if (!span || !one.span) return []
      const [start, end] = [Math.max(one.span[0], span[0]), Math.min(one.span[1], span[1])]
      if (isHere(one)) return start === one.span[0] && end === one.span[1] ? [one] : []
      return start < end ? [{ ...one, label: range(start, end), span: [start, end] }] : []
    })
  const told = (piece: Piece) => (isHere(piece) || !within(piece).some(isHere) ? [piece] : within(piece))
  return { ...left, pieces: left.pieces.flatMap(told) }
}

/** What became of one piece: lost ones are listed, of the others those that the receiver has too arrived. */
function fated(piece: Piece, sender: 0 | 1, whole: End, lost: ReadonlySet<number>, known: Known): Piece {
  if (piece.packet === undefined) return piece
  const other = known.other(sender, piece.packet)
  const end = lost.has(piece.packet) || known.isLost(sender, piece.packet) ? 'lost' : other !== undefined ? 'arrived' : whole
  return { ...piece, end, ...(other === undefined ? {} : { other }) }
}

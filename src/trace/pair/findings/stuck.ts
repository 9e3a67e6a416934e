import { returnerOf } from '../../findings/negotiations/returned.ts'
import { expectsAnswer } from '../../negotiation/due.ts'
import type { NamedMessage } from '../../negotiation/exchange.ts'
import { opposite } from '../../negotiation/sides.ts'
import type { Place } from '../../report.ts'
import { onClockOfA } from '../clock.ts'
import { Way } from '../ends.ts'
import { Fate } from '../fate.ts'
import type { Joint } from '../joint.ts'
import { at, isRelated, other, type PairScene, ranThen, sendingsOf, wayFrom } from '../scene.ts'
import type { Sending } from '../sending.ts'

// Where a negotiation got stuck. The last message that arrived for the first time is the last progress; what was sent
// after it shows why there was no more: it was lost, or it arrived (again and again) and was not answered.

/** What was sent in vain, how often, and how often it arrived. */
export interface Stuck {
  readonly place: Place
  /** What was sent in vain: the lost message, or the one that was received and not answered. */
  readonly named: NamedMessage
  readonly sender: 0 | 1
  readonly sent: number
  readonly arrived: number
  /** Sent while the other capture did not run by its file, or of which the time there is not known. */
  readonly outside: number
  /** Whoever received it sent copies of it back with an ICMP error. */
  readonly isReturned: boolean
}

/** Seconds behind the end of the other capture within which what is not in it is taken for lost: captures end with their
 *  last packet, not when they are stopped. */
const SOON = 60

/** @param exchanges the ones to look at: all of the negotiation without it */
export function stuckOf(pair: PairScene, joint: Joint, exchanges = joint.course.exchanges): Stuck | undefined {
  const all = exchanges.flatMap(exchange =>
    exchange.messages.map(named => ({ named, sendings: sendingsOf(pair, named.message), time: firstTime(named) })),
  )
  const lastSaid: [number, number] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { named, time } of all) lastSaid[named.message.side] = Math.max(lastSaid[named.message.side], time)
  const progress = all.reduce((last, one) => (one.sendings.some(came) ? Math.max(last, arrivalTime(one)) : last), Number.NEGATIVE_INFINITY)
  const later = all.filter(one => one.named.message.transmissions.some(t => t.sightings[0]!.time >= progress))
  const unseen = later.filter(one => !one.sendings.some(came) && one.sendings.some(sending => notSeen(sending, pair)))
  const lost = unseen.filter(one => isNear(pair, one.named, one.sendings) && !(isUnknown(one.sendings) && isHeard(one)))
  if (unseen.length > lost.length && lost.length === 0 && unseen.some(one => hadStopped(pair, one.sendings))) return undefined
  // With clocks that nothing relates, only a packet that is nowhere else tells.
  const ignored = !isRelated(pair) ? [] : later.filter(one => isThere(pair, one.sendings) && expectsAnswer(one.named) && !isAnswered(one))
  const [worst] = (lost.length ? lost : ignored).toSorted((x, y) => y.sendings.length - x.sendings.length || y.time - x.time)
  const sender = worst?.sendings.find(one => one.sender !== undefined)?.sender
  if (!worst || sender === undefined) return undefined
  const arrived = worst.sendings.filter(came).length
  const outside = worst.sendings.filter(one => one.fate === 'unknown' && !came(one)).length
  const place = lost.length ? wayFrom(sender) : at(other(sender))
  const isReturned = arrived > 0 && worst.sendings.filter(came).some(one => isReturnedBy(other(sender), one))
  return { place, named: worst.named, sender, sent: worst.sendings.length, arrived, outside, isReturned }

  /** The other side says something new behind it. */
  function isHeard({ named: { message } }: (typeof all)[number]): boolean {
    return lastSaid[opposite(message.side)] > message.transmissions[0]!.sightings[0]!.time
  }

  function isReturnedBy(end: 0 | 1, { seen }: Sending): boolean {
    const by = seen[end] && returnerOf(pair.scenes[end], seen[end])
    return by !== undefined && pair.lineup.ends.near[end].has(by)
  }

  /** It is heard, or what the other side says does not get into the capture at its own end. */
  function isAnswered(one: (typeof all)[number]): boolean {
    const sender = one.sendings.find(sending => sending.sender !== undefined)?.sender
    return (sender !== undefined && pair.lineup.mute[other(sender)]) || isHeard(one)
  }

  function arrivalTime(one: (typeof all)[number]): number {
    const first = one.sendings.findIndex(came)
    return one.named.message.transmissions[first]!.sightings[0]!.time
  }
}

function firstTime({ message }: NamedMessage): number {
  return message.transmissions[0]!.sightings[0]!.time
}

/** It arrived whole. */
export function came({ fate, seen, sender }: Sending): boolean {
  if (sender === undefined) return false
  return (fate === 'delivered' || fate === 'modified') && seen[other(sender)] !== undefined
}

/** It arrived, and the capture there went on for as long as an answer may take. */
function isThere(pair: PairScene, sendings: readonly Sending[]): boolean {
  return sendings.some(one => came(one) && pair.scenes[other(one.sender!)].end - one.seen[other(one.sender!)]!.time >= PATIENCE)
}

const PATIENCE = 3

/** Of no copy the other capture can tell whether it arrived. */
function isUnknown(sendings: readonly Sending[]): boolean {
  return sendings.every(one => one.fate === 'unknown' && !came(one))
}

/** It was seen leaving and not arriving, or not all of it, by a capture that takes what arrives. */
function notSeen(sending: Sending, { lineup }: PairScene): boolean {
  const { sender, seen, fate } = sending
  if (sender === undefined || lineup.blind[other(sender)] || seen[sender] === undefined) return false
  return fate === 'lost' || seen[other(sender)] === undefined
}

/** The other capture can hardly have ended before all of them left. */
function isNear(pair: PairScene, { message }: NamedMessage, sendings: readonly Sending[]): boolean {
  if (sendings.some(one => one.fate === 'lost')) return true
  const first = sendings.findIndex(one => notSeen(one, pair))
  const sender = sendings[first]?.sender
  if (sender === undefined) return false
  if (pair.scenes[other(sender)].trace.packets.length === 0) return true
  if (hadStopped(pair, sendings)) return false
  const own = sendings[first]!.seen[sender]!.time
  const span = pair.lineup.fates.spans[other(sender)]
  if (!span || !isRelated(pair)) return ranThen(pair, sender, own, SOON)
  const time = message.transmissions[first]!.sightings[0]!.time
  return time >= span.from - SOON && time <= span.until + SOON
}

/** The end that should have received it sends on, as the sender's capture shows, and its own capture does not have that: it had
 *  been stopped. */
function hadStopped({ lineup }: PairScene, sendings: readonly Sending[]): boolean {
  const sender = sendings.find(one => one.sender !== undefined)?.sender
  const until = sender === undefined ? undefined : lineup.fates.spans[other(sender)]?.until
  if (sender === undefined || until === undefined) return false
  const { packets, flows } = lineup.rows[sender]
  const timeOf = (row: number) => onClockOfA(lineup.clock, sender, packets.time(row)) ?? until
  for (let flow = 0; flow < flows.length; flow++) {
    if (lineup.ends.way[sender][flow] !== Way.receivedHere) continue
    const rows = packets.rowsOfFlow(flow)
    for (let i = rows.length - 1; i >= 0 && timeOf(rows[i]!) > until; i--)
      if (lineup.fates.of[sender][rows[i]!] === Fate.outside) return true
  }
  return false
}

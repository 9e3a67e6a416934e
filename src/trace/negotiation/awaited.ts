import { firstSighting, gapsOf, lastTime, type Message, type Negotiation, type Seconds } from '../model.ts'
import { Exchanges, isAuth, isPhase1, isResponse } from './header.ts'
import { isNotWhole } from './notHeard.ts'
import { dueWithin, nextGap, patterns } from './retransmissionPatterns.ts'

// An answer of which a part is missing may have arrived whole where it was waited for, and only the capture lacks the rest: a filter
// on ports leaves out later fragments. Then whoever waited goes on, or at least does not ask again. Where the capture ends before
// either could be seen, nothing says that the answer arrived: the rest may have been on its way when the capture ended.

/** A protected flow, as far as it tells that somebody went on. */
interface Began {
  readonly source: string
  readonly destination: string
  readonly firstTime: Seconds
}

/** Notes such answers. @param end time of the capture's last packet */
export function noteAwaited(negotiations: readonly Negotiation[], flows: readonly Began[], end: Seconds): void {
  for (const negotiation of negotiations)
    for (const message of negotiation.messages) {
      const awaited = isAwaited(message, flows, end)
      if (awaited === (message.awaited ?? false)) continue
      if (awaited) message.awaited = true
      else delete message.awaited
      negotiation.revision++
    }
}

function isAwaited(message: Message, flows: readonly Began[], end: Seconds): boolean {
  const { ike, negotiation, transmissions } = message
  if (transmissions[0]!.sightings[0]!.carriage === 'packet' || !isAnswer(message) || !isNotWhole(message)) return false
  const { time, source, destination } = firstSighting(message)
  const others = negotiation.messages.filter(one => one.side !== message.side)
  if (others.some(one => firstSighting(one).time > time && goesOn(one, message))) return false
  const asked = others.findLast(one => firstSighting(one).time <= time && one.ike.exchangeType === ike.exchangeType)
  const last = Math.max(lastTime(message), asked ? lastTime(asked) : 0)
  if (end - last > patience(asked, negotiation.version)) return false
  return !flows.some(one => one.firstTime > time && one.source === destination.address && one.destination === source.address)
}

/** Behind it whoever waited has all that it needs to go on: an answer of IKEv2, in IKEv1 a message of phase 1. */
function isAnswer({ ike, negotiation }: Message): boolean {
  return negotiation.version === 2 ? isResponse(ike) : isPhase1(ike.exchangeType)
}

/** What is said only once the answer was read: in IKEv2 the next request, or anything behind the last IKE_AUTH. RFC 7296 §2.3. */
function goesOn(one: Message, { ike, negotiation }: Message): boolean {
  if (negotiation.version !== 2) return true
  if (!isResponse(one.ike)) return one.ike.messageId > ike.messageId || ike.exchangeType === Exchanges.ikeSaInit
  return isAuth(ike.exchangeType) && !isAuth(one.ike.exchangeType)
}

/** Seconds after which it would have been asked again. */
function patience(asked: Message | undefined, version: number): Seconds {
  const wait = asked && nextGap(gapsOf(asked), version)
  return wait === undefined ? LONGEST : dueWithin(wait)
}

/** No stack that speaks IKEv2 waits longer before it asks a second time. */
const LONGEST = Math.max(...patterns.filter(one => !one.onlyV1).map(one => one.gaps[0]!))

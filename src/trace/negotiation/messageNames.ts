import type { Message, Side } from '../model.ts'
import type { NamedMessage } from './exchange.ts'
import { Exchanges, has, isResponse, payloadOf } from './header.ts'
import type { QuickModeStart } from './quickModeStart.ts'

// What each message is called, from what it can be and not from a count: a capture that starts at MM5 shows an MM5.
//
// Main mode comes in pairs, the odd ones from the initiator. What is in them says which pair: an SA payload 1 and 2, a
// key exchange 3 and 4, encryption 5 and 6. GSS-API may need more round trips: then tokens come without a key exchange
// (after the third and fourth) or encrypted (after the fifth and sixth), and each further content of one sender counts
// two on. A message sent again is the same message, and a first message that was refused and comes with other contents
// stays the first. A piece whose number the capture cut may be one of the same message.
//
// Quick mode counts from whoever began it: 1 and 3 are his, 2 and 4 (the Commit bit's CONNECTED) the other's.

/**
 * Names for the messages of one exchange. RFC 2409 §5, RFC 7296 §1.
 * @param type what the exchange is called: so are the messages of one that has no numbers
 * @param quick what the capture lacks of a quick mode
 */
export function nameMessages(
  messages: readonly Message[],
  starter: Side,
  exchangeType: number,
  type: string,
  quick?: Pick<QuickModeStart, 'thirdFirst' | 'isUnsure' | 'begin'>,
): NamedMessage[] {
  const letters = type.startsWith('GROUPKEY') ? undefined : numbered[exchangeType]
  if (letters === undefined) {
    return messages.map(message => {
      const end = message.ike.majorVersion !== 2 ? '' : isResponse(message.ike) ? ' response' : ' request'
      return { name: `${type}${end}`, position: message.side === starter ? 1 : 2, message }
    })
  }
  const place = quick?.thirdFirst ? latePlace : (PLACES[exchangeType] ?? nextPlace)
  const last = [0, 0]
  return messages.map(message => {
    const position = message === quick?.begin ? 1 : place(message, message.side === starter, last[message.side]!, last[1 - message.side]!)
    last[message.side] = Math.max(position, last[message.side]!)
    return { name: quick?.isUnsure && position < 3 ? FIRST_OR_SECOND : `${letters}${position}`, position, message }
  })
}

/** What the first message that the capture has of a quick mode may be. */
const FIRST_OR_SECOND = 'QM1 or QM2'

/** @param last place of the sender's last message, 0 when there is none  @param heard that of the other side's */
type Place = (message: Message, starter: boolean, last: number, heard: number) => number

const mainModePlace: Place = ({ ike }, starter, last) => {
  const odd = starter ? 0 : 1
  if (has(ike, 'sa')) return 1 + odd
  if (has(ike, 'ke')) return 3 + odd
  if (has(ike, 'fragment')) return Math.max(payloadOf(ike, 'fragment') ? last + 2 : last, 3 + odd)
  const least = (ike.encrypted ? 5 : 3) + odd
  return last >= least ? last + 2 : least
}

const aggressivePlace: Place = (message, starter, last, heard) => {
  if (!starter) return nextPlace(message, starter, last, heard)
  return has(message.ike, 'sa') ? 1 : Math.max(3, last + 2)
}

/** The sender's next place, behind what the other side has said. */
const nextPlace: Place = (_, starter, last, heard) => Math.max(last ? last + 2 : starter ? 1 : 2, heard + 1)

/** A second message comes behind the third only as one that is sent again. */
const latePlace: Place = (message, starter, last, heard) =>
  starter && last === 0 ? 3 : !starter && last === 0 ? 2 : nextPlace(message, starter, last, heard)

const PLACES: Readonly<Record<number, Place>> = { [Exchanges.main]: mainModePlace, [Exchanges.aggressive]: aggressivePlace }

const numbered: Readonly<Record<number, string>> = {
  [Exchanges.base]: 'BM',
  [Exchanges.main]: 'MM',
  [Exchanges.authenticationOnly]: 'AO',
  [Exchanges.aggressive]: 'AM',
  [Exchanges.quick]: 'QM',
  [Exchanges.newGroup]: 'NG',
  [Exchanges.authipMain]: 'MM',
  [Exchanges.authipQuick]: 'QM',
  [Exchanges.authipExtended]: 'EM',
}

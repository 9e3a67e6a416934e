import { firstSighting, gapsOf, type Message, type Negotiation, type Side } from '../model.ts'
import { Exchanges, has, isPhase1 } from './header.ts'
import { opposite } from './sides.ts'

// Who began a quick mode. Its first two messages look alike without keys, the third holds a hash and no more, and only who
// began sends it (RFC 2409 §5.5). So where the capture may lack the beginning a third message tells; where that is not here
// either, the first message seen may be QM1 of its sender or QM2, which he sends again, and nobody can tell.

/** Who began a quick mode, and what the capture lacks of it. */
export interface QuickModeStart {
  readonly starter: Side
  /** The capture has it from its third message on, and perhaps the second, sent again because that was lost. */
  readonly thirdFirst: boolean
  /** What was seen first may be QM1 or QM2: who began is not known. */
  readonly isUnsure: boolean
  /** Its first message, where it is seen behind the answer. */
  readonly begin?: Message
}

/** @param messages of one quick mode, in the order in which they were first seen */
export function quickModeStart(negotiation: Negotiation, messages: readonly Message[]): QuickModeStart {
  const [first] = messages as [Message]
  const maybeLate = mayLackBeginning(negotiation, messages)
  const isThird = (one: Message) => one.ike.length <= (maybeLate ? HASH_ONLY : TOO_SHORT) && !has(one.ike, 'sa')
  const starter = { starter: first.side, isUnsure: false, thirdFirst: false }
  if (isThird(first)) return { ...starter, thirdFirst: maybeLate }
  // With the commit bit a fourth one comes, which holds a notify too; of all of them the third is the shortest.
  const third = messages.filter(isThird).reduce<Message | undefined>((a, b) => (a && a.ike.length <= b.ike.length ? a : b), undefined)
  if (third && third.side !== first.side) {
    const begin = messages.find(one => one.side === third.side && one !== third && one.ike.length > third.ike.length)
    return { ...starter, starter: third.side, ...(begin ? { begin } : {}) }
  }
  if (third) return starter
  return { ...starter, isUnsure: maybeLate && isJoined(negotiation) && first.ike.encrypted && isNearStart(messages) }
}

/** Nothing of phase 1 is here: it was over when the capture began. */
function isJoined({ joined, messages }: Negotiation): boolean {
  return joined && !messages.some(({ ike }) => isPhase1(ike.exchangeType))
}

/** The capture may have begun within it: that of a negotiation without its beginning, or the one behind phase 1 where the last
 *  message of that is missing, for that it took a hole in the capture. */
function mayLackBeginning({ joined, messages }: Negotiation, [first]: readonly Message[]): boolean {
  if (joined) return first === messages[0] || firstSighting(first!).time <= LONGEST
  const next = messages.findIndex(({ ike }) => !isPhase1(ike.exchangeType))
  const before = messages[next - 1]
  if (first !== messages[next] || before?.ike.exchangeType !== Exchanges.main || !before.ike.encrypted) return false
  return !messages.slice(0, next).some(({ ike, side }) => ike.encrypted && side !== before.side)
}

/** Right at the start of the capture, or so early that a copy before it is possible: copies come further and further apart. */
function isNearStart(messages: readonly Message[]): boolean {
  const [first] = messages as [Message]
  const { time } = firstSighting(first)
  const copied = messages.some(one => one.transmissions.length > 1)
  const answered = messages.some(one => one.side === opposite(first.side))
  if (answered && !copied) return false
  const [gap] = gapsOf(first)
  return time <= AT_START || (gap !== undefined && gap >= time * NEARLY)
}

/** Length in octets up to which an encrypted quick mode message holds a hash and no more: at most 28 + 4 + 64 and padding. */
const HASH_ONLY = 112
/** The second one has a hash, an SA (at least 32 octets) and a nonce (12) behind its header: nothing as short as this can be one. */
const TOO_SHORT = 91
/** Seconds between copies at most, and in which a capture begins. */
const LONGEST = 60
const AT_START = 2
const NEARLY = 0.8

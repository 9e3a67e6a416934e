import { listed, piecesNamed } from '../../findings/wording.ts'
import type { Message } from '../../model.ts'
import { other, type PairScene, sendingsOf } from '../scene.ts'
import type { Sending } from '../sending.ts'

// A message that IKE cut itself can be lost by one piece: every copy of it arrives but for that one, and nobody can read it.
// RFC 7383 §2.6.

/** The pieces of a message that were lost of every copy, while the others came. */
export interface LostPieces {
  /** `piece 2 of 3`. */
  readonly lost: string
  /** What is to be said of it behind the number of copies. */
  readonly says: string
  /** None that came is as large, or their sizes are not known. */
  readonly mayBeSize: boolean
}

/** Undefined where copies lacked different pieces, or nothing of one came. */
export function lostPieces(pair: PairScene, message: Message, sender: 0 | 1): LostPieces | undefined {
  const sendings = sendingsOf(pair, message).filter(one => one.sender === sender && one.fate === 'lost')
  const total = sendings[0]?.seen[sender]?.fragments?.total ?? 0
  const missing = sendings.map(one => missingOf(one, sender))
  const [first] = missing
  if (!first || total === 0 || missing.some(one => one.length === 0 || one.length === total || one.join() !== first.join()))
    return undefined
  const came = Array.from({ length: total }, (_, i) => i + 1).filter(number => !first.includes(number))
  if (sendings.some(one => came.some(number => !one.seen[other(sender)]?.fragments?.numbers.includes(number)))) return undefined
  const lost = piecesNamed(first, total)
  const arrived = `${came.length === 1 ? 'piece' : 'pieces'} ${listed(came.map(String))} arrived`
  const says = sendings.length === 1 ? `Lost was ${lost}; ${arrived}.` : `Each time it was ${lost} that was lost; ${arrived}.`
  return { lost, says, mayBeSize: !(largest(pair, sendings, sender, came) >= largest(pair, sendings, sender, first)) }
}

/** Octets of the largest packet that left with one of these pieces; not a number where IP cut pieces once more. */
function largest({ lineup }: PairScene, sendings: readonly Sending[], sender: 0 | 1, numbers: readonly number[]): number {
  const { packets } = lineup.rows[sender]
  const sizes = sendings.flatMap(({ seen }) => {
    const { fragments, packets: carriers } = seen[sender]!
    if (carriers.length !== fragments?.numbers.length) return Number.NaN
    return fragments.numbers.flatMap((number, i) => (numbers.includes(number) ? packets.ipLength(carriers[i]! - 1) : []))
  })
  return Math.max(0, ...sizes)
}

/** Pieces of one sending that left and did not come, by their numbers. */
function missingOf({ seen }: Sending, sender: 0 | 1): number[] {
  const came = new Set(seen[other(sender)]?.fragments?.numbers)
  return (seen[sender]?.fragments?.numbers ?? []).filter(number => !came.has(number)).sort((x, y) => x - y)
}

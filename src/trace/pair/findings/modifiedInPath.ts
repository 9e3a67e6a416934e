import { Kind } from '../../../dissectors/sort.ts'
import type { Found } from '../../findings/finding.ts'
import { firstSighting } from '../../model.ts'
import { Way } from '../ends.ts'
import { Fate } from '../fate.ts'
import { Mark, NONE } from '../rows.ts'
import { cited, endName, other, type PairForm, type PairScene, sendingsOf, ways } from '../scene.ts'
import { changedAlike } from './changedAlike.ts'

/** T2: the same packet at both ends with other bytes. */
export const modifiedInPath: PairForm = pair => {
  const changed = ([0, 1] as const).map(sender => changedFrom(pair, sender)).filter(one => one.rows.length > 0)
  if (changed.length === 0) return []
  const stopped = stoppedBy(pair, changed)
  const found: Found = {
    severity: stopped ? 'error' : 'warning',
    title: `Packets are changed on the way: ${changed.map(one => `${one.rows.length} of ${one.sent} from ${endName(pair, one.sender)}`).join(', ')}`,
    says: `${changed.map(one => `${one.rows.length} ${one.rows.length === 1 ? 'packet' : 'packets'} arrived at ${endName(pair, other(one.sender))} with other bytes than they had when they left ${endName(pair, one.sender)} (${Math.round((100 * one.rows.length) / one.sent)} % of ${one.sent}). ${changedAlike(pair, one.sender, one.rows, one.same)}`).join('. ')}.${stopped ? ` ${stopped.name} is among them, every copy that arrived: its receiver cannot accept it, and the negotiation does not go on.` : ' Whoever receives them drops them: the integrity check fails (of ESP and AH Windows logs event 4285, from Vista on 4960).'}`,
    confidence: 'certain',
    place: ways(new Set(changed.map(one => one.sender))),
    negotiation: stopped?.id ?? null,
    because: [
      ...examples(pair),
      'The same packet was found in both traces by SPI and sequence number, or by its IP identification, length and moment, and its bytes differ.',
    ],
    evidence: changed.flatMap(one =>
      one.rows
        .slice(0, 6)
        .flatMap(row => [...cited(one.sender, [row]), ...cited(other(one.sender), [pair.lineup.rows[one.sender].mate[row]!])]),
    ),
    otherwise: [],
    tryNext: [
      'Look for a device between the two that rewrites packets, or a link, a cable or memory that flips bits.',
      'Compare two of them byte by byte: ikescope compare A B --packet N.',
    ],
  }
  return [found]
}

/** A message of which every copy that arrived was changed, and after which its receiver said nothing new. */
function stoppedBy(pair: PairScene, changed: readonly { readonly sender: 0 | 1; readonly rows: readonly number[] }[]) {
  if (!changed.some(one => one.rows.some(row => isIke(pair, one.sender, row)))) return undefined
  for (const joint of pair.joints.all) {
    const messages = joint.course.exchanges.flatMap(exchange => exchange.messages)
    for (const { name, message } of messages) {
      const came = sendingsOf(pair, message).filter(one => one.fate === 'delivered' || one.fate === 'modified')
      if (came.length < 2 || came.some(one => one.fate !== 'modified')) continue
      const { time } = firstSighting(message)
      if (!messages.some(m => m.message.side !== message.side && firstSighting(m.message).time > time)) return { id: joint.id, name }
    }
  }
  return undefined
}

function isIke({ lineup }: PairScene, sender: 0 | 1, row: number): boolean {
  return lineup.rows[sender].packets.kind(row) === Kind.ike
}

function changedFrom({ lineup }: PairScene, sender: 0 | 1): { sender: 0 | 1; rows: number[]; same: number[]; sent: number } {
  const { mate, marks, packets } = lineup.rows[sender]
  const rows: number[] = []
  const same: number[] = []
  let sent = 0
  for (let row = 0; row < mate.length; row++) {
    if (
      mate[row] === NONE ||
      lineup.ends.way[sender][packets.flow(row)] !== Way.sentHere ||
      lineup.fates.of[sender][row] !== Fate.delivered
    )
      continue
    sent++
    if (marks[row]! & Mark.altered) rows.push(row)
    else if (same.length < MOST) same.push(row)
  }
  return { sender, rows, same, sent }
}

/** Unchanged packets that the changed ones are held against. */
const MOST = 20_000

/** The first changes byte by byte, where the bytes of both were compared. */
function examples({ modified }: PairScene): string[] {
  return modified.slice(0, 3).flatMap(({ a, b, differences: [first], octets }) => {
    if (!first) return []
    const where = first.field ? ` (${first.field.split('/').at(-1)})` : ''
    return [
      `A${a} and B${b} differ in ${octets} ${octets === 1 ? 'octet' : 'octets'}: at ${first.start} of the IP packet${where} ${first.before} became ${first.after}.`,
    ]
  })
}

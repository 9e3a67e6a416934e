import type { Found } from '../../findings/finding.ts'
import { Way } from '../ends.ts'
import { Fate } from '../fate.ts'
import { Mark, NONE } from '../rows.ts'
import { cited, endName, other, type PairForm, type PairScene, ways } from '../scene.ts'

/** T2: the same packet at both ends with other bytes. */
export const modifiedInPath: PairForm = pair => {
  const changed = ([0, 1] as const).map(sender => changedFrom(pair, sender)).filter(one => one.rows.length > 0)
  if (changed.length === 0) return []
  const found: Found = {
    severity: 'warning',
    title: `Packets are changed on the way: ${changed.map(one => `${one.rows.length} of ${one.sent} from ${endName(pair, one.sender)}`).join(', ')}`,
    says: `${changed.map(one => `${one.rows.length} packets arrived at ${endName(pair, other(one.sender))} with other bytes than they had when they left ${endName(pair, one.sender)} (${Math.round((100 * one.rows.length) / one.sent)} % of ${one.sent})`).join('. ')}. A receiver of ESP or AH drops them: the integrity check fails (Windows event 4285).`,
    confidence: 'certain',
    place: ways(new Set(changed.map(one => one.sender))),
    negotiation: null,
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

function changedFrom({ lineup }: PairScene, sender: 0 | 1): { sender: 0 | 1; rows: number[]; sent: number } {
  const { mate, marks, packets } = lineup.rows[sender]
  const rows: number[] = []
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
  }
  return { sender, rows, sent }
}

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

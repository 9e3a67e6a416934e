import type { Found } from '../../findings/finding.ts'
import { protectedInPieces } from '../../findings/paths/hostFragmentsProtectedPackets.ts'
import { Fate } from '../fate.ts'
import { cited, endName, other, type PairForm, type PairScene, passageOf, wayFrom } from '../scene.ts'
import { missingBytes } from './fragments.ts'

/** F8: told once, by the end that sends, where it shows who cut; and which of the fragments were lost. */
export const hostFragmentsProtectedPackets: PairForm = (pair, alone) => {
  const bySender = new Map<string, Found>()
  for (const found of alone) {
    const [first] = found.evidence
    const sender = first && passageOf(pair, first.trace, first.packet)?.sender
    const key = sender === undefined ? `${first?.trace} ${found.alone}` : `${sender}`
    const known = bySender.get(key)
    if (!known || (first?.trace === sender && known.evidence[0]?.trace !== sender)) bySender.set(key, found)
  }
  return [...bySender].map(([key, found]) => (key === '0' || key === '1' ? told(pair, found, Number(key) as 0 | 1) : found))
}

function told(pair: PairScene, found: Found, sender: 0 | 1): Found {
  const rows = [...protectedInPieces(pair.scenes[sender]).values()]
    .flat()
    .flatMap(datagram => datagram.pieces.map(piece => piece.packet - 1))
    .filter(row => passageOf(pair, sender, row + 1)?.sender === sender)
  const lost = rows.filter(row => pair.lineup.fates.of[sender][row] === Fate.lost)
  if (rows.length === 0) return cutByRouter(pair, found, sender)
  const to = endName(pair, other(sender))
  if (lost.length === 0) return { ...found, says: `${found.says} All that was sent of them arrived at ${to}.` }
  return {
    ...found,
    place: wayFrom(sender),
    says: `${found.says} ${lost.length} of ${rows.length} such fragments did not arrive at ${to}: ${missingBytes(pair, sender, lost)}. A packet of which one fragment is lost is lost.`,
    because: [...found.because, 'Each lost fragment was seen leaving and is not in the other capture.'],
    evidence: [...cited(sender, lost, 6), ...found.evidence].slice(0, 16),
  }
}

/** The sender's own capture has them whole. */
function cutByRouter(pair: PairScene, found: Found, sender: 0 | 1): Found {
  const says = `${endName(pair, sender)} sent them whole, as its own capture shows: a router on the way has cut them.`
  return { ...found, says: `${found.says} ${says}`, otherwise: [] }
}

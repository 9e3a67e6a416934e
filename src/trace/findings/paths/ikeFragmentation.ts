import { lacksPieces, type Message, piecesOf } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'

/** F3: the peers cut large messages inside IKE. RFC 7383; [MS-IKEE] §3.3 and Cisco's payload 132. */
export const ikeFragmentation: Rule = { id: 'ike-fragmentation', scenario: 'F3', find: ({ courses }: Scene) => courses.flatMap(find) }

function find(course: Course): Found[] {
  if (!course.isCutInIke) return []
  const cut = course.negotiation.messages.filter(m => m.transmissions.some(t => t.sightings.some(s => s.carriage === 'ike-fragments')))
  const after = cut.filter(sentWholeFirst)
  const open = cut.filter(lacksPieces)
  const pieces = cut.map(piecesOf).filter(f => f !== undefined)
  return [
    {
      severity: 'note',
      title: 'Large messages are cut inside IKE',
      says: `${cut.length === 1 ? 'One message' : `${cut.length} messages`} of this negotiation ${cut.length === 1 ? 'travels' : 'travel'} in pieces that IKE itself made (${pieces.map(f => (f.total ? `${f.numbers.length} of ${f.total}` : `${f.numbers.length}`)).join(', ')} seen), so that no IP fragments are needed. ${after.length ? 'It was sent whole first and got no answer: IP fragments seem not to pass this path.' : 'It was done from the start, not because something was lost.'}${open.length ? ` Of ${open.length === 1 ? 'one message' : `${open.length} messages`} pieces are missing.` : ''}`,
      confidence: 'certain',
      place: 'unknown',
      negotiation: idOf(course),
      because: [
        course.negotiation.version === 2 ? 'The messages are Encrypted Fragments (RFC 7383).' : 'The messages come in payload 132.',
      ],
      evidence: evidence(cut),
      otherwise: [],
      tryNext: [],
    },
  ]
}

/** The same message went out in one piece, or in IP fragments, before. */
function sentWholeFirst(message: Message): boolean {
  const [first] = message.transmissions
  return first?.sightings[0]?.carriage !== 'ike-fragments'
}

import { lacksPieces, type Message, piecesOf, sightings } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'

/** F3: the peers cut large messages inside IKE. RFC 7383; [MS-IKEE] §3.3 and Cisco's payload 132. */
export const ikeFragmentation: Rule = { id: 'ike-fragmentation', scenario: 'F3', find }

function find(scene: Scene): Found[] {
  return scene.courses.flatMap(course => ofCourse(scene, course))
}

function ofCourse(scene: Scene, course: Course): Found[] {
  if (!course.isCutInIke) return []
  const cut = course.negotiation.messages.filter(m => m.transmissions.some(t => t.sightings.some(s => s.carriage === 'ike-fragments')))
  const after = cut.filter(sentWholeFirst)
  const open = cut.filter(lacksPieces)
  const again = isCutAgain(scene, cut)
  const pieces = cut.map(piecesOf).filter(f => f !== undefined)
  return [
    {
      severity: 'note',
      title: 'Large messages are cut inside IKE',
      says: `${cut.length === 1 ? 'One message' : `${cut.length} messages`} of this negotiation ${cut.length === 1 ? 'travels' : 'travel'} in pieces that IKE itself made (${pieces.map(f => (f.total ? `${f.numbers.length} of ${f.total}` : `${f.numbers.length}`)).join(', ')} seen)${again ? ', and IP had to cut some of these pieces once more' : ', so that no IP fragments are needed'}. ${after.length ? 'It was sent whole first and got no answer: IP fragments seem not to pass this path.' : 'It was done from the start, not because something was lost.'}${open.length ? ` Of ${open.length === 1 ? 'one message' : `${open.length} messages`} pieces are missing.` : ''}`,
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

/** Pieces travelled in IP fragments all the same. */
function isCutAgain({ trace }: Scene, cut: readonly Message[]): boolean {
  const packets = new Set(cut.flatMap(sightings).flatMap(one => (one.carriage === 'ike-fragments' ? one.packets : [])))
  return trace.datagrams.reassembly.datagrams.some(d => d.pieces.length > 1 && d.pieces.some(({ packet }) => packets.has(packet)))
}

/** The same message went out in one piece, or in IP fragments, before. */
function sentWholeFirst(message: Message): boolean {
  const [first] = message.transmissions
  return first?.sightings[0]?.carriage !== 'ike-fragments'
}

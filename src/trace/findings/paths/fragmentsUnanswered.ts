import { captureAt } from '../captureAt.ts'
import { type Found, idOf, packetsAsEvidence, type Rule, type Scene, times } from '../finding.ts'
import { waitsInVain } from '../waiting.ts'
import { expiredReassemblies, lossyRoutes } from './lostFragments.ts'

/** F1, with no more than silence to go by: small messages were answered, and the first one that travels in fragments is not,
 *  however often it is sent. */
export const fragmentsUnanswered: Rule = { id: 'fragments-lost', scenario: 'F1', rests: 'pieces', find: unanswered }

function unanswered(scene: Scene): Found[] {
  if (lossyRoutes(scene).length > 0 || expiredReassemblies(scene).length > 0) return []
  return scene.courses.flatMap(course => {
    const waits = waitsInVain(course)
    if (!waits || waits.message.transmissions.length < 3) return []
    const { message, name } = waits
    const [{ source, destination, packets }] = message.transmissions.map(t => t.sightings[0]!) as [
      (typeof message.transmissions)[0]['sightings'][0],
    ]
    const inPieces = message.transmissions.every(t => t.sightings[0]!.carriage === 'ip-fragments' && t.sightings[0]!.complete)
    const answered = course.negotiation.messages.some(m => m.side !== message.side)
    if (!inPieces || !answered) return []
    return [
      {
        severity: 'note' as const,
        title: `${name} travels in fragments, and only it gets no answer`,
        says: `The messages before ${name} fitted into one packet each and were answered. ${name} leaves ${source.address} in ${packets.length} fragments, ${times(message.transmissions.length)}, and nothing comes back from ${destination.address}: the path may drop later fragments.`,
        confidence: 'possible' as const,
        place: 'unknown' as const,
        negotiation: idOf(course),
        because: [`${name} is the first message that is too large for one packet.`],
        evidence: packetsAsEvidence(message.transmissions.flatMap(t => t.sightings[0]!.packets)),
        otherwise: [`${destination.address} has ${name} and says nothing.`, 'The answer is lost on its way back.'],
        tryNext: [captureAt(destination.address, `: it shows whether all fragments arrive.`)],
      },
    ]
  })
}

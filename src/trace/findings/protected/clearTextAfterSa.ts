import { firstSighting } from '../../model.ts'
import { type ClearTalk, endedAt } from '../../protected/clearText.ts'
import { route } from '../addresses.ts'
import { courseBetween } from '../espPairs.ts'
import { type Found, idOf, inWords, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { unansweredChecks } from '../negotiations/deadPeer.ts'

/** T10: what an SA carried goes on in the clear once the SA is gone. */
export const clearTextAfterSa: Rule = {
  id: 'clear-text-after-sa',
  scenario: 'T10',
  find: scene => scene.clearTalks.flatMap(talk => afterwards(scene, talk)),
}

function afterwards(scene: Scene, talk: ClearTalk): Found[] {
  const { packets } = scene.trace
  const deleted = endedAt(talk, scene.lives)
  if (!talk.inside && deleted === undefined) return []
  const flows = [...talk.along, ...talk.against]
  const began = Math.min(...flows.map(f => f.firstTime))
  const last = Math.max(...flows.map(f => f.lastTime))
  const rows = talk.rows.filter(row => packets.time(row) > Math.max(last, deleted ?? last))
  if (rows.length === 0) return []
  if (!talk.inside && !(packets.time(talk.rows[0]!) > began)) return []
  const course = courseBetween(scene, flows[0]!)
  const wait = packets.time(rows[0]!) - last
  const [asked] = course && deleted === undefined ? unansweredChecks(course) : []
  const isGivenUp = asked !== undefined && firstSighting(asked).time < packets.time(rows[0]!)
  return [
    {
      severity: 'note',
      title: `${talk.source} goes on in the clear to ${talk.destination} once the SA is gone`,
      says: `${rows.length === 1 ? 'One packet' : `${rows.length} packets`} (${talk.what}) went unprotected, the first ${inWords(wait)} after the last protected packet${deleted === undefined ? '' : ' and after the delete'}. ${talk.inside ? 'Packets between these two were inside the tunnel before.' : 'If the SA was for these two hosts themselves, such packets went protected before.'}`,
      confidence: talk.inside ? 'likely' : 'possible',
      place: 'unknown',
      negotiation: course ? idOf(course) : null,
      ...(isGivenUp ? { under: ['dead-peer'] } : {}),
      because: [
        talk.inside ? 'Decrypted packets between the same two stand in this capture.' : 'The same two hosts are the ends of the SA.',
        deleted === undefined ? 'No protected packet comes after them.' : 'The SA was deleted before.',
        ...(isGivenUp
          ? [`${route(asked).from} had asked in vain whether ${route(asked).to} is there: whoever hears nothing drops the SA.`]
          : []),
      ],
      evidence: packetsAsEvidence([...flows.map(f => f.lastPacket).slice(-1), ...rows.map(row => row + 1)]),
      otherwise: ['The policy allows it: without an SA this traffic may go in the clear.'],
      tryNext: [`If it must never leave unprotected: give ${talk.source} a policy that blocks or negotiates instead.`],
    },
  ]
}

import type { Delete } from '../../negotiation/deletes.ts'
import { courseBetween } from '../espPairs.ts'
import { type Found, idOf, inWords, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'

/** T8: an SA ended after it had carried nothing for a while. Windows ends quick modes after 300 s. */
export const idleExpiry: Rule = { id: 'idle-expiry', scenario: 'T8', find: idle }

/** Seconds without a packet from which an SA was idle. */
const IDLE = 50

function idle(scene: Scene): Found[] {
  return scene.lives.ipsec.flatMap(({ sa, lastUse, deletedBy, replacedBy }) => {
    if (!deletedBy || replacedBy || lastUse === undefined || deletedBy.time - lastUse < IDLE) return []
    const flow = sa.flows.flat()[0]!
    const course = courseBetween(scene, flow)
    const silence = deletedBy.time - lastUse
    // A timeout for idle SAs ends them, and seldom the IKE SA with them; that of Windows is known by its length.
    const ofIke = ikeBehind(scene, deletedBy)
    const likeWindows = silence > 290 && silence < 330
    const withIke = deletedBy.of === 'ike' || ofIke !== undefined
    return [
      {
        severity: 'note' as const,
        title: `An IPsec SA between ${flow.source} and ${flow.destination} ended idle`,
        says: `It had carried nothing for ${inWords(silence)} when it was deleted${withIke ? ' with its IKE SA' : ''}${likeWindows ? ', about the 300 s after which Windows ends an idle SA' : ''}. The next packet needs a new negotiation.`,
        confidence: withIke && !(ofIke && likeWindows) ? ('possible' as const) : ('likely' as const),
        place: 'unknown' as const,
        negotiation: course ? idOf(course) : null,
        because: [
          `The delete was told from this: ${deletedBy.because}.`,
          ...(ofIke ? [`That of the IKE SA came right behind it, told from this: ${ofIke.because}.`] : []),
        ],
        evidence: packetsAsEvidence([...sa.flows.flat().map(f => f.lastPacket), deletedBy.packet, ...(ofIke ? [ofIke.packet] : [])]),
        otherwise: [
          withIke
            ? `Somebody ended the connection by hand, or a service was stopped: what was deleted is the IKE SA${ofIke ? ' as well' : ''}, and no timeout for idle SAs was at work.`
            : 'Somebody ended the connection by hand.',
        ],
        tryNext: [],
      },
    ]
  })
}

/** The delete of the IKE SA that the same end sent right behind that of the IPsec SA: IKEv1 deletes each by itself. RFC 2408 §3.15. */
function ikeBehind({ lives }: Scene, { message, of, by, time }: Delete): Delete | undefined {
  if (of === 'ike' || message.negotiation.version !== 1) return undefined
  const ended = lives.ike.find(life => life.course.negotiation === message.negotiation)?.deletedBy
  return ended && ended.by === by && ended.time >= time && ended.time - time <= RIGHT_BEHIND ? ended : undefined
}

/** Seconds between the two deletes of one who ends all. */
const RIGHT_BEHIND = 1

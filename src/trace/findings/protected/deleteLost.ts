import type { Delete } from '../../negotiation/deletes.ts'
import { opposite } from '../../negotiation/sides.ts'
import type { Flow } from '../../protected/flow.ts'
import type { IpsecLife } from '../../protected/lifetime.ts'
import type { IpsecSa } from '../../protected/securityAssociation.ts'
import { captureAt } from '../captureAt.ts'
import { courseBetween } from '../espPairs.ts'
import { evidence, type Found, idOf, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { nameOf, rowsAfter } from './protectedTraffic.ts'

/** T4: one side ended the SA, the other goes on sending. IKEv1 deletes get no answer, RFC 2408 §3.15. */
export const deleteLost: Rule = {
  id: 'delete-lost',
  scenario: 'T4',
  rests: 'waiting',
  explains: ['esp-one-way', 'esp-blocked', 'bad-spi'],
  find,
}

/** Packets from which it is told. */
const PACKETS = 3
/** Seconds behind the delete up to which packets were under way: those of whoever deleted, and those towards it. */
const OWN_UNDER_WAY = 0.5
const UNDER_WAY = 0.25

function find(scene: Scene): Found[] {
  return scene.lives.ipsec.flatMap(life => {
    const late = usedAfterDelete(scene, life)
    return late && late.rows.length >= PACKETS ? [lateUse(scene, late)] : []
  })
}

/** An SA that still carries packets to whoever deleted it. */
export interface Late {
  readonly ended: Delete
  /** That it was this SA is worked out from when its packets began, not read. */
  readonly inferred: boolean
  readonly flow: Flow
  readonly rows: readonly number[]
}

/** What came on an SA behind its delete, while whoever deleted it sent nothing on it any more. */
export function usedAfterDelete(scene: Scene, { sa, deletedBy: ended }: IpsecLife): Late | undefined {
  if (!ended) return undefined
  const own = sa.flows[opposite(ended.by)]
  if (isGuessed(sa) && ended.spis.length === 0 && isAnswered(scene, ended)) return undefined
  if (own.some(flow => flow.lastTime > ended.lastTime + OWN_UNDER_WAY)) return undefined
  const late = sa.flows[ended.by].map(flow => ({
    ended,
    inferred: sa.inferred,
    flow,
    rows: rowsAfter(scene, flow, ended.lastTime + UNDER_WAY),
  }))
  return late.find(one => one.rows.length > 0)
}

/** Its negotiation is not here, and its two halves were put together because nothing else was left. */
function isGuessed({ child, spis: [one, other] }: IpsecSa): boolean {
  return child === undefined && one !== null && other !== null && one !== other
}

/** The delete was obeyed: what goes on is another SA, of which this half may be. RFC 7296 §1.4.1. */
function isAnswered({ courses }: Pick<Scene, 'courses'>, { message }: Delete): boolean {
  if (message.ike.majorVersion === 1) return false
  const exchanges = courses.find(one => one.negotiation === message.negotiation)?.exchanges ?? []
  return exchanges.some(({ messages }) => messages[0]?.message === message && messages.some(m => m.message.side !== message.side))
}

/** What is said of an SA that goes on being used behind its delete. */
export function lateUse(scene: Scene, { ended, inferred, flow, rows }: Late): Found {
  const course = courseBetween(scene, flow)
  const isDelete = isRead(ended)
  const sure = ended.confidence === 'certain' && !inferred
  const answered = isAnswered(scene, ended)
  return {
    ...underNoAnswer(scene, ended),
    severity: 'warning',
    title: `${flow.source} goes on sending on an SA that ${flow.destination} ${sure ? 'has' : 'seems to have'} deleted`,
    says: `${flow.destination} sent a ${isDelete ? '' : 'message that looks like a '}delete and no protected packet on this SA after ${ended.lastTime > ended.time ? 'its last copy' : 'it'}; ${flow.source} sent ${rows.length} more packets of ${nameOf(flow)}. ${answered ? `${flow.source} has answered the ${isDelete ? 'delete' : 'message'}, so it arrived; what sends there goes on.` : `The delete has not reached ${flow.source}, or was not obeyed.`} ${drops(sure, flow)}`,
    confidence: sure ? 'certain' : 'likely',
    place: 'unknown',
    negotiation: course ? idOf(course) : null,
    because: [
      `The delete was told from this: ${ended.because}.`,
      ...(ended.message.ike.majorVersion === 1 ? ['A delete in IKEv1 is one message without an answer: whoever misses it goes on.'] : []),
    ],
    evidence: [...evidence([ended.message]), ...packetsAsEvidence(rows.map(row => row + 1))].slice(0, 12),
    otherwise: sure ? [] : [notThis(ended), stillHeld(flow)],
    tryNext: answered
      ? [`Look at ${flow.source} what still holds the SA: its kernel may keep it, or a policy for it, when the IKE service has ended it.`]
      : [captureAt(flow.source, ` as well: it shows whether the delete arrives.`), ENDS_SUCH],
  }
}

/** In IKEv2 a delete is asked again and again: that it gets no answer is what was seen first. */
export function underNoAnswer({ courses }: Pick<Scene, 'courses'>, { message }: Delete): Pick<Found, 'under'> {
  if (message.ike.majorVersion === 1 || message.transmissions.length < 2) return {}
  const exchanges = courses.find(one => one.negotiation === message.negotiation)?.exchanges ?? []
  const unanswered = exchanges.some(one => one.outcome === 'unanswered' && one.messages.some(m => m.message === message))
  return unanswered ? { under: ['no-answer'] } : {}
}

/** What becomes of what is still sent on it. */
export function drops(sure: boolean, { destination }: Flow): string {
  return `${sure ? '' : 'If the message deleted this SA, '}${destination} drops these packets: it has no SA for them any more.`
}

/** That nobody sends on an SA does not say that it is gone. */
export function stillHeld({ destination }: Flow): string {
  return `${destination} still holds the SA and merely has nothing to send.`
}

/** What else the message was. */
export function notThis(ended: Delete): string {
  return isRead(ended)
    ? 'The delete was of another SA: of which one is inside the encryption.'
    : 'The informational said something else; its content is encrypted.'
}

/** That it is a delete is no guess: it can be read, or its first payload's type can. */
export function isRead({ confidence, message }: Delete): boolean {
  return confidence === 'certain' || message.ike.majorVersion === 2
}

/** What ends an SA of which the delete was lost. */
export const ENDS_SUCH = 'Dead peer detection on both sides ends such an SA; without it, it lives until its lifetime ends.'

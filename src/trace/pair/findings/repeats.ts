import { type Found, times } from '../../findings/finding.ts'
import { noAnswer as unanswered } from '../../findings/negotiations/noAnswer.ts'
import { stuckIn } from '../../findings/negotiations/stuck.ts'
import { unreadProof } from '../../findings/negotiations/unreadProof.ts'
import type { NamedMessage } from '../../negotiation/exchange.ts'
import type { Place } from '../../report.ts'
import type { Joint } from '../joint.ts'
import { isWhole } from '../rows.ts'
import { at, endName, jointOf, type PairForm, type PairScene, sendingsOf, wayFrom } from '../scene.ts'
import { ignored, isAstray, perNegotiation, placed, told } from './inVain.ts'
import { joined } from './joined.ts'
import { came, stuckOf } from './stuck.ts'

/** N3, N28: of a message that is repeated which copies arrived, whether they were answered, and what became of the answers.
 *  Where an answer got lost, that comes first, unless it is told as unanswered anyway. */
export const repeats: PairForm = (pair, alone) =>
  perNegotiation(pair, alone).flatMap(group => {
    const alone = placed(pair, group)
    const joint = jointOf(pair, alone)
    if (joint && isDone(pair, joint)) return []
    const stuck = joint && stuckOf(pair, joint)
    const { asked, ...copies }: Copies = joint ? copiesOf(pair, joint) : {}
    const astray = group.filter(one => one.astray)
    if (joint && stuckIn(joint.course) && astray.length > 0) return astrayOf(pair, joint, astray, copies)
    const [{ lead, says: whole, title: own }] = group as [Found, ...Found[]]
    // What comes with a lead left open whether the answer came.
    const title = (lead && copies.title) ?? own
    const base = copies.says ? { ...alone, ...copies, title, says: `${lead ?? whole} ${copies.says}` } : alone
    if (!stuck || ignored(stuck) || base.severity === 'note' || toldUnanswered(pair).has(joint)) return base
    const anew = told(pair, stuck)
    return {
      ...base,
      message: stuck.named.name,
      title: anew.title,
      // That the answers were lost is told: what is new is what became of the copies.
      says: `${anew.says} ${asked ?? base.says}`,
      because: [...anew.because, ...base.because],
    }
  })

/** The answer goes wrong where it leaves, as the capture there shows. Where it arrives all the same, why it is not taken is left to say. */
function astrayOf(pair: PairScene, joint: Joint, group: readonly Found[], { says }: Copies): Found {
  const found = joined(group)
  const answered = countOf(pair, stuckIn(joint.course)!.answer)
  if (!answered || !isAstray(pair, joint, answered.sender)) return found
  return {
    ...found,
    ...(says ? { says: `${found.says} ${says}` } : {}),
    ...(answered.arrived === 0 ? { confidence: 'certain', otherwise: [] } : { otherwise: found.otherwise.slice(-1) }),
    place: at(answered.sender),
  }
}

/** Behind the first answer that arrived no copy left: those before it were lost, and this one was taken. */
function isDone(pair: PairScene, joint: Joint): boolean {
  const stuck = stuckIn(joint.course)
  if (!stuck) return false
  const { named, answer } = stuck
  const first = sendingsOf(pair, answer.message).findIndex(one => came(one) && one.fate === 'delivered')
  if (first < 0) return false
  const since = answer.message.transmissions[first]!.sightings[0]!.time
  return named.message.transmissions.every(one => one.sightings[0]!.time <= since)
}

/** What both ends add to a finding; `asked`: what became of the request alone. */
type Copies = Partial<Pick<Found, 'says' | 'title' | 'place' | 'confidence' | 'otherwise' | 'tryNext'>> & { readonly asked?: string }

/** Request and answer, counted at both ends; nothing where the two traces together show no such thing. */
function copiesOf(pair: PairScene, joint: Joint): Copies {
  const stuck = stuckIn(joint.course)
  const asked = stuck && countOf(pair, stuck.named)
  const answered = stuck && countOf(pair, stuck.answer)
  if (!asked || !answered || asked.sender === answered.sender) return {}
  const { named, answer } = stuck
  const [asker, peer] = [asked.sender, answered.sender].map(sender => endName(pair, sender, joint.course.negotiation)) as [string, string]
  // That it was answered tells that it arrived.
  const sent = `${asker} sent ${named.name} ${times(asked.sent)}${asked.outside === asked.sent ? '' : arrival(peer, asked)}`
  const says = `${sent}; ${peer} answered with ${answer.name} ${times(answered.sent)}${arrival(asker, answered, asWhat(answered))}.`
  const unchanged = answered.arrived - answered.changed
  if (answered.arrived === 0) return { says, asked: `${sent}.` }
  if (unchanged === 0)
    return {
      says,
      place: wayFrom(answered.sender),
      otherwise: [],
      tryNext: [`Compare ${answer.name} at both ends byte by byte: ikescope compare A B --packet N.`],
    }
  const place: Place = at(asked.sender)
  const isProof = unreadProof(joint.course)?.message === answer.message
  return {
    says,
    place,
    ...(isProof ? { title: `${asker} repeats ${named.name} although ${answer.name} has arrived` } : {}),
    ...(answered.isCut ? { confidence: 'likely' } : {}),
    otherwise: [
      ...(answered.isCut ? [`${answer.name} was changed on its way, behind what was kept of it.`] : []),
      `A firewall on ${asker} takes ${answer.name} away behind the capture.`,
    ],
    tryNext: [`Read the log of ${asker} for this moment: it says why it does not take the answer.`],
  }
}

/** How many of them arrived, as far as the capture there ran. */
function arrival(at: string, { sent, arrived, outside }: Count, as = ''): string {
  if (outside === sent) return `, and nothing tells whether ${sent === 1 ? 'it' : 'any of them'} arrived at ${at}`
  const many = arrived === sent ? 'all' : arrived === 0 ? 'none' : arrived
  const which = sent > 1 ? `of which ${many} arrived` : arrived === 0 ? 'which did not arrive' : 'which arrived'
  return `, ${which} at ${at}${as}${outside === 0 ? '' : `; of ${outside} nothing tells whether ${outside === 1 ? 'it' : 'they'} arrived`}`
}

function asWhat({ arrived, changed, isCut }: Count): string {
  if (arrived === 0) return ''
  if (changed > 0) return changed === arrived ? ', with other bytes than they left with' : `, ${changed} with other bytes`
  return isCut ? ', unchanged as far as they were kept' : ', byte for byte as they left'
}

interface Count {
  readonly sender: 0 | 1
  readonly sent: number
  readonly arrived: number
  /** Nothing tells whether they arrived: the capture there did not run, or has not all of them. */
  readonly outside: number
  /** Of those that arrived: with other bytes. */
  readonly changed: number
  /** A capture kept only the start of some. */
  readonly isCut: boolean
}

function countOf(pair: PairScene, { message }: NamedMessage): Count | undefined {
  const sendings = sendingsOf(pair, message)
  const sender = sendings.find(one => one.sender !== undefined)?.sender
  if (sender === undefined) return undefined
  const there = sendings.filter(came)
  const isCut = there.some(({ seen }) =>
    seen.some((one, trace) => one?.packets.some(packet => !isWhole(pair.lineup.rows[trace]!, packet - 1))),
  )
  const outside = sendings.filter(one => one.fate === 'unknown' && !came(one)).length
  return {
    sender,
    sent: sendings.length,
    arrived: there.length,
    outside,
    changed: there.filter(one => one.fate === 'modified').length,
    isCut,
  }
}

const heardUnanswered = new WeakMap<PairScene, ReadonlySet<Joint>>()

/** Negotiations in which one end alone says that it gets no answer. */
function toldUnanswered(pair: PairScene): ReadonlySet<Joint> {
  const known = heardUnanswered.get(pair)
  if (known) return known
  const { scenes, joints } = pair
  const all = scenes.flatMap(scene =>
    unanswered.find(scene).flatMap(({ negotiation }) => {
      const course = negotiation === null ? undefined : scene.courses[Number(negotiation.slice(1)) - 1]
      return (course && joints.of.get(course.negotiation)) ?? []
    }),
  )
  const set = new Set(all)
  heardUnanswered.set(pair, set)
  return set
}

import { type Endpoint, type Message, sightings } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { captureAt } from '../captureAt.ts'
import { type Found, packetsAsEvidence } from '../finding.ts'
import { listed, plainly } from '../wording.ts'
import type { Stuck } from './stuck.ts'

// An answer has to go back the way its question came: from the address and port that were asked, to those that asked (RFC 7296
// §2.11). From another address the host that asked does not take it; to another port a NAT does not bring it there.

/** Where the answers went wrong: none comes from the address that was asked, or none goes to the port that asked. */
export interface Astray {
  readonly wrong: 'source address' | 'destination port'
  readonly question: { readonly from: Endpoint; readonly to: Endpoint }
  readonly answer: { readonly from: Endpoint; readonly to: Endpoint }
}

/** Undefined where one answer at least goes back the way of a question, and where the responder asks: it may learn of new addresses. */
export function astrayIn(course: Course, { named, answer }: Pick<Stuck, 'named' | 'answer'>): Astray | undefined {
  if (named.message.side !== course.initiator) return undefined
  const questions = sightings(named.message)
  const answers = sightings(answer.message)
  const [first] = questions
  const [back] = answers
  if (!first || !back) return undefined
  const found = (wrong: Astray['wrong']): Astray => ({
    wrong,
    question: { from: first.source, to: first.destination },
    answer: { from: back.source, to: back.destination },
  })
  const isBack = (one: (typeof answers)[number]) => questions.some(q => isAt(q.source, one.destination))
  const isFromAsked = (one: (typeof answers)[number]) => questions.some(q => isAt(q.destination, one.source))
  if (answers.every(one => isBack(one) && !wasAsked(course, named.message, one.source.address))) return found('source address')
  const isOtherPort = (one: (typeof answers)[number]) =>
    isFromAsked(one) && !isBack(one) && questions.some(q => q.source.address === one.destination.address)
  return answers.every(isOtherPort) ? found('destination port') : undefined
}

function isAt(one: Endpoint, other: Endpoint): boolean {
  return one.address === other.address && one.port === other.port
}

/** Its side sent something to this address in this negotiation. */
function wasAsked({ negotiation }: Course, { side }: Message, address: string): boolean {
  return negotiation.messages.some(m => m.side === side && sightings(m).some(one => one.destination.address === address))
}

type Told = Pick<Found, 'title' | 'lead' | 'says' | 'confidence' | 'because' | 'evidence' | 'otherwise' | 'tryNext'> & { astray: true }

/** What is to say of it in place of an answer that is ignored or lost. */
export function toldAstray({ named, answer, copies, atAnswerer }: Stuck, { wrong, question, answer: back }: Astray): Told {
  const [asker, asked] = [question.from.address, question.to.address]
  const [sent, came] = [named.message, answer.message].map(packets) as [readonly number[], readonly number[]]
  const isAddress = wrong === 'source address'
  const lead = isAddress
    ? `${plainly(named.name)} went to ${asked}, and every ${answer.name} that answers it comes from ${back.from.address}, an address that ${asker} sent nothing to in this negotiation.`
    : `${plainly(named.name)} came from port ${question.from.port} of ${asker}, and every ${answer.name} that answers it goes to port ${back.to.port}.`
  const why = isAddress
    ? 'As a rule a host drops an answer that comes from another address than it asked'
    : `An answer has to go back to the port that asked: ${asker} port ${back.to.port} need not be the same host, where a NAT gave it that port, nor the same program`
  return {
    astray: true,
    title: isAddress
      ? `${answer.name} comes from ${back.from.address}, and ${asked} was asked`
      : `${answer.name} goes to port ${back.to.port} of ${asker}, and ${named.name} came from port ${question.from.port}`,
    lead,
    says: `${lead} ${why}. ${asker} sent ${named.name} ${copies} more times after the first of them.`,
    confidence: 'likely',
    because: [
      `${named.name} went from ${at(question.from)} to ${at(question.to)}: ${counted(sent)}.`,
      `${answer.name} went from ${at(back.from)} to ${at(back.to)}: ${counted(came)}. By its SPIs it answers ${named.name}.`,
      ...(atAnswerer
        ? [`The hop counts say that this was captured at the host that answers: it sends ${answer.name} like this itself.`]
        : []),
    ],
    evidence: packetsAsEvidence([...sent.slice(0, 6), ...came.slice(0, 6)].sort((a, b) => a - b)),
    otherwise: [
      ...(atAnswerer ? [] : [`A translation between ${asked} and this capture changes the answers and not the questions.`]),
      `${asker} takes the answer all the same, and finds another fault in it.`,
    ],
    tryNext: [
      isAddress
        ? `Have the peer answer from ${asked}, the address that is asked (its routes and source address with two lines, its failover), or set ${back.from.address} as the peer at ${asker}.`
        : `Update ${asked} or turn its NAT traversal on, so that it answers to the port it was asked from; or see to it that IKE of ${asker} keeps port ${back.to.port}, at the NAT or the host that changes it.`,
      ...(atAnswerer ? [] : [captureAt(asked, ' as well: it shows whether the answers leave like this.')]),
    ],
  }
}

function packets(message: Message): readonly number[] {
  return message.transmissions.map(one => one.sightings[0]!.packets[0]!)
}

function at({ address, port }: Endpoint): string {
  return `${address} port ${port}`
}

function counted(all: readonly number[]): string {
  return `in this capture ${all.length === 1 ? 'packet' : 'packets'} ${listed(all.map(String), 6)}`
}

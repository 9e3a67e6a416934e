import type { Found } from '../../findings/finding.ts'
import { cited, endName, jointOf, other, type PairForm, sendingsOf, ways } from '../scene.ts'

/** N29: which sendings of IKE messages were lost, each way. What explains a negotiation that got stuck is told there. */
export const ikeLoss: PairForm = (pair, alone) => {
  const severity = new Map(alone.map(found => [jointOf(pair, found), found.severity]))
  return pair.joints.all.flatMap(joint => {
    const lost = joint.course.negotiation.messages.flatMap(message =>
      sendingsOf(pair, message).flatMap(one =>
        one.sender !== undefined && one.fate === 'lost' ? [{ sender: one.sender, packets: one.lost }] : [],
      ),
    )
    if (lost.length === 0) return []
    const count = (sender: 0 | 1) => lost.filter(one => one.sender === sender).length
    const senders = ([0, 1] as const).filter(sender => count(sender) > 0)
    const found: Found = {
      severity: severity.get(joint) ?? 'note',
      title: `IKE messages are lost on the way: ${senders.map(sender => `${count(sender)} from ${endName(pair, sender)}`).join(', ')}`,
      says: `${senders.map(sender => `${count(sender)} ${count(sender) === 1 ? 'sending' : 'sendings'} of IKE messages left ${endName(pair, sender)} and did not arrive whole at ${endName(pair, other(sender))}`).join('; ')}.`,
      confidence: 'certain',
      place: ways(new Set(senders)),
      negotiation: joint.id,
      because: ['Each lost one is in the capture at its sender and not in the other, which was running.'],
      evidence: lost
        .flatMap(one =>
          cited(
            one.sender,
            one.packets.map(packet => packet - 1),
            3,
          ),
        )
        .slice(0, 12),
      otherwise: ['The capturing machine at the receiver dropped packets.'],
      tryNext: [],
    }
    return [found]
  })
}

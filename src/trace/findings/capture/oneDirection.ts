import type { NamedMessage } from '../../negotiation/exchange.ts'
import type { UnseenDirection } from '../../path/unseenDirections.ts'
import { captureAt } from '../captureAt.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'
import { listed } from '../wording.ts'

/** K1: of what two hosts said, the capture holds one direction only. */
export const oneDirection: Rule = { id: 'capture-filter', scenario: 'K1', find }

function find({ unseen }: Scene): Found[] {
  const all = [...unseen.values()]
  if (all.length === 0) return []
  const [first] = all as [UnseenDirection]
  const isSure = all.some(one => one.count > 1)
  const ways = all.map(({ from, to }) => `from ${from} to ${to}`)
  return [
    {
      severity: 'note',
      title:
        all.length === 1
          ? `This capture lacks all that ${first.from} sends to ${first.to}`
          : `This capture has one direction only of ${all.length} pairs of hosts`,
      says: `${goesOn(first)}, and does so only when ${first.from} has answered; this capture has not one packet ${listed(ways)}. That direction was not captured: what is missing there says nothing.`,
      confidence: isSure ? 'certain' : 'likely',
      place: 'unknown',
      negotiation: null,
      because: ['Messages of IKE take turns: the next one is sent when the one before was answered.'],
      evidence: evidence(
        all
          .slice(0, 4)
          .flatMap(one => one.messages.map(({ message }) => message))
          .slice(0, 12),
      ),
      otherwise: isSure ? [] : [`The capturing machine dropped the one answer, and ${first.from} fell silent then.`],
      tryNext: [
        'Capture both directions: on one of the hosts, or on a mirror port that copies what comes in and what goes out.',
        captureAt(first.from, ' as well.'),
      ],
      inBrief: 'the capture holds one direction only',
    },
  ]
}

/** `198.51.100.20 goes on from MM2 to MM4 and MM6 in N1`. */
function goesOn({ to, course, messages }: UnseenDirection): string {
  const [first, ...next] = messages.map(nameOf)
  return `${to} goes on from ${first} to ${listed(next)} in ${idOf(course)}`
}

/** Messages of IKEv2 have one name for several: with their number. */
function nameOf({ name, message: { ike } }: NamedMessage): string {
  return ike.majorVersion === 2 && ike.messageId > 1 ? `${name} ${ike.messageId}` : name
}

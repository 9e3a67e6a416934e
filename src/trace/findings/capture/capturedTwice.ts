import type { Transmission } from '../../model.ts'
import { type Found, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { counted } from '../paths/counted.ts'
import { listed } from '../wording.ts'

/** K4: the same packets more than once in one file. Never counted as sent again. */
export const capturedTwice: Rule = { id: 'captured-twice', scenario: 'K4', find: twice }

function twice({ courses, flows, trace }: Scene): Found[] {
  const copies: Transmission[] = []
  for (const { negotiation, isCapturedTwice } of courses)
    if (isCapturedTwice)
      for (const message of negotiation.messages) for (const one of message.transmissions) if (one.sightings.length > 1) copies.push(one)
  const doubled = flows.filter(f => f.capturedTwice > 0)
  const ofFlows = doubled.reduce((sum, f) => sum + f.packetsCopied, 0)
  const { errors, isMore } = trace.icmpErrors.copies
  const isTwice = !isMore && doubled.every(f => f.capturedTwice === f.packetsCopied) && copies.every(t => t.sightings.length === 2)
  const isNumbered = copies.some(t => t.sightings[0]!.identification) || doubled.some(f => !f.source.includes(':'))
  if (copies.length === 0 && ofFlows === 0) return []
  const what = [...counted(copies.length, 'IKE packet'), ...counted(ofFlows, 'protected packet'), ...counted(errors, 'ICMP error')]
  const isOne = copies.length + ofFlows + errors === 1
  return [
    {
      severity: 'note',
      title: 'Packets stand in this file more than once',
      says: `${listed(what)} ${isOne ? 'was' : 'were'} captured ${isTwice ? 'twice, as on two' : 'more than once, as on several'} interfaces or by a mirror port, and ${isOne ? 'is' : 'are'} counted once.`,
      confidence: 'likely',
      place: 'unknown',
      negotiation: null,
      because: [
        isNumbered
          ? 'The copies have the same IP identification and come within milliseconds.'
          : 'The copies are alike and come within milliseconds.',
      ],
      evidence: packetsAsEvidence([
        ...copies.flatMap(t => t.sightings.map(s => s.packets[0]!)),
        ...doubled.flatMap(f => f.copied.map(row => row + 1)),
      ]),
      otherwise: ['The network itself duplicates packets.'],
      tryNext: [],
    },
  ]
}

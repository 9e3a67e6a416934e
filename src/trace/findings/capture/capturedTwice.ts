import type { Transmission } from '../../model.ts'
import { type Found, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { counted } from '../paths/counted.ts'

/** K4: the same packets more than once in one file. Never counted as sent again. */
export const capturedTwice: Rule = { id: 'captured-twice', scenario: 'K4', find: twice }

function twice({ courses, flows }: Scene): Found[] {
  const copies: Transmission[] = []
  for (const { negotiation, isCapturedTwice } of courses)
    if (isCapturedTwice)
      for (const message of negotiation.messages) for (const one of message.transmissions) if (one.sightings.length > 1) copies.push(one)
  const doubled = flows.filter(f => f.capturedTwice > 0)
  const ofFlows = doubled.reduce((sum, f) => sum + f.capturedTwice, 0)
  const isNumbered = copies.some(t => t.sightings[0]!.identification) || doubled.some(f => !f.source.includes(':'))
  if (copies.length === 0 && ofFlows === 0) return []
  return [
    {
      severity: 'note',
      title: 'Packets stand in this file more than once',
      says: `${[...counted(copies.length, 'IKE packet'), ...counted(ofFlows, 'protected packet')].join(' and ')} ${copies.length + ofFlows === 1 ? 'was' : 'were'} captured twice, as on two interfaces or by a mirror port, and ${copies.length + ofFlows === 1 ? 'is' : 'are'} counted once.`,
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

import { Kind } from '../../dissectors/sort.ts'
import type { Transmission } from '../model.ts'
import type { Packets } from '../packets.ts'
import { type Found, packetsAsEvidence, type Rule, type Scene } from './finding.ts'

/** K2: the snap length cut packets. */
export const captureTruncated: Rule = { id: 'capture-truncated', scenario: 'K2', find: truncated }

function truncated({ trace: { packets } }: Scene): Found[] {
  if (packets.cut === 0) return []
  const ike = cutRows(packets, packets.rowsOfKind(Kind.ike))
  const others = [Kind.esp, Kind.udpEncapsulatedEsp, Kind.ah, Kind.fragment].flatMap(kind => cutRows(packets, packets.rowsOfKind(kind)))
  if (ike.length === 0 && others.length === 0) return []
  const count = ike.length || others.length
  const what = ike.length ? 'IKE' : 'protected or fragmented'
  return [
    {
      severity: 'note',
      title: `The capture kept only the start of ${count} ${what} ${count === 1 ? 'packet' : 'packets'}`,
      says: `The snap length of the capture cut ${[...counted(ike.length, 'IKE packet'), ...counted(others.length, 'protected or fragmented packet')].join(' and ')} short. ${ike.length ? 'What lies behind the cut (proposals, identities, certificates, notifies) cannot be read, and copies are compared by their start only.' : 'Whether they are encrypted, and what is in them, cannot be told behind the cut; sizes and sequence numbers are complete.'}`,
      confidence: 'certain',
      place: 'unknown',
      negotiation: null,
      because: ['The file says how long each packet was on the wire.'],
      evidence: packetsAsEvidence(ike.length ? ike : others),
      otherwise: [],
      tryNext: ['Capture again with full packets (tcpdump -s 0).'],
    },
  ]
}

/** Numbers of packets that the capture cut. */
function cutRows(packets: Packets, rows: Uint32Array): number[] {
  const cut: number[] = []
  for (const row of rows) if (packets.captured(row) < packets.original(row)) cut.push(row + 1)
  return cut
}

/** K4: the same packets more than once in one file. Never counted as sent again. */
export const capturedTwice: Rule = { id: 'captured-twice', scenario: 'K4', find: twice }

function twice({ courses, flows }: Scene): Found[] {
  const copies: Transmission[] = []
  for (const { negotiation } of courses)
    for (const message of negotiation.messages) for (const one of message.transmissions) if (one.sightings.length > 1) copies.push(one)
  const ofFlows = flows.reduce((sum, f) => sum + f.capturedTwice, 0)
  if (copies.length === 0 && ofFlows === 0) return []
  return [
    {
      severity: 'note',
      title: 'Packets stand in this file more than once',
      says: `${[...counted(copies.length, 'IKE packet'), ...counted(ofFlows, 'protected packet')].join(' and ')} ${copies.length + ofFlows === 1 ? 'was' : 'were'} captured twice, as on two interfaces or by a mirror port, and ${copies.length + ofFlows === 1 ? 'is' : 'are'} counted once.`,
      confidence: 'likely',
      place: 'unknown',
      negotiation: null,
      because: ['The copies have the same IP identification and come within milliseconds.'],
      evidence: packetsAsEvidence(copies.flatMap(t => t.sightings.map(s => s.packets[0]!))),
      otherwise: ['The network itself duplicates packets.'],
      tryNext: [],
    },
  ]
}

/** `3 IKE packets`; nothing for none. */
function counted(count: number, what: string): string[] {
  return count === 0 ? [] : [`${count} ${what}${count === 1 ? '' : 's'}`]
}

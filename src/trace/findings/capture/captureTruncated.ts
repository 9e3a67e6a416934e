import { Kind } from '../../../dissectors/sort.ts'
import type { Packets } from '../../packets/packets.ts'
import { type Found, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { counted } from '../paths/counted.ts'

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
      inBrief: `the capture kept only the start of ${count} ${what} ${count === 1 ? 'packet' : 'packets'}`,
    },
  ]
}

/** Numbers of packets that the capture cut. */
function cutRows(packets: Packets, rows: Uint32Array): number[] {
  const cut: number[] = []
  for (const row of rows) if (packets.captured(row) < packets.original(row)) cut.push(row + 1)
  return cut
}

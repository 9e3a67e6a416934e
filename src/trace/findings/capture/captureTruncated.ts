import { Kind } from '../../../dissectors/sort.ts'
import type { Packets } from '../../packets/packets.ts'
import { tooShort } from '../../packets/tooShort.ts'
import { withoutHeader } from '../../packets/withoutHeader.ts'
import { type Found, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { counted } from '../paths/counted.ts'

/** K2: the snap length cut packets. */
export const captureTruncated: Rule = { id: 'capture-truncated', scenario: 'K2', find: truncated }

function truncated({ trace: { packets, unread } }: Scene): Found[] {
  if (packets.cut === 0) return []
  const ike = cutRows(packets, packets.rowsOfKind(Kind.ike))
  const kinds = [Kind.esp, Kind.udpEncapsulatedEsp, Kind.ah, Kind.fragment]
  const nameless = withoutHeader(packets).cut
  const others = [...kinds.flatMap(kind => cutRows(packets, packets.rowsOfKind(kind))), ...nameless]
  const short = tooShort(packets)
  const cut = [ike, others, short].find(all => all.length > 0)
  if (!cut) return []
  const what = ike.length ? 'IKE ' : others.length ? 'protected or fragmented ' : ''
  const start = `the capture kept only the start of ${cut.length} ${what}${cut.length === 1 ? 'packet' : 'packets'}`
  const headless = unread.filter(one => one.weight === 'cut').length
  return [
    {
      severity: 'note',
      title: `T${start.slice(1)}`,
      says: [
        `The snap length of the capture cut ${[
          ...counted(ike.length, 'IKE packet'),
          ...counted(others.length, 'protected or fragmented packet'),
          ...counted(short.length, what ? 'other packet' : 'packet'),
        ].join(' and ')} short${lengthOf(packets, [...ike, ...others, ...short])}.`,
        ike.length > headless ? BEHIND.ike : ike.length === 0 && others.length > nameless.length ? BEHIND.others : '',
        nameless.length
          ? `Of ${nameless.length} protected ${nameless.length === 1 ? 'packet' : 'packets'} not even the header is whole: ${nameless.length === 1 ? 'it counts' : 'they count'} for no SPI here.`
          : '',
        headless
          ? `Of ${headless} IKE ${headless === 1 ? 'packet' : 'packets'} not even the header of IKE is whole, so no message can be read.`
          : '',
        short.length
          ? `So little is here of ${short.length === cut.length ? 'them' : `${short.length} of them`} that they may be IKE or anything else.`
          : '',
      ]
        .filter(one => one !== '')
        .join(' '),
      confidence: 'certain',
      place: 'unknown',
      negotiation: null,
      because: ['The file says how long each packet was on the wire.'],
      evidence: packetsAsEvidence(cut),
      otherwise: [],
      tryNext: ['Capture again with full packets (tcpdump -s 0).'],
      inBrief: start,
    },
  ]
}

const BEHIND = {
  ike: 'What lies behind the cut (proposals, identities, certificates, notifies) cannot be read, and copies are compared by their start only.',
  others: 'Whether they are encrypted, and what is in them, cannot be told behind the cut; sizes and sequence numbers are complete.',
}

/** `, to 96 bytes`: as many as were kept at most. */
function lengthOf(packets: Packets, numbers: readonly number[]): string {
  const kept = new Set(numbers.map(number => packets.captured(number - 1)))
  const most = [...kept].reduce((all, one) => Math.max(all, one), 0)
  return `, to ${kept.size > 1 ? 'at most ' : ''}${most} bytes`
}

/** Numbers of packets that the capture cut. */
function cutRows(packets: Packets, rows: Uint32Array): number[] {
  const cut: number[] = []
  for (const row of rows) if (packets.captured(row) < packets.original(row)) cut.push(row + 1)
  return cut
}

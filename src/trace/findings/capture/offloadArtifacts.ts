import { Kind } from '../../../dissectors/sort.ts'
import { type Found, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { listed } from '../wording.ts'

/** K6: what a network card does to packets behind the capture: cuts and joins them, fills checksums in. Not what is on the wire. */
export const offloadArtifacts: Rule = { id: 'offload-artifacts', scenario: 'K6', find: scene => [...tooLarge(scene), ...unfilled(scene)] }

/** IP packet in an Ethernet frame; jumbo frames of which a whole network knows hold 9000. */
const ETHERNET = 1500
const JUMBO = 9216
const LINKTYPE_ETHERNET = 1

function tooLarge({ trace: { packets } }: Scene): Found[] {
  if (packets.longest <= ETHERNET) return []
  const large: number[] = []
  let most = 0
  for (let row = 0; row < packets.length; row++) {
    const length = packets.ipLength(row)
    if (length <= ETHERNET || packets.linkType(row) !== LINKTYPE_ETHERNET || !isJoined(packets.kind(row), length)) continue
    if (large.length < MOST) large.push(row + 1)
    if (length > most) most = length
  }
  if (large.length === 0) return []
  return [
    {
      severity: 'note',
      title: `Packets of up to ${most} bytes are larger than a frame`,
      says: `This capture was taken above a network card that cuts large segments when it sends, or joins small ones when it receives. The wire carried smaller packets; their sizes say nothing about the path MTU.`,
      confidence: most > JUMBO ? 'certain' : 'likely',
      place: 'unknown',
      negotiation: null,
      because: [`An Ethernet frame holds an IP packet of ${ETHERNET} bytes, with jumbo frames about 9000.`],
      evidence: packetsAsEvidence(large),
      otherwise: most > JUMBO ? [] : ['The network uses jumbo frames.'],
      tryNext: ['Switch segmentation and receive offload off for the capture (ethtool -K … tso off gso off gro off).'],
    },
  ]
}

/** One finding for all senders; mostly it is one, the host that captured. */
function unfilled({ trace: { packets, unfilledSums } }: Scene): Found[] {
  const rows = unfilledSums.all.map(one => one.row)
  if (rows.length === 0) return []
  const senders = [...new Set(rows.map(row => packets.flows.source(packets.flow(row))))]
  return [
    {
      severity: 'note',
      title: `Checksums of packets from ${listed(senders)} are not filled in yet`,
      says: `${rows.length === 1 ? 'One packet has' : `${rows.length} packets have`} a checksum that covers only addresses and length: the capture was taken at ${senders.length === 1 ? senders[0] : 'their sender'}, before the network card wrote the real one. On the wire they were right; this is no damage.`,
      confidence: 'likely',
      place: 'unknown',
      negotiation: null,
      because: ['The checksum field holds the sum of the pseudo-header, as a system leaves it for its network card.'],
      evidence: packetsAsEvidence(rows.map(row => row + 1)),
      otherwise: ['They were sent like this, between virtual machines or containers on one host, which do without checksums.'],
      tryNext: [],
    },
  ]
}

/** Cards join and cut TCP; what they encrypt themselves can be too large as well. */
function isJoined(kind: Kind, length: number): boolean {
  return kind === Kind.tcp || kind === Kind.tcpControl || ((kind === Kind.esp || kind === Kind.udpEncapsulatedEsp) && length > JUMBO)
}

const MOST = 1000

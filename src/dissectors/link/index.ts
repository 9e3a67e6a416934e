import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { METADATA, NETMON_80211, WFP } from '../linkTypes.ts'
import { ipv4 } from '../network/ipv4.ts'
import { ipv6 } from '../network/ipv6.ts'
import type { Dissector } from '../packet.ts'
import { sctp } from '../transport/sctp.ts'
import { atm, sunAtm } from './atm.ts'
import { sll, sll2 } from './cooked.ts'
import { ethernet } from './ethernet.ts'
import { frameRelay } from './frameRelay.ts'
import { ciscoHdlc, pppHdlc, pppWithDirection } from './hdlc.ts'
import { ieee80211 } from './ieee80211.ts'
import { mpls } from './mpls.ts'
import { nflog } from './nflog.ts'
import { pflog } from './pflog.ts'
import { pktap } from './pktap.ts'
import { ppp } from './ppp.ts'
import { pppoeSession } from './pppoe.ts'
import { behind, firewire, ipOverFibreChannel } from './prefixed.ts'
import { avs, netmon80211, ppi, prism, radiotap } from './radio.ts'
import { bsdNull, enc, ipnet, loop, raw, rawOrLoop } from './raw.ts'
import { fddi, tokenRing } from './ring.ts'
import { slip } from './slip.ts'
import { wfp } from './wfp.ts'

/** What reads a captured frame, by LINKTYPE: the line to add for another one. https://www.tcpdump.org/linktypes.html */
const dissectors: Readonly<Record<number, Dissector>> = {
  [METADATA]: metadata,
  [NETMON_80211]: netmon80211,
  [WFP.v4]: wfp(4, false),
  [WFP.v6]: wfp(6, false),
  [WFP.flowV4]: wfp(4, true),
  [WFP.flowV6]: wfp(6, true),
  0: bsdNull,
  1: ethernet,
  6: tokenRing,
  8: slip,
  9: ppp,
  10: fddi,
  12: rawOrLoop,
  14: raw,
  50: pppHdlc,
  51: pppoeSession,
  100: atm,
  101: raw,
  104: ciscoHdlc,
  105: wireless,
  106: raw,
  107: frameRelay,
  108: loop,
  109: enc,
  113: sll,
  117: pflog,
  119: prism,
  122: ipOverFibreChannel,
  123: sunAtm,
  127: radiotap,
  138: firewire,
  149: pktap,
  163: avs,
  166: pppWithDirection,
  192: ppi,
  204: pppWithDirection,
  205: behind('Direction', 1, ciscoHdlc),
  206: behind('Direction', 1, frameRelay),
  219: mpls,
  226: ipnet,
  228: ipv4,
  229: ipv6,
  239: nflog,
  240: behind('NetAnalyzer', 4, ethernet),
  241: behind('NetAnalyzer and preamble', 12, ethernet),
  248: sctp,
  258: pktap,
  274: behind('Preamble', 8, ethernet),
  276: sll2,
}

/** Link types that are known here. */
export const dissected: readonly number[] = Object.keys(dissectors).map(Number)

/** The dissector for a link type; of an unknown one every byte stays "Not dissected". */
export function link(linkType: number): Dissector {
  return dissectors[linkType] ?? unknown(linkType)
}

function unknown(linkType: number): Dissector {
  return c => c.means(linkType < 0 ? 'a kind of network that is not known here' : `link type ${linkType} is not known here`)
}

function metadata(c: Cursor, _layers: Layer[]): void {
  c.means("the capturing tool's own record, no packet of any wire")
  c.rest('Metadata')
}

function wireless(c: Cursor, layers: Layer[]): void {
  ieee80211(c, layers)
}

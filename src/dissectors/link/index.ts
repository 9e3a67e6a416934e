import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { ipv4 } from '../network/ipv4.ts'
import { ipv6 } from '../network/ipv6.ts'
import type { Dissector } from '../packet.ts'
import { sll, sll2 } from './cooked.ts'
import { ethernet } from './ethernet.ts'
import { ciscoHdlc, pppHdlc, pppWithDirection } from './hdlc.ts'
import { ieee80211 } from './ieee80211.ts'
import { mpls } from './mpls.ts'
import { nflog } from './nflog.ts'
import { pflog } from './pflog.ts'
import { pktap } from './pktap.ts'
import { ppp } from './ppp.ts'
import { pppoeSession } from './pppoe.ts'
import { avs, netmon80211, ppi, prism, radiotap } from './radio.ts'
import { bsdNull, enc, ipnet, loop, raw, rawOrLoop } from './raw.ts'
import { fddi, tokenRing } from './ring.ts'

/** Records that are no packet of any wire; the same number as METADATA in src/capture/record.ts. */
export const METADATA = -1
/** 802.11 behind Network Monitor's own header; the same number as NETMON_80211 in src/capture/record.ts. */
export const NETMON_80211 = -2

/** What reads a captured frame, by LINKTYPE: the line to add for another one. https://www.tcpdump.org/linktypes.html */
const dissectors: Readonly<Record<number, Dissector>> = {
  [METADATA]: metadata,
  [NETMON_80211]: netmon80211,
  0: bsdNull,
  1: ethernet,
  6: tokenRing,
  9: ppp,
  10: fddi,
  12: rawOrLoop,
  14: raw,
  50: pppHdlc,
  51: pppoeSession,
  101: raw,
  104: ciscoHdlc,
  105: wireless,
  106: raw,
  108: loop,
  109: enc,
  113: sll,
  117: pflog,
  119: prism,
  127: radiotap,
  149: pktap,
  163: avs,
  166: pppWithDirection,
  192: ppi,
  204: pppWithDirection,
  219: mpls,
  226: ipnet,
  228: ipv4,
  229: ipv6,
  239: nflog,
  258: pktap,
  276: sll2,
}

/** The dissector for a link type; of an unknown one every byte stays "Not dissected". */
export function link(linkType: number): Dissector {
  return dissectors[linkType] ?? nothing
}

function nothing(_c: Cursor, _layers: Layer[]): void {}

function metadata(c: Cursor, _layers: Layer[]): void {
  c.means("the capturing tool's own record, no packet of any wire")
  c.rest('Metadata')
}

function wireless(c: Cursor, layers: Layer[]): void {
  ieee80211(c, layers)
}

import { METADATA, NETMON_80211, UNKNOWN_LINK, WFP } from '../../dissectors/linkTypes.ts'

/** Media types that carry packets of a wire, or IP straight away. */
const packets: ReadonlyMap<number, number> = new Map([
  [0, 1], // NetMon 3.4's VPN captures; the frames are Ethernet
  [1, 1],
  [2, 6],
  [3, 10],
  [4, 100],
  [6, NETMON_80211],
  [7, 101], // tunnel interfaces
  [8, 101], // wireless WAN
  [9, 101],
  [5, UNKNOWN_LINK], // IP over IEEE 1394
  [10, UNKNOWN_LINK],
  [11, UNKNOWN_LINK],
  [0xe080, 105],
  [0xe083, WFP.v4],
  [0xe084, WFP.v6],
  [0xe085, WFP.flowV4],
  [0xe086, WFP.flowV6],
])

/** From here on: what a tool noted, not what a wire carried. 0xFFE0 ETW event, 0xFFFB and 0xFFFD adapters, 0xFFFC header
 *  of a reassembled frame, 0xFFFE DNS cache, 0xFFFF filter. */
const NOTES = 0xffe0
/** Media type of a frame that holds the capture filter. */
export const FILTER = 0xffff
/** Media type of ATM frames. */
export const ATM = 4

/** LINKTYPE of a frame of this media type, METADATA when it is no packet, undefined when the type is not known. */
export function linkTypeOf(mediaType: number): number | undefined {
  const known = packets.get(mediaType)
  if (known !== undefined) return known
  if (mediaType >= NOTES) return METADATA
  // 0xE081-0xE08A: messages of Message Analyzer's providers; any other 0xE000 + n came from pcap, n is the LINKTYPE
  if (mediaType > 0xe080 && mediaType <= 0xe08a) return METADATA
  return mediaType >= 0xe000 && mediaType <= 0xefff ? mediaType - 0xe000 : undefined
}

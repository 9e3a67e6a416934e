// What no LINKTYPE describes has a number of our own, below zero: readers give it, link/index.ts reads it.

/** LINKTYPE given to records that are no packet of any wire (NetMon's events, filters, adapter lists). */
export const METADATA = -1

/** Private LINKTYPE: 802.11 behind Network Monitor's own metadata header (media type 6), which no LINKTYPE describes. */
export const NETMON_80211 = -2

/** Private LINKTYPE: a packet of a medium that no LINKTYPE describes (NetMon's IrDA, IP over 1394; an interface never described). */
export const UNKNOWN_LINK = -3

/** Private LINKTYPEs: packets without their IP header as the Windows Filtering Platform saw them; the second two name their flow. */
export const WFP = { v4: -4, v6: -5, flowV4: -6, flowV6: -7 } as const

/** What stands for those in a file that is written: LINKTYPE_USER15, which nobody reads as packets. https://www.tcpdump.org/linktypes.html */
export const WRITTEN_LINK = 162

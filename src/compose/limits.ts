// What the numbers of scenarios and fault files may be. They are wide enough for any story that somebody would look at, and within what
// packets and files can hold; so that a slip of the hand is told and not played for hours.

/** Least and most, both included. */
export type Limits = readonly [least: number, most: number]

/** Of a 16-bit field: ports, notify types, lengths. */
export const FIELD: Limits = [0, 0xffff]
/** Of a 32-bit field. */
export const LONG_FIELD: Limits = [0, 0xffff_ffff]
/** How often something is done. */
export const TIMES: Limits = [1, 10_000]
/** Pings that went before; with those that come the numbers fit into 16 bits. */
export const BEFORE: Limits = [0, 50_000]
/** Octets that a ping carries: with all around them an IP packet. */
export const CARRIED: Limits = [0, 60_000]
/** Octets of the encrypted part of a Kerberos ticket: with all around them an IP packet. */
export const TICKET: Limits = [100, 60_000]
/** Octets of a file. */
export const FETCHED: Limits = [0, 1_000_000]
/** Octets of an IP packet. RFC 791 §3.2: every host takes 576, every link 68. */
export const MTU: Limits = [576, 0xffff]
/** Octets of an IP packet that a link takes. */
export const LINK_MTU: Limits = [68, 0xffff]
/** Octets of a frame that are kept. */
export const KEPT: Limits = [1, 262_144]
/** Number of a packet. */
export const PACKET: Limits = [1, 1_000_000_000]
/** Bits that flip in one packet. */
export const BITS: Limits = [1, 1000]
/** Of packets that something happens to. */
export const PERCENT: Limits = [0, 100]
/** Seconds on the way. */
export const DELAY: Limits = [0, 60]
/** Seconds that nothing happens. */
export const PAUSE: Limits = [0, 86_400]
/** Seconds that local time is ahead of UTC. */
export const ZONE: Limits = [-86_400, 86_400]
/** Seconds from the first packet: ten years. */
export const MOMENT: Limits = [-315_576_000, 315_576_000]
/** Seconds that a clock is ahead: twenty years. */
export const AHEAD: Limits = [-631_152_000, 631_152_000]
/** Millionths that a clock is fast. */
export const DRIFT: Limits = [-100_000, 100_000]
/** Years of a capture. */
export const YEARS: Limits = [1970, 2099]
/** Where the choices at random begin. */
export const SEED: Limits = [0, Number.MAX_SAFE_INTEGER]

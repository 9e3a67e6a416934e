/** When a packet was captured, as a record says it: NaN seconds where the file does not. */
export interface Moment {
  readonly seconds: number
  readonly nanoseconds: number
}

/**
 * Moments of packets for a format that needs one of each: one without has that of the packet before it, so that no clock seems
 * to be set; at the beginning that of the first packet that has one, else `otherwise`.
 */
export function writtenMoments(packets: readonly Moment[], otherwise: number): Moment[] {
  let last = packets.find(isTimed) ?? { seconds: otherwise, nanoseconds: 0 }
  return packets.map(packet => {
    if (isTimed(packet)) last = packet
    return last
  })
}

function isTimed({ seconds }: Moment): boolean {
  return !Number.isNaN(seconds)
}

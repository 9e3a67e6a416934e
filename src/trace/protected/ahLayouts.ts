import type { Layout } from './overhead.ts'

// AH encrypts nothing: its header says what follows it and how long it is itself, so how an SA builds its packets is
// read from the first one. RFC 4302 §2.
//
//   next header 1 | payload length 1, in words of 4 less 2 | reserved 2 | SPI 4 | sequence 4 | ICV

/** How flows of AH build their packets, by the first of each. Flows are the table's numbers. */
export class AhLayouts {
  /** Next header and payload length in one; 0 while nothing is known. */
  private heads = new Uint16Array(32)

  /** @param start where AH begins  @param whole where its packet ends  @param end where the captured bytes end */
  take(flow: number, bytes: Uint8Array, start: number, whole: number, end: number): void {
    if (flow >= this.heads.length) {
      const wider = new Uint16Array(Math.max(flow + 1, 2 * this.heads.length))
      wider.set(this.heads)
      this.heads = wider
    }
    if (this.heads[flow] !== 0 || start + 2 > end || start + lengthOf(bytes[start + 1]!) > whole) return
    this.heads[flow] = (bytes[start]! << 8) | bytes[start + 1]!
  }

  /** Undefined where nothing of it was seen, or its length has no room for what every AH has. */
  of(flow: number): Layout | undefined {
    const head = this.heads[flow] ?? 0
    const nextHeader = head >> 8
    const icv = lengthOf(head & 0xff) - FIXED
    return icv < 0 ? undefined : { tunnel: nextHeader === IPIP || nextHeader === IPV6, iv: 0, block: 4, icv }
  }
}

function lengthOf(payloadLength: number): number {
  return (payloadLength + 2) * 4
}

/** What stands before the ICV. */
const FIXED = 12
const IPIP = 4
const IPV6 = 41

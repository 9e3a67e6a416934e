import { isTunnel, type Layout } from './overhead.ts'

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

  /** Undefined where nothing of it was seen, where its length has no room for what every AH has, or where ESP is what follows. */
  of(flow: number): Layout | undefined {
    const { nextHeader, length } = this.head(flow)
    if (length < FIXED || nextHeader === ESP) return undefined
    return { tunnel: isTunnel(nextHeader), iv: 0, block: 4, icv: length - FIXED }
  }

  /** Octets of AH where ESP follows it, so that both add to the same packets. */
  beforeEsp(flow: number): number | undefined {
    const { nextHeader, length } = this.head(flow)
    return length >= FIXED && nextHeader === ESP ? length : undefined
  }

  private head(flow: number): { readonly nextHeader: number; readonly length: number } {
    const head = this.heads[flow] ?? 0
    return { nextHeader: head >> 8, length: lengthOf(head & 0xff) }
  }
}

function lengthOf(payloadLength: number): number {
  return (payloadLength + 2) * 4
}

/** What stands before the ICV. */
const FIXED = 12
const ESP = 50

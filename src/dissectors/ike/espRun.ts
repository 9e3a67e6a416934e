// ESP in a TCP connection of which neither the beginning nor an IKE message was captured: nothing in a single packet shows that the
// stream carries it. Three in a row do: each length leads to the next packet, all have one SPI, and their numbers count up by one.
// Other data would have to hit 160 bits.

/** Octets of the length, the SPI and the sequence number. RFC 9329 §3, RFC 4303 §2. */
const HEAD = 10
/** Octets of length and trailer that a packet has at least, ICV or not. */
const LEAST = 14
const RESERVED_SPIS = 256
/** Packets in a row that are enough. */
const ENOUGH = 3
/** Octets in which three packets have to be found: three of a link's usual size. */
export const RUN_BYTES = 4608

/** Whether a stream begins with a run of ESP packets. */
export function beginsEspRun(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let at = 0, count = 1; at + HEAD <= bytes.length; count++) {
    if (count === ENOUGH) return true
    const next = at + view.getUint16(at)
    if (!isHead(view, at) || next + HEAD > bytes.length || !follows(view, next, at)) return false
    at = next
  }
  return false
}

/** A place that may be an ESP packet, the first that led to it, and how many these are. */
interface Lead {
  readonly first: number
  readonly at: number
  readonly count: number
}

/**
 * Looks for runs in a stream that comes piece by piece: at each place once, and at what it leads to when that is here. Places are
 * those in the stream.
 */
export class EspRuns {
  private next = 0
  /** By the place that they lead to. */
  private readonly leads = new Map<number, Lead[]>()

  /** What lies before is nothing to us. */
  from(place: number): void {
    this.next = place
    this.leads.clear()
  }

  /** Where the first run begins that is whole by now. @param held the stream from `place` on, up to its end so far */
  find(held: Uint8Array, place: number): number | undefined {
    const view = new DataView(held.buffer, held.byteOffset, held.length)
    let found: number | undefined
    for (; this.next + HEAD <= place + held.length; this.next++) {
      const at = this.next
      for (const { first, at: before, count } of this.taken(at)) {
        if (first < place || !follows(view, at - place, before - place)) continue
        if (count + 1 === ENOUGH) found = Math.min(found ?? first, first)
        else this.lead(view, place, { first, at, count: count + 1 })
      }
      this.lead(view, place, { first: at, at, count: 1 })
    }
    return found
  }

  private taken(place: number): readonly Lead[] {
    const leads = this.leads.get(place)
    if (!leads) return []
    this.leads.delete(place)
    return leads
  }

  private lead(view: DataView, place: number, one: Lead): void {
    const at = one.at - place
    if (!isHead(view, at)) return
    const next = one.at + view.getUint16(at)
    const others = this.leads.get(next)
    if (others) others.push(one)
    else this.leads.set(next, [one])
  }
}

function isHead(view: DataView, at: number): boolean {
  const length = view.getUint16(at)
  return length >= LEAST && length <= RUN_BYTES && view.getUint32(at + 2) >= RESERVED_SPIS
}

/** Whether the packet is the one after the other: its SPI, the next number. */
function follows(view: DataView, at: number, before: number): boolean {
  return view.getUint32(at + 2) === view.getUint32(before + 2) && view.getUint32(at + 6) === (view.getUint32(before + 6) + 1) >>> 0
}

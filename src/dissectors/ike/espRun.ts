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

/** Where in a stream a run of ESP packets begins; -1 when none is here. */
export function espRun(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let at = 0; at + HEAD <= bytes.length; at++) if (runsFrom(view, at)) return at
  return -1
}

function runsFrom(view: DataView, start: number): boolean {
  const spi = view.getUint32(start + 2)
  const first = view.getUint32(start + 6)
  if (spi < RESERVED_SPIS) return false
  let at = start
  for (let i = 1; i < ENOUGH; i++) {
    const length = view.getUint16(at)
    at += length
    if (length < LEAST || at + HEAD > view.byteLength) return false
    if (view.getUint32(at + 2) !== spi || view.getUint32(at + 6) !== (first + i) >>> 0) return false
  }
  return true
}

import type { Fit } from '../../dissectors/ipsec/clear/fit.ts'
import { type ClearEsp, cipherOf, layouts } from '../../dissectors/ipsec/clear/layout.ts'
import { u32 } from '../../dissectors/sort/sorted.ts'

/** What speaks for one layout of one flow. */
export interface Case {
  fits: number
  bits: number
  nextHeader: number
  /** The one next header of its fits that ESP is not known to carry; 0 where there is none. */
  stranger: number
  /** Fits with next headers that it does carry. */
  listed: number
  /** Ports, or the sender inside, of the latest fit. */
  ends: number
  /** Samples whose ICV was nothing but zeros: left to the network card. */
  blank: number
}

const CERTAIN = 64
/** Taken for the same two ports or addresses as in the sample before. */
const REPEATED = 24
/** The same stranger as in the sample before. */
const SAME = 8

/** One more packet that fits a layout. */
export function add(cases: Map<number, Case>, layout: number, found: Fit, bytes: Uint8Array, icv: number, end: number): void {
  const ends = endsOf(found, bytes)
  const blank = end > icv && bytes.subarray(icv, end).every(byte => byte === 0) ? 1 : 0
  const one = cases.get(layout)
  if (!one) {
    const stranger = found.stranger ? found.nextHeader : 0
    cases.set(layout, { fits: 1, bits: found.bits, nextHeader: found.nextHeader, stranger, listed: stranger ? 0 : 1, ends, blank })
    return
  }
  let again = ends > 0 && ends === one.ends && found.nextHeader === one.nextHeader ? REPEATED : 0
  if (!found.stranger) one.listed++
  else if (one.stranger === 0) one.stranger = found.nextHeader
  else if (one.stranger === found.nextHeader) again = SAME
  else return
  one.fits++
  one.bits += found.bits + again
  if (one.nextHeader !== found.nextHeader) one.nextHeader = -1
  one.ends = ends
  one.blank += blank
}

/** What a conversation repeats in every packet: two ports, or the sender's address inside a tunnel. */
function endsOf({ nextHeader, start, end }: Fit, bytes: Uint8Array): number {
  if (nextHeader === 4 && end - start >= 20) return u32(bytes, start + 12)
  if (nextHeader === 41 && end - start >= 40) return u32(bytes, start + 20)
  return (nextHeader === 6 || nextHeader === 17 || nextHeader === 132) && end - start >= 4 ? u32(bytes, start) : 0
}

/** What a layout that has enough in its favour says of its flow. @param cases those of the flow */
export function clear(index: number, one: Case, cases: ReadonlyMap<number, Case>): ClearEsp {
  const { bits, fits, nextHeader, blank } = one
  const layout = layouts[index]!
  const cipher = blank === fits && layout.icv > 0 ? 'offloaded' : cipherOf(layout)
  // Where nothing in the payload can be recognised, it may as well begin behind a vector.
  const hidden = layouts.some((other, i) => other.icv === layout.icv && other.iv > layout.iv && speaksAsMuch(cases.get(i), one))
  // GMAC's layout is also that of AES-GCM and of others whose packets a network card opened.
  const sure = bits >= CERTAIN && !hidden && !(cipher === 'null' && layout.iv > 0)
  return { ...layout, cipher, confidence: sure ? 'certain' : 'likely', ...(nextHeader >= 0 ? { nextHeader } : {}) }
}

function speaksAsMuch(other: Case | undefined, { bits, fits }: Case): boolean {
  return other !== undefined && other.bits >= bits && other.fits >= fits
}

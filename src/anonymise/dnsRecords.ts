import type { Replacements } from './replacements.ts'

// What stands in a DNS message behind the first question: names, and records whose data are names and addresses. RFC 1035 §4.1.3.

const [A, NS, CNAME, SOA, PTR, MX, AAAA, SRV] = [1, 2, 5, 6, 12, 15, 28, 33]
/** Octets in front of the name in a record's data. */
const NAMED: Readonly<Record<number, number>> = { [NS!]: 0, [CNAME!]: 0, [PTR!]: 0, [MX!]: 2, [SRV!]: 6, [SOA!]: 0 }

/** The same records with other names and addresses; data of other types are zeros. @param questions that precede the records here */
export function dnsRecords(bytes: Uint8Array, questions: number, to: Replacements): Uint8Array {
  const out = bytes.slice()
  let at = 0
  for (let i = 0; i < questions; i++) at = dnsName(out, at, out.length, to) + 4
  while (at < out.length) {
    const fixed = dnsName(out, at, out.length, to)
    if (fixed + 10 > out.length) return zeroed(out, fixed)
    const type = (out[fixed]! << 8) | out[fixed + 1]!
    const start = fixed + 10
    const end = Math.min(out.length, start + ((out[fixed + 8]! << 8) | out[fixed + 9]!))
    const data = out.subarray(start, end)
    const before = NAMED[type]
    if ((type === A && data.length === 4) || (type === AAAA && data.length === 16)) out.set(to.address(data), start)
    else if (before === undefined) out.fill(0, start, end)
    else {
      const next = dnsName(out, start + before, end, to)
      if (type === SOA) dnsName(out, next, end, to)
    }
    at = end
  }
  return out
}

/** Replaces the labels of the name at `at`; returns where it ends. RFC 1035 §3.1, §4.1.4. */
export function dnsName(out: Uint8Array, at: number, end: number, to: Replacements): number {
  let here = at
  while (here < end) {
    const length = out[here]!
    if (length === 0) return here + 1
    if (length >= 64) return here + 2
    const label = out.subarray(here + 1, Math.min(end, here + 1 + length))
    out.set(to.text(label), here + 1)
    here += 1 + length
  }
  return here
}

function zeroed(out: Uint8Array, from: number): Uint8Array {
  return out.fill(0, Math.min(from, out.length))
}

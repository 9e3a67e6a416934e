import type { Cursor } from '../cursor.ts'
import { names } from '../meaning.ts'

/** TCP Option Kind Numbers. IANA tcp-parameters. */
const optionKind = names({
  0: 'End of Option List',
  1: 'No-Operation',
  2: 'Maximum Segment Size',
  3: 'Window Scale',
  4: 'SACK Permitted',
  5: 'SACK',
  8: 'Timestamps',
  19: 'MD5 Signature',
  28: 'User Timeout',
  29: 'TCP-AO',
  30: 'Multipath TCP',
  34: 'TCP Fast Open Cookie',
})

/** The options of a TCP header, up to End of Option List; returns the maximum segment size. RFC 9293 §3.2. */
export function options(c: Cursor): number | undefined {
  let mss: number | undefined
  while (c.left > 0) {
    const [kind, length] = c.peek(2)
    if (kind === 0) {
      c.u8('Option', optionKind)
      c.rest('Padding')
    } else if (kind === 1) c.u8('Option', optionKind)
    else if (length !== undefined && length < 2) c.fail(`an option says ${length} bytes, its kind and length alone have 2`)
    else mss = c.struct('Option', length, option) ?? mss
  }
  return mss
}

/** RFC 9293 §3.2, RFC 7323 §2 and §3, RFC 2018 §3. */
function option(c: Cursor): number | undefined {
  const kind = c.u8('Kind', optionKind)
  const length = c.u8('Length')
  c.means(optionKind(kind))
  if (kind === 2 && length === 4) return c.u16('Maximum Segment Size')
  if (kind === 3 && length === 3) c.u8('Shift Count', shift => `× ${2 ** Math.min(shift, 14)}`)
  else if (kind === 8 && length === 10) {
    c.u32('TS Value')
    c.u32('TS Echo Reply')
  } else if (kind === 5) {
    while (c.left >= 8) {
      c.u32('Left Edge')
      c.u32('Right Edge')
    }
    c.rest('Data')
  } else c.rest('Data')
  return undefined
}

import type { Cursor } from '../cursor.ts'
import { names } from '../meaning.ts'
import { ipv4 } from '../text.ts'

/** IP Option Numbers. IANA ip-parameters, RFC 791 §3.1. */
const optionType = names({
  0: 'End of Option List',
  1: 'No Operation',
  7: 'Record Route',
  68: 'Internet Timestamp',
  82: 'Traceroute',
  130: 'Security',
  131: 'Loose Source and Record Route',
  133: 'Extended Security',
  134: 'Commercial Security',
  136: 'Stream ID',
  137: 'Strict Source and Record Route',
  148: 'Router Alert',
})

/** The options of an IPv4 header, up to End of Option List; returns where a source route leads. RFC 791 §3.1. */
export function options(c: Cursor): string | undefined {
  let finalDestination: string | undefined
  while (c.left > 0) {
    const [type, length] = c.peek(2)
    if (type === 0) {
      c.u8('Option', optionType)
      c.rest('Padding')
    } else if (type === 1) c.u8('Option', optionType)
    else if (length !== undefined && length < 2) c.fail(`an option says ${length} bytes, its type and length alone have 2`)
    else finalDestination = c.struct('Option', length, option) ?? finalDestination
  }
  return finalDestination
}

function option(c: Cursor): string | undefined {
  const type = c.u8('Type', optionType)
  c.u8('Length')
  c.means(optionType(type))
  if (type === 131 || type === 137) return route(c)
  if (type === 7) route(c)
  else if (type === 68) timestamps(c)
  else if (type === 148) c.u16('Value', value => (value ? undefined : 'every router shall look'))
  else c.rest('Data')
  return undefined
}

/** The last address, while the pointer has not passed it. */
function route(c: Cursor): string | undefined {
  const length = 2 + c.left
  const pointer = c.u8('Pointer')
  let last: string | undefined
  while (c.left >= 4) last = c.as('Address', 4, ipv4)
  return pointer <= length ? last : undefined
}

function timestamps(c: Cursor): void {
  c.u8('Pointer')
  const [, flag] = c.split('Overflow and Flag', 1, [
    ['Overflow', 4],
    ['Flag', 4, names({ 0: 'times only', 1: 'addresses and times', 3: 'addresses given beforehand' })],
  ])
  while (c.left >= (flag === 0 ? 4 : 8)) {
    if (flag !== 0) c.as('Address', 4, ipv4)
    c.u32('Timestamp')
  }
}

/** Values that lengths and offsets do not expect. */
const nasty = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff]

/** A copy of `file` with a few bytes changed, taken out, doubled or cut off. */
export function mutated(file: Uint8Array, next: (limit: number) => number): Uint8Array {
  let out = file.slice()
  for (let times = 1 + next(4); times > 0 && out.length > 4; times--) {
    const at = next(out.length)
    const kind = next(6)
    if (kind === 0) out[at]! ^= 1 << next(8)
    else if (kind === 1) out[at] = next(256)
    else if (kind === 2) new DataView(out.buffer).setUint32(Math.min(at, out.length - 4), nasty[next(nasty.length)]!, next(2) === 0)
    else if (kind === 3) out = out.slice(0, at)
    else if (kind === 4) out = spliced(out, at, Math.min(out.length, at + 1 + next(20)), new Uint8Array(0))
    else out = spliced(out, at, at, out.subarray(at, at + 1 + next(20)))
  }
  return out
}

function spliced(bytes: Uint8Array, from: number, to: number, instead: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(bytes.length - (to - from) + instead.length)
  out.set(bytes.subarray(0, from))
  out.set(instead, from)
  out.set(bytes.subarray(to), from + instead.length)
  return out
}

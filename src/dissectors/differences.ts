import { type Field, named } from './field.ts'
import { hex } from './text.ts'

/** A field that two dissected packets do not share. Undefined: that side has no such field. */
export interface Difference {
  readonly path: string
  readonly a: string | undefined
  readonly b: string | undefined
}

/** A tree and the bytes it counts in. */
export interface Dissected {
  readonly tree: Field
  readonly bytes: Uint8Array
}

/**
 * The leaves that differ between two trees, in the order of the first; fields of one side only come where their parent
 * stands. Fields are the same by their path, and equal when their octets are: a value that merely lies elsewhere does
 * not differ. Bit fields are compared by value.
 */
export function differences(a: Dissected, b: Dissected): Difference[] {
  const all: Difference[] = []
  walk(a.tree, a.bytes, b.tree, b.bytes, '', all)
  return all
}

function walk(a: Field, inA: Uint8Array, b: Field, inB: Uint8Array, path: string, all: Difference[]): void {
  const [ownA, ownB] = [a.bytes ?? inA, b.bytes ?? inB]
  const others = new Map(named(b))
  for (const [step, one] of named(a)) {
    const here = path ? `${path}/${step}` : step
    const other = others.get(step)
    others.delete(step)
    if (!other) all.push({ path: here, a: said(one, ownA), b: undefined })
    else if (one.children?.length && other.children?.length && one.bits === undefined) walk(one, ownA, other, ownB, here, all)
    else if (!same(one, ownA, other, ownB)) all.push({ path: here, a: said(one, ownA), b: said(other, ownB) })
  }
  for (const [step, other] of others) all.push({ path: path ? `${path}/${step}` : step, a: undefined, b: said(other, ownB) })
}

function same(a: Field, inA: Uint8Array, b: Field, inB: Uint8Array): boolean {
  if (a.bits !== undefined || b.bits !== undefined) return a.bits === b.bits && a.value === b.value
  const length = a.end - a.start
  if (b.end - b.start !== length) return false
  for (let i = 0; i < length; i++) if (inA[a.start + i] !== inB[b.start + i]) return false
  return true
}

const MOST_HEX = 24

function said(field: Field, bytes: Uint8Array): string {
  const raw = bytes.subarray(field.start, field.end)
  const value = field.value ?? (raw.length <= MOST_HEX ? hex(raw) : `${hex(raw.subarray(0, MOST_HEX))}… ${raw.length} bytes`)
  return `${value}${field.meaning === undefined ? '' : ` (${field.meaning})`}`
}

/** Ranges [start, end) of octets that differ between two byte strings laid side by side from their beginnings. */
export function differingRanges(a: Uint8Array, b: Uint8Array): [number, number][] {
  const ranges: [number, number][] = []
  const length = Math.max(a.length, b.length)
  for (let i = 0; i < length; i++) {
    if (a[i] === b[i]) continue
    const last = ranges.at(-1)
    if (last?.[1] === i) last[1] = i + 1
    else ranges.push([i, i + 1])
  }
  return ranges
}

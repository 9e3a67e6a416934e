import type { Field } from './field.ts'

/** Bytes [start, end) of a root. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** The bytes of a root that are not to be shown; parts with bytes of their own have theirs. */
export function withheldIn({ children = [] }: Field): readonly Range[] {
  return children.flatMap(child => (child.bytes ? [] : child.withheld ? [child] : withheldIn(child)))
}

/** The bytes of a root with a filling where they are not to be shown, and the same in parts that have bytes of their own. */
export function withoutWithheld(tree: Field, bytes: Uint8Array): { readonly tree: Field; readonly bytes: Uint8Array } {
  return { tree: inside(tree), bytes: filled(tree, bytes) }
}

function inside(field: Field): Field {
  if (!field.children) return field
  const children = field.children.map(child => {
    const within = inside(child)
    return child.bytes ? { ...within, bytes: filled(child, child.bytes) } : within
  })
  return children.every((child, i) => child === field.children![i]) ? field : { ...field, children }
}

function filled(tree: Field, bytes: Uint8Array): Uint8Array {
  const ranges = withheldIn(tree)
  if (ranges.length === 0) return bytes
  const copy = bytes.slice()
  for (const { start, end } of ranges) copy.fill(FILLING, start, end)
  return copy
}

/** An asterisk. */
const FILLING = 0x2a

import { type Field, named } from '../dissectors/field.ts'
import { hex } from '../dissectors/text.ts'
import type { FieldTest } from './query.ts'

/** A field, the way to it from its root, and the bytes that it counts in. */
export interface At {
  readonly path: string
  readonly field: Field
  readonly bytes: Uint8Array
}

/** Fields that only say what kind the thing beside them is; whoever looks for a vendor id does not mean `Next Payload: Vendor ID`. */
const POINTS = /^(next payload|next header|attribute (type|value)|type)$/i

/** The first field in reading order that a test fits, parts after what they hold; one that only points to others if there is no other. */
export function lookFor(tree: Field, bytes: Uint8Array, test: FieldTest): At | undefined {
  const way: (readonly [within: Field, index: number])[] = []
  let pointing: At | undefined
  const look = (within: Field, bytes: Uint8Array): At | undefined => {
    for (const [index, child] of (within.children ?? []).entries()) {
      way.push([within, index])
      const deeper = child.children && look(child, child.bytes ?? bytes)
      if (deeper) return deeper
      const points = POINTS.test(child.name)
      if (!(points && pointing) && test(child, bytes)) {
        const found = { path: way.map(([part, at]) => named(part)[at]![0]).join('/'), field: child, bytes }
        if (!points) return found
        pointing = found
      }
      way.pop()
    }
    return undefined
  }
  return look(tree, bytes) ?? pointing
}

/** Octets of an opaque field that are written out. */
const WRITTEN = 16

/** What a field says: its value and what that means. Of longer octets whose meaning is known that alone. */
export function saying({ value, meaning, start, end, children }: Field, bytes: Uint8Array): string {
  const opaque = children || (meaning && end - start > WRITTEN) ? '' : hex(bytes.subarray(start, Math.min(end, start + WRITTEN)))
  return [value === undefined ? opaque : String(value), meaning].filter(Boolean).join('  ')
}

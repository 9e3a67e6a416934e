import type { Field } from '../dissectors/field.ts'
import type { Root } from './protocol.ts'

/** Takes the octets that came out of a packet (decrypted) out of its tree: each is a root of its own, outermost first. */
export function lifted(title: string, bytes: Uint8Array, tree: Field): Root[] {
  const within: Field[] = []
  const rest = without(tree, within)
  return [{ title, bytes, tree: rest }, ...within.flatMap(field => lifted(field.name, field.bytes!, { ...field, bytes: undefined }))]
}

function without(field: Field, into: Field[]): Field {
  if (!field.children) return field
  const kept = field.children.filter(child => {
    if (child.bytes) into.push(child)
    return !child.bytes
  })
  return { ...field, children: kept.map(child => without(child, into)) }
}

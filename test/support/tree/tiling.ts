import { type Field, problems } from '../../../src/dissectors/field.ts'

/**
 * Where the leaves of a tree do not tile its bytes: every byte of a root belongs to one leaf, in order. Fields of bits
 * share their parent's bytes; a field with bytes of its own is another root, which has to tile them.
 */
export function untiled(root: Field, length = root.bytes?.length ?? root.end): string[] {
  const wrong: string[] = []
  if (root.start !== 0 || root.end !== length) wrong.push(`${root.name} is ${root.start}-${root.end} of ${length} bytes`)
  visit(root, root.name, wrong)
  return wrong
}

function visit(field: Field, path: string, wrong: string[]): void {
  const children = field.children ?? []
  for (const child of children) if (child.bytes) wrong.push(...untiled(child).map(says => `${path}/${says}`))
  for (const child of children) {
    if (child.bits !== undefined && (child.start !== field.start || child.end !== field.end)) {
      wrong.push(`${path}/${child.name} has bits of ${child.start}-${child.end}, its field is ${field.start}-${field.end}`)
    }
  }
  const parts = children.filter(child => child.bits === undefined && child.bytes === undefined)
  if (parts.length === 0) return
  let at = field.start
  for (const part of parts) {
    if (part.start !== at || part.end < part.start) wrong.push(`${path}/${part.name} is ${part.start}-${part.end}, the last ended at ${at}`)
    at = part.end
    visit(part, `${path}/${part.name}`, wrong)
  }
  if (at !== field.end) wrong.push(`${path} ends at ${field.end}, its last part at ${at}`)
}

/** Paths of fields that are called malformed. */
export function malformed(root: Field): string[] {
  return problems(root)
    .filter(({ problem }) => problem.weight === 'malformed')
    .map(({ path, problem }) => `${path}: ${problem.says}`)
}

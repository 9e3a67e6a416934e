/** How bad a thing is and whose fault: the capture kept less than the wire had (cut), the sender's lengths
 *  contradict each other (malformed), readable but against the RFC (odd). */
export type Weight = 'cut' | 'malformed' | 'odd'

/** What is wrong at one place, in words that name both numbers and who claimed them. */
export interface Problem {
  readonly weight: Weight
  readonly says: string
}

/** One node of a packet's tree: a named byte range [start, end) of its root. Reassembled or decrypted bytes are a root
 *  of their own: such a field carries `bytes`, and its children count from 0 in them. */
export interface Field {
  readonly name: string
  readonly start: number
  end: number
  /** What the bytes say: a number, a name, an address. Absent for parts and for opaque bytes. */
  value?: number | bigint | string
  /** What the value stands for, in the registry's own symbol. */
  meaning?: string
  /** Which bits of the range, as a mask; such a field shares its parent's bytes. */
  bits?: number
  problem?: Problem
  /** A password: that it is here and how long it is, no more. Who shows bytes leaves these out. */
  withheld?: true
  children?: Field[]
  bytes?: Uint8Array
}

/** Name of bytes that no dissector claimed. */
export const NOT_DISSECTED = 'Not dissected'

/** The problems of a tree with the path of the field each lies on, in reading order. */
export function problems(field: Field, path = ''): { path: string; problem: Problem }[] {
  const here = field.problem ? [{ path, problem: field.problem }] : []
  return [...here, ...named(field).flatMap(([name, child]) => problems(child, path ? `${path}/${name}` : name))]
}

/** The field at a path such as `SA/Proposal/Transform[1]/Transform ID`; undefined when there is none. */
export function fieldAt(root: Field, path: string): Field | undefined {
  let here: Field | undefined = root
  for (const step of path === '' ? [] : path.split('/')) {
    here = here && named(here).find(([name]) => name === step)?.[1]
  }
  return here
}

/** Children with their path step: the name, and from the second of the same name on its index, `Transform[1]`. */
export function named(field: Field): [string, Field][] {
  const seen = new Map<string, number>()
  return (field.children ?? []).map(child => {
    const step = child.name.replaceAll('/', '\u2215')
    const count = seen.get(step) ?? 0
    seen.set(step, count + 1)
    return [count ? `${step}[${count}]` : step, child]
  })
}

import { type Field, named } from '../../dissectors/field.ts'
import { hex } from '../../dissectors/text.ts'
import { counted } from '../../text/figures.ts'

/** A line of the field tree. The path is its identity, as in findings. */
export interface FieldRow {
  readonly path: string
  readonly field: Field
  readonly depth: number
  /** Undefined: nothing inside. */
  readonly open?: boolean
  /** Place among its siblings, from 1. */
  readonly place: number
  readonly of: number
}

/** Children beyond are not opened by themselves. */
const MANY = 60
/** Carriers that seldom matter; they stay closed until somebody opens them. */
const carriers =
  /^(Ethernet|VLAN|MPLS|LLC|PPP|PPPoE|IPv4|IPv6|UDP|TCP|Linux cooked|NULL|BSD|IEEE|Radiotap|Prism|Network Monitor|Raw|GRE|VXLAN|NFLOG|Token Ring|FDDI)/

/** Whether a part shows its inside before anybody asked: what tells the story does, carriers and flag bits do not. */
function openAtFirst(field: Field, depth: number): boolean {
  const children = field.children ?? []
  if (children.some(hasProblem)) return true
  if (children.length === 0 || children.length > MANY || children.every(child => child.bits !== undefined)) return false
  return depth < 6 && !carriers.test(field.name)
}

function hasProblem(field: Field): boolean {
  return field.problem !== undefined || (field.children?.some(hasProblem) ?? false)
}

/** The last line of what is in a line; that line itself when nothing of it is to be seen. */
export function lastWithin(rows: readonly FieldRow[], index: number): number {
  const after = rows.findIndex((row, i) => i > index && row.depth <= rows[index]!.depth)
  return (after < 0 ? rows.length : after) - 1
}

/** The lines that are to be seen; `opened` says which parts somebody opened (true) or closed (false). */
export function fieldRows(tree: Field, opened: ReadonlyMap<string, boolean>): FieldRow[] {
  const rows: FieldRow[] = []
  const walk = (parent: Field, prefix: string, depth: number) => {
    const all = named(parent)
    all.forEach(([step, field], i) => {
      const path = prefix ? `${prefix}/${step}` : step
      const open = field.children?.length ? (opened.get(path) ?? openAtFirst(field, depth)) : undefined
      rows.push({ path, field, depth, ...(open === undefined ? {} : { open }), place: i + 1, of: all.length })
      if (open) walk(field, path, depth + 1)
    })
  }
  walk(tree, '', 0)
  return rows
}

/** Paths of the parts that hold a field, outermost first. */
export function around(path: string): string[] {
  const steps = path.split('/')
  return steps.slice(1).map((_, i) => steps.slice(0, i + 1).join('/'))
}

/** The bytes a field counts in: its root's, or those of the nearest part that brought bytes of its own. */
export interface Base {
  readonly path: string
  readonly field: Field
  readonly bytes: Uint8Array
}

/** Those of the field that a path leads to, or of the last one before it leads nowhere. */
export function baseOf(tree: Field, bytes: Uint8Array, path: string | undefined): Base {
  let base: Base = { path: '', field: tree, bytes }
  let here: Field | undefined = tree
  let at = ''
  for (const step of path ? path.split('/') : []) {
    here = here && named(here).find(([name]) => name === step)?.[1]
    if (!here) break
    at = at ? `${at}/${step}` : step
    if (here.bytes) base = { path: at, field: here, bytes: here.bytes }
  }
  return base
}

/** Path of the smallest field that holds a byte, not entering parts with bytes of their own; undefined when none does. */
export function fieldOfByte(base: Base, offset: number): string | undefined {
  let here = base.field
  let path = base.path
  for (;;) {
    const inside = named(here).find(([, child]) => child.bits === undefined && !child.bytes && child.start <= offset && offset < child.end)
    if (!inside) return path === base.path ? undefined : path
    path = path ? `${path}/${inside[0]}` : inside[0]
    here = inside[1]
  }
}

const SHORT = 8

/** What a field's bytes say, as the tree writes it; empty for parts. */
export function valueText(field: Field, bytes: Uint8Array): string {
  if (field.value !== undefined) return String(field.value)
  if (field.children || field.bytes) return ''
  const own = bytes.subarray(field.start, field.end)
  return own.length <= SHORT ? hex(own) : `${hex(own.subarray(0, SHORT))}…`
}

/** All of a field's bytes in hex. */
export function hexText(field: Field, bytes: Uint8Array): string {
  if (field.withheld) return '**'.repeat(field.end - field.start)
  return hex((field.bytes ?? bytes).subarray(field.start, field.end))
}

/** What copying a field's value gives: the value as it is meant to be read, all of it. */
export function copyText(field: Field, bytes: Uint8Array): string {
  if (field.value !== undefined) return String(field.value)
  return field.children ? (field.meaning ?? field.name) : hexText(field, bytes)
}

/** `2,320 bytes`; empty for bits. */
export function sizeText(field: Field): string {
  const size = field.end - field.start
  return field.bits === undefined ? counted(size, 'byte') : ''
}

import { type Field, named } from '../field.ts'
import type { Explained, Table } from './explained.ts'
import { layers } from './layers.ts'
import { notifies } from './notifies.ts'
import { payloadsV1 } from './payloadsV1.ts'
import { payloadsV2 } from './payloadsV2.ts'

export type { Explained } from './explained.ts'

const HEADER = 'ISAKMP Header'
const NOTIFY = 'N'

/**
 * What the field at a path is for: in its own words where it has some, else in those of the nearest part around it.
 * Undefined when neither it nor anything around it is explained.
 */
export function explained(root: Field, path: string): (Explained & { readonly name: string }) | undefined {
  const way: Field[] = []
  const tables: Table[] = [layers]
  let here = root
  for (const step of path.split('/')) {
    const next = named(here).find(([name]) => name === step)?.[1]
    if (!next) return undefined
    const payloads = payloadsAt(here, next)
    if (payloads) tables.unshift(payloads)
    way.unshift(next)
    here = next
  }
  for (const [i, { name, meaning }] of way.entries()) {
    const symbol = meaning?.split(',')[0] ?? ''
    if (name === NOTIFY && Object.hasOwn(notifies, symbol)) return { name: symbol, says: notifies[symbol]![0], rfc: notifies[symbol]![1] }
    for (const key of [`${way[i + 1]?.name}/${name}`, name]) {
      const row = tables.find(table => Object.hasOwn(table, key))?.[key]
      if (row) return { name, says: row[0], rfc: row[1] }
    }
  }
  return undefined
}

/** What the payloads of a message are called, when `child` is its header or one of them. */
function payloadsAt({ children = [] }: Field, child: Field): Table | undefined {
  const at = children.findIndex(({ name }) => name === HEADER)
  if (at < 0 || children.indexOf(child) < at) return undefined
  const version = children[at]!.children?.find(({ name }) => name === 'Version')?.value
  return Number(version) >> 4 === 2 ? payloadsV2 : payloadsV1
}

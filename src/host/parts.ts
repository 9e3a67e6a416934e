// A report can hold a hundred thousand messages. Received in one piece it would hold up the page until the last object
// of it was made; so the long lists go by themselves, each a message of its own, and the page draws between two of them.

import { type Column, isPlain, pack, unpack } from './columns.ts'

/** Things (lists, objects, values) that one piece holds at most, about; a few milliseconds' work to receive. */
const MOST = 4_000

/** Items to be put at the end of the list at `path`; the parts in their order make the whole again. */
export interface Part {
  readonly path: readonly (string | number)[]
  readonly items: Column
}

/** Takes plain data apart: what is left when its long lists are empty, and those in parts. The value itself stays as it is. */
export function apart<T>(value: T, most = MOST): { readonly head: T; readonly parts: readonly Part[] } {
  const path: (string | number)[] = []
  const lighten = (value: unknown, key: string | number, parts: Part[]): { readonly light: unknown; readonly weight: number } => {
    path.push(key)
    const done = Array.isArray(value) ? list(value, parts) : isPlain(value) ? fields(value, parts) : { light: value, weight: 1 }
    path.pop()
    return done
  }
  const list = (items: readonly unknown[], parts: Part[]) => {
    const inner: Part[] = []
    const runs: unknown[][] = []
    let inRun = 0
    let weight = 1
    items.forEach((item, i) => {
      const one = lighten(item, i, inner)
      if (runs.length === 0 || inRun + one.weight > most) {
        runs.push([])
        inRun = 0
      }
      runs.at(-1)!.push(one.light)
      inRun += one.weight
      weight += one.weight
    })
    if (runs.length > 1) parts.push(...runs.map(run => ({ path: path.slice(1), items: pack(run) })))
    for (const part of inner) parts.push(part)
    return runs.length > 1 ? { light: [], weight: 1 } : { light: inner.length > 0 ? runs[0] : items, weight }
  }
  const fields = (value: Readonly<Record<string, unknown>>, parts: Part[]) => {
    let light = value
    let weight = 1
    for (const key of Object.keys(value)) {
      const one = lighten(value[key], key, parts)
      weight += one.weight
      if (one.light !== value[key]) light = { ...light, [key]: one.light }
    }
    return { light, weight }
  }
  const parts: Part[] = []
  return { head: lighten(value, '', parts).light as T, parts }
}

/** Puts a part where it belongs in a head that was received. */
export function put(head: unknown, { path, items }: Part): void {
  const list = path.reduce<unknown>((at, key) => (at as Record<string | number, unknown>)[key], head)
  for (const item of unpack(items)) (list as unknown[]).push(item)
}

import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { random } from '../../../src/compose/random.ts'
import { mutated } from '../capture/damage.ts'
import { capturesBelow, recordings } from '../recordings/index.ts'
import { opened } from './opened.ts'
import { Watch } from './watch.ts'

/** Files to be damaged, small ones first: the corpus where it is present, and the project's own captures. */
export function victims(): { readonly name: string; readonly path: string }[] {
  const foreign = recordings().filter(({ name }) => name.startsWith('files'))
  const all = [...foreign, ...capturesBelow('captures').map(path => ({ name: path, path }))]
  const size = new Map(all.map(({ path }) => [path, statSync(path).size]))
  return all.sort((a, b) => size.get(a.path)! - size.get(b.path)!)
}

/** A file of a few hundred kilobytes opens in a few hundredths of a second; a thousandfold of that is a loop. */
const limits = { milliseconds: 5000, bytes: 1.5e9 }

/** Every file is damaged by numbers of its own, the same in every run. */
function seedOf(path: string): number {
  return [...basename(path)].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), 7) >>> 0
}

/** Opens a file again and again, each time damaged otherwise. */
export async function mutations(path: string, times: number): Promise<Watch> {
  const file = new Uint8Array(readFileSync(path))
  const next = random(seedOf(path))
  const watch = new Watch(basename(path), limits)
  for (let n = 0; n < times; n++) {
    const damaged = mutated(file, next)
    await watch.try(
      () => `mutation ${n}`,
      () => opened(damaged),
    )
  }
  return watch
}

/** Opens a file cut off at many places: at every byte where `most` allows, else at its ends and at places between. */
export async function prefixes(path: string, most: number): Promise<Watch> {
  const file = new Uint8Array(readFileSync(path))
  const watch = new Watch(basename(path), limits)
  for (const end of ends(file.length, most)) {
    await watch.try(
      () => `cut at ${end}`,
      () => opened(file.subarray(0, end)),
    )
  }
  return watch
}

/** Up to `most` places below `length`: all of them, or a third each of the first and last, the others evenly between. */
export function ends(length: number, most: number): number[] {
  if (length <= most) return Array.from({ length }, (_, end) => end)
  const third = Math.floor(most / 3)
  const between = (length - 2 * third) / (most - 2 * third)
  return [
    ...Array.from({ length: third }, (_, i) => i),
    ...Array.from({ length: most - 2 * third }, (_, i) => third + Math.floor(i * between)),
    ...Array.from({ length: third }, (_, i) => length - third + i),
  ]
}

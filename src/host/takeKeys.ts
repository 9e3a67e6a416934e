import { type Key, keyring, readKeys } from '../keys/index.ts'
import { tryEspSas } from './espTried.ts'
import type { KeysTaken, KeyText } from './protocol.ts'
import type { Reading } from './reading.ts'
import { unlock } from './unlock.ts'

/** Reads key files and gives their keys to every trace. */
export async function takeKeys(readings: readonly Reading[], files: readonly KeyText[]): Promise<KeysTaken> {
  const keys: Key[] = []
  const problems: string[] = []
  for (const { name, text } of files) {
    const read = readKeys(text)
    for (const key of read.keys) keys.push(key)
    for (const problem of read.problems) problems.push(`${name}: ${problem}`)
  }
  const ring = keyring(keys)
  // What several captures have is one thing, and open where one of them opens it.
  const [ike, esp]: [Tried<string>, Tried<number>] = [tried(), tried()]
  for (const reading of readings) {
    add(ike, await unlock(reading, ring))
    add(esp, await tryEspSas(reading, keys))
  }
  return { keys: keys.length, tried: ike.all.size, opened: ike.opened.size, espTried: esp.all.size, espOpened: esp.opened.size, problems }
}

interface Tried<T> {
  readonly all: Set<T>
  readonly opened: Set<T>
}

function tried<T>(): Tried<T> {
  return { all: new Set(), opened: new Set() }
}

function add<T>(to: Tried<T>, { tried, opened }: { readonly tried: ReadonlySet<T>; readonly opened: ReadonlySet<T> }): void {
  for (const one of tried) to.all.add(one)
  for (const one of opened) to.opened.add(one)
}

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
  let tried = 0
  let opened = 0
  let espTried = 0
  let espOpened = 0
  for (const reading of readings) {
    const unlocked = await unlock(reading, ring)
    tried += unlocked.tried
    opened += unlocked.opened
    const esp = await tryEspSas(reading, keys)
    espTried += esp.tried
    espOpened += esp.opened
  }
  return { keys: keys.length, tried, opened, espTried, espOpened, problems }
}

import { type Field, named } from '../dissectors/field.ts'
import { hex } from '../dissectors/text.ts'
import type { FieldHit, Found } from './protocol.ts'
import { type FieldTest, fieldTest, terms } from './query.ts'
import type { Reading } from './reading.ts'
import { roots } from './roots.ts'
import { windows } from './windows.ts'

/** Hits at most; packets dissected between two looks at the clock, and milliseconds between two words on progress. */
const MOST = 2000
const STEP = 128
const SAY = 100

/**
 * Looks for fields in the packets of a trace, from its first packet to its last: every packet is dissected again, so a large
 * file takes a while. What was found comes along with `told`; aborting ends it with what was found so far.
 * @returns all that was found, and whether the whole trace was searched
 */
export async function search(
  reading: Reading,
  text: string,
  told: (found: Found) => void,
  signal?: AbortSignal,
): Promise<{ readonly complete: boolean }> {
  const tests = terms(text).map(fieldTest)
  const { packets } = reading.trace
  if (tests.length === 0 || tests.includes(undefined)) return { complete: true }
  let hits: FieldHit[] = []
  let count = 0
  let said = performance.now()
  const say = (searched: number) => {
    told({ searched, of: packets.length, hits })
    hits = []
    said = performance.now()
  }
  for await (const window of windows(reading, 0, packets.length)) {
    for (let row = window.from; row < window.to; row++) {
      const found = await hitIn(reading, row, window.bytes(row), tests as FieldTest[])
      if (found) hits.push(found)
      if (found && ++count >= MOST) {
        say(row + 1)
        return { complete: row + 1 === packets.length }
      }
      if (row % STEP !== 0 || performance.now() - said < SAY) continue
      say(row + 1)
      // Somebody who wants it to stop can only say so between two tasks.
      await new Promise(later => setTimeout(later))
      if (signal?.aborted) return { complete: false }
    }
  }
  say(packets.length)
  return { complete: true }
}

/** The first field of a packet that fits the first test, when the packet has fields for all of them. */
async function hitIn(reading: Reading, row: number, bytes: Uint8Array, tests: readonly FieldTest[]): Promise<FieldHit | undefined> {
  // What a packet became says more than what it was.
  const all = (await roots(reading, row, bytes)).reverse()
  const [first, ...others] = tests.map(test => {
    for (const root of all) {
      const found = lookFor(root.tree, root.bytes, test)
      if (found) return found
    }
    return undefined
  })
  if (!first || others.some(one => one === undefined)) return undefined
  return { packet: row + 1, path: first.path, name: first.field.name, says: saying(first.field, first.bytes) }
}

interface At {
  readonly path: string
  readonly field: Field
  readonly bytes: Uint8Array
}

/** The first field in reading order that a test fits, parts after what they hold. */
function lookFor(tree: Field, bytes: Uint8Array, test: FieldTest): At | undefined {
  for (const [index, child] of (tree.children ?? []).entries()) {
    const inner = child.bytes ?? bytes
    const deeper = child.children && lookFor(child, inner, test)
    if (!deeper && !test(child, bytes)) continue
    const step = named(tree)[index]![0]
    return deeper ? { ...deeper, path: `${step}/${deeper.path}` } : { path: step, field: child, bytes }
  }
  return undefined
}

function saying({ value, meaning, start, end, children }: Field, bytes: Uint8Array): string {
  const own = value === undefined ? (children ? '' : hex(bytes.subarray(start, Math.min(end, start + 16)))) : String(value)
  return [own, meaning].filter(Boolean).join('  ')
}

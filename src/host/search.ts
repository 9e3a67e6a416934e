import { isProtected } from '../trace/packets/kinds.ts'
import type { Packets } from '../trace/packets/packets.ts'
import { hexSpi } from '../trace/protected/securityAssociation.ts'
import { asked, fits, type Query, type Term } from './asked.ts'
import { type At, lookFor, saying } from './lookFor.ts'
import type { FieldHit, Found, Searched } from './protocol.ts'
import { type FieldTest, fieldTest } from './query.ts'
import type { Reading } from './reading.ts'
import { roots } from './roots.ts'
import { windows } from './windows.ts'

/** Hits at most; packets dissected between two looks at the clock, and milliseconds between two words on progress. */
const MOST = 2000
const STEP = 128
const SAY = 100

/** How it is searched. */
interface Searching {
  readonly signal?: AbortSignal | undefined
  /** Goes on behind the last hit that is told, and says of each packet which words it fits. */
  readonly whole?: boolean | undefined
  /** What is known of a packet beyond its fields. */
  readonly about?: ((packet: number) => Pick<FieldHit, 'message' | 'numbers'>) | undefined
}

/**
 * Looks for fields in the packets of a trace, from its first packet to its last: every packet is dissected again, so a large
 * file takes a while. What was found comes along with `told`; aborting ends it with what was found so far.
 * @returns all that was found, and whether the whole trace was searched
 */
export async function search(
  reading: Reading,
  text: string,
  told: (found: Found) => void,
  { signal, whole = false, about }: Searching = {},
): Promise<Searched> {
  const read = asked(text)
  if (!read.ok) return { complete: true }
  const { query } = read
  const unnamed = new Set(query.terms.flatMap(({ key }) => key ?? []))
  const tests = query.terms.map(term => fieldTest(term, () => unnamed.delete(term.key ?? '')))
  const phrase = phraseOf(query)
  for (const [i, { key }] of query.terms.entries()) if (!tests[i]) unnamed.delete(key ?? '')
  const { packets } = reading.trace
  const possible = query.either.some(all => all.every(place => tests[place] || query.terms[place]!.not))
  if (!whole && !possible) return { complete: true }
  const spis = new Map<number, number>()
  let hits: FieldHit[] = []
  let bits = new Uint8Array(whole ? packets.length : 0)
  let count = 0
  let from = 0
  let said = performance.now()
  const say = (searched: number) => {
    told({ searched, of: packets.length, hits, ...(whole ? { words: { from, bits: bits.slice(from, searched) } } : {}) })
    hits = []
    from = searched
    said = performance.now()
  }
  for await (const window of windows(reading, 0, packets.length)) {
    for (let row = window.from; row < window.to; row++) {
      const found = await foundIn(reading, row, window.bytes(row), tests)
      if (whole) {
        bits[row] = found.reduce((sum, at, i) => (at ? sum | (1 << i) : sum), 0)
        const flow = packets.flow(row)
        if (bits[row] && isProtected[packets.kind(row)] === 1) spis.set(flow, (spis.get(flow) ?? 0) | bits[row]!)
      }
      const first = count < MOST ? hitOf(query, found, row + 1) : undefined
      const hit = first && phrase ? ((await together(reading, row, window.bytes(row), phrase)) ?? first) : first
      if (hit) hits.push({ ...hit, time: packets.time(row), ...endsOf(packets, row), ...about?.(row + 1) })
      if (hit && ++count >= MOST && !whole) {
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
  bits = new Uint8Array(0)
  return {
    complete: true,
    unnamed: [...unnamed],
    ...(whole ? { spis: Array.from(spis, ([flow, words]) => [hexSpi(packets.flows.selector(flow)), words] as const) } : {}),
  }
}

function endsOf(packets: Packets, row: number): Pick<FieldHit, 'from' | 'to'> {
  const flow = packets.flow(row)
  return packets.flows.version(flow) === 0 ? {} : { from: packets.flows.source(flow), to: packets.flows.destination(flow) }
}

/** For each word the first field of a packet that fits it. */
async function foundIn(
  reading: Reading,
  row: number,
  bytes: Uint8Array,
  tests: readonly (FieldTest | undefined)[],
): Promise<readonly (At | undefined)[]> {
  // What a packet became says more than what it was.
  const all = (await roots(reading, row, bytes)).reverse()
  return tests.map(test => {
    if (!test) return undefined
    for (const root of all) {
      const found = lookFor(root.tree, root.bytes, test)
      if (found) return found
    }
    return undefined
  })
}

/** The field that a packet is found by, when it fits the query. */
function hitOf(query: Query, found: readonly (At | undefined)[], packet: number): Omit<FieldHit, 'time' | 'from' | 'to'> | undefined {
  if (!fits(query, (_, place) => found[place] !== undefined)) return undefined
  const at = found.find((one, i) => one && !query.terms[i]!.not)
  return at
    ? { packet, path: at.path, name: at.field.name, says: saying(at.field, at.bytes) }
    : { packet, path: '', name: 'Packet', says: '' }
}

/** Words beside each other that no key ties to a field: `vendor id`. Where one field says all of them, that one is meant. */
function phraseOf({ terms, either }: Query): Term | undefined {
  const plain = terms.every(term => !term.not && term.key === undefined)
  return plain && either.length === 1 && terms.length > 1 ? { value: terms.map(({ value }) => value).join(' ') } : undefined
}

/** The field of a packet that says all words at once. */
async function together(reading: Reading, row: number, bytes: Uint8Array, phrase: Term): Promise<ReturnType<typeof hitOf>> {
  const found = await foundIn(reading, row, bytes, [fieldTest(phrase)])
  return hitOf({ terms: [phrase], either: [[0]] }, found, row + 1)
}

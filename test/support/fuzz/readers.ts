import { random } from '../../../src/compose/random.ts'
import type { Cursor } from '../../../src/dissectors/cursor.ts'
import { names } from '../../../src/dissectors/meaning.ts'
import type { Dissector } from '../../../src/dissectors/packet.ts'
import { alone, around, nonsense } from './packets.ts'

// Every file of src/dissectors gives away functions that read from a cursor. They are found here, so that none can be forgotten: a
// function whose first parameter is the cursor, with what else it wants to know, by the names of its parameters.

/** What a module exports. */
export type Module = Readonly<Record<string, unknown>>

/** Functions of a module that read from a cursor, and those in its tables, by name. */
export function readersOf(module: Module): (readonly [name: string, read: Dissector])[] {
  return Object.entries(module).flatMap(([name, exported]) => {
    if (typeof exported === 'function') return reader(name, exported)
    if (typeof exported !== 'object' || exported === null) return []
    return Object.entries(exported).flatMap(([key, row]) => {
      const read = typeof row === 'function' ? row : row?.read
      return typeof read === 'function' ? reader(`${name} ${key}`, read) : []
    })
  })
}

// biome-ignore lint/complexity/noBannedTypes: whatever a module exports
function reader(name: string, called: Function): [string, Dissector][] {
  const [first, ...others] = parameters(called)
  if (first !== 'c') return []
  const wanted = others.filter(parameter => !parameter.includes('='))
  if (!wanted.every(parameter => parameter === 'layers' || parameter in given)) return []
  return [[name, (c: Cursor, layers) => called(c, ...wanted.map(parameter => (parameter === 'layers' ? layers : given[parameter]!(c))))]]
}

/** Names of a function's parameters, as it is written. */
// biome-ignore lint/complexity/noBannedTypes: whatever a module exports
function parameters(called: Function): string[] {
  const written = /^(?:async )?(?:function\s*)?\w*\s*\(([^)]*)\)|^(\w+)\s*=>/.exec(called.toString())
  return (written?.[1] ?? written?.[2] ?? '').split(',').map(parameter => parameter.trim())
}

const number = (most: number) => (c: Cursor) => (c.ahead(0) ?? 0) % most

/** What a reader may want to know, by the name of its parameter. */
const given: Readonly<Record<string, (c: Cursor) => unknown>> = {
  around: c => around(1 + number(2)(c)),
  next: number(60),
  first: number(60),
  protocol: number(5),
  type: number(256),
  idType: number(14),
  encoding: number(16),
  code: number(7),
  size: number(20),
  count: number(20),
  length: number(40),
  version: number(3),
  said: () => around(1).header,
  header: () => around(1).header,
  table: () => ({ name: names({ 1: 'one', 2: 'two' }) }),
  ahead: () => undefined,
}

/** Gives every reader of a module bytes of which it cannot know what to expect, `times` in all. Returns what is wrong, a few of it. */
export function eachReader(file: string, module: Module, times: number): string[] {
  const readers = readersOf(module)
  const next = random([...file].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), 7) >>> 0)
  const wrong: string[] = []
  for (let n = 0; n < times && wrong.length < 5; n++) {
    const [name, read] = readers[n % readers.length]!
    const bytes = nonsense(next)
    const kept = next(5) ? bytes.length : next(bytes.length + 1)
    const piece = () => `${name} of ${Buffer.from(bytes.subarray(0, kept)).toString('hex')}, ${bytes.length} on the wire`
    try {
      for (const says of alone(read, bytes.subarray(0, kept), bytes.length)) wrong.push(`${piece()}: ${says}`)
    } catch (error) {
      wrong.push(`${piece()}: ${error instanceof Error ? error.stack : error}`)
    }
  }
  return wrong
}

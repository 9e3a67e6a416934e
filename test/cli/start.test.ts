/** The program that is built starts with the code that was kept of it, and without it just as well. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'ikescope-start-'))
const entry = join(folder, 'ikescope.js')
const compiled = join(folder, 'compiled')

beforeAll(() => {
  const start = fileURLToPath(new URL('../../src/cli/start.ts', import.meta.url))
  buildSync({ entryPoints: [start], outfile: entry, bundle: true, platform: 'node', format: 'cjs' })
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }')
  program('"twice"')
})
afterAll(() => rmSync(folder, { recursive: true }))

test('nothing kept: the program runs', () => {
  expect(said()).toBe('twice 42 false')
})

test('what was kept is what runs the next time', () => {
  said('keep')
  expect(readdirSync(compiled)).toEqual([`${process.version}-${process.platform}-${process.arch}.bin`])
  expect(said()).toBe('twice 42 true')
})

test('kept of another program, cut off, or no code at all: the program runs', () => {
  const file = join(compiled, readdirSync(compiled)[0]!)
  const whole = readFileSync(file)
  for (const bytes of [whole.subarray(0, whole.length >> 1), whole.subarray(0, 3), Buffer.alloc(0), Buffer.from('no code')]) {
    writeFileSync(file, bytes)
    expect(said()).toBe('twice 42 false')
  }
  writeFileSync(file, whole)
  program('"another"')
  expect(said()).toBe('another 42 false')
})

test('a folder in its place: the program runs', () => {
  rmSync(compiled, { recursive: true })
  mkdirSync(join(compiled, `${process.version}-${process.platform}-${process.arch}.bin`), { recursive: true })
  expect(said()).toBe('another 42 false')
})

function program(name: string): void {
  const code = `const twice = n => n * 2; console.log(${name}, twice(21)); exports.path = require('node:path').basename(__filename)`
  writeFileSync(join(folder, 'program.cjs'), `(function (exports, require, module, __filename, __dirname) {${code}\n})`)
}

/** What a run prints: the program's words, then whether kept code ran. */
function said(keep?: 'keep'): string {
  const code = `const { ready, keep } = require(${JSON.stringify(entry)}); ${keep ? 'keep()' : ''}; console.log(ready)`
  return execFileSync(process.execPath, ['-e', code], { encoding: 'utf8' }).trim().replaceAll('\n', ' ')
}

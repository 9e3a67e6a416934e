import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'

const { isInstalled, nodeTooOld, run } = await import(new URL('../install.mjs', import.meta.url).href)
const { findBrowser } = await import(new URL('./browser.mjs', import.meta.url).href)

const folder = mkdtempSync(join(tmpdir(), 'ikescope-install-'))
afterAll(() => rmSync(folder, { recursive: true }))

const lock = (name: string, packages: object) => {
  mkdirSync(join(folder, name, '..'), { recursive: true })
  writeFileSync(join(folder, name), JSON.stringify({ packages }))
}
const wanted = { '': { name: 'x' }, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b-win32': { version: '2.0.0', optional: true } }
beforeEach(() => {
  rmSync(join(folder, 'node_modules'), { recursive: true, force: true })
  lock('package-lock.json', wanted)
})

test('nothing installed, or something unreadable, is not installed', async () => {
  expect(await isInstalled(folder)).toBe(false)
  mkdirSync(join(folder, 'node_modules'))
  writeFileSync(join(folder, 'node_modules/.package-lock.json'), '{')
  expect(await isInstalled(folder)).toBe(false)
})

test.each([
  ['all that this platform takes', { 'node_modules/a': { version: '1.0.0' } }, true],
  ['the optional package too', { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b-win32': { version: '2.0.0' } }, true],
  ['another version', { 'node_modules/a': { version: '1.0.1' } }, false],
  ['another version of the optional one', { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b-win32': { version: '2.0.1' } }, false],
  ['one package too many', { 'node_modules/a': { version: '1.0.0' }, 'node_modules/c': { version: '1.0.0' } }, false],
  ['nothing', {}, false],
])('%s: installed is %j', async (_, present, expected) => {
  lock('node_modules/.package-lock.json', present)
  expect(await isInstalled(folder)).toBe(expected)
})

test.each([
  ['18.20.0', true],
  ['20.18.3', true],
  ['20.19.0', false],
  ['22.0.0', false],
])('Node %s is too old: %j', (version, old) => {
  expect(nodeTooOld(version) !== null).toBe(old)
})

test('a program that fails gives its code and what it said, one that is not there too', async () => {
  expect(await run(process.execPath, ['-e', 'console.log("out"); console.error("err"); process.exit(3)'])).toEqual({
    code: 3,
    output: expect.stringMatching(/^(out\s+err|err\s+out)\s+$/),
  })
  expect((await run(join(folder, 'no-such-program'), [])).code).toBe(1)
  expect((await run(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { limit: 200 })).code).toBe(1)
})

test('CHROME_PATH decides, and is not passed over when it is wrong', () => {
  expect(findBrowser({ CHROME_PATH: process.execPath, PATH: '' })).toBe(process.execPath)
  expect(findBrowser({ CHROME_PATH: join(folder, 'none'), PATH: process.env.PATH })).toBeNull()
})

test.skipIf(process.platform === 'win32')('a browser is found on the PATH', () => {
  const program = join(folder, 'chromium')
  writeFileSync(program, '', { mode: 0o755 })
  expect(findBrowser({ PATH: `/nowhere:${folder}` }, 'linux')).toBe(program)
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { browserCommand, electronObstacle, electronOf, wishOf } from '../../src/cli/open.ts'

const folder = mkdtempSync(join(tmpdir(), 'ikescope-open-'))
writeFileSync(join(folder, 'a.pcap'), '')
writeFileSync(join(folder, '-b.pcap'), '')
afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  [[], { files: [], browser: false, browse: true }],
  [['a.pcap'], { files: ['a.pcap'], browser: false, browse: true }],
  [['--browser', 'a.pcap'], { files: ['a.pcap'], browser: true, browse: true }],
  [['a.pcap', '--no-open'], { files: ['a.pcap'], browser: true, browse: false }],
  [['--no-open', '--', '-b.pcap'], { files: ['-b.pcap'], browser: true, browse: false }],
])('%j is understood', (args, { files, ...rest }) => {
  expect(wishOf(args, folder)).toEqual({ files: files.map(file => join(folder, file)), ...rest })
})

test('a file that is not there, a folder and an unknown option get one line each', () => {
  expect(wishOf(['a.pcap', 'missing.pcap'], folder)).toBe('missing.pcap: no such file, or it cannot be read')
  expect(wishOf(['.'], folder)).toBe('.: no such file, or it cannot be read')
  expect(wishOf(['--fast'], folder)).toBe('open: unknown option --fast (there are --browser and --no-open)')
})

test('Electron is there only with its program and our script', () => {
  const home = join(folder, 'node_modules/electron')
  expect(electronOf(folder)).toBeNull()
  mkdirSync(join(home, 'dist'), { recursive: true })
  writeFileSync(join(home, 'path.txt'), 'electron')
  expect(electronOf(folder)).toBeNull()
  writeFileSync(join(home, 'dist/electron'), '')
  expect(electronOf(folder)).toBeNull()
  mkdirSync(join(folder, 'dist/electron'), { recursive: true })
  writeFileSync(join(folder, 'dist/electron/main.cjs'), '')
  expect(electronOf(folder)).toBe(join(home, 'dist/electron'))
})

test('Electron is not tried without a display or as root', () => {
  expect(electronObstacle('linux', {}, 1000)).toBe('There is no display for Electron')
  expect(electronObstacle('linux', { DISPLAY: ':0' }, 0)).toBe('Electron does not run as root')
  expect(electronObstacle('linux', { WAYLAND_DISPLAY: 'wayland-0' }, 1000)).toBeNull()
  expect(electronObstacle('darwin', {}, 501)).toBeNull()
  expect(electronObstacle('win32', {}, undefined)).toBeNull()
})

test('each system has its own way to the browser, and no shell reads the address', () => {
  const url = 'http://127.0.0.1:1/x&y'
  expect(browserCommand(url, 'linux')).toEqual(['xdg-open', [url]])
  expect(browserCommand(url, 'darwin')).toEqual(['open', [url]])
  expect(browserCommand(url, 'win32')).toEqual(['rundll32', ['url.dll,FileProtocolHandler', url]])
})

/** The whole list of setup calls, run once with a stand-in for Electron that writes down what is asked of it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Other tests may want the machine at the same time. */
const patient = { timeout: 9_000 }
const user = mkdtempSync(join(tmpdir(), 'ikescope-main-'))
const capture = resolve(root, 'captures/lab/v2_psk_ok/a.pcap')
const other = resolve(root, 'captures/lab/v2_psk_ok/b.pcap')
afterAll(() => rmSync(user, { recursive: true }))

const seen = vi.hoisted(() => ({
  calls: [] as string[],
  listeners: new Map<string, (...args: never[]) => void>(),
  handle: undefined as undefined | ((request: Request) => Promise<Response>),
  windows: [] as {
    options: { webPreferences: { sandbox: boolean; preload: string } }
    sent: [string, { name: string }[]][]
    url: string
    shown: boolean
  }[],
  menus: [] as { label?: string; submenu?: { label?: string; submenu?: { label?: string }[] }[] }[][],
  user: '',
  root: '',
}))

vi.mock('electron', () => {
  const note = (name: string) => () => void seen.calls.push(name)
  class BrowserWindow {
    readonly record = { options: {} as never, sent: [] as [string, { name: string }[]][], url: '', shown: false }
    readonly webContents = {
      on: note('contents.on'),
      setWindowOpenHandler: note('setWindowOpenHandler'),
      send: (name: string, files: { name: string }[]) => void this.record.sent.push([name, files]),
    }
    constructor(options: never) {
      this.record.options = options
      seen.windows.push(this.record)
      seen.calls.push('new BrowserWindow')
    }
    on(name: string) {
      seen.calls.push(`window.on ${name}`)
    }
    maximize() {}
    once(_: string, listener: () => void) {
      listener()
    }
    show() {
      this.record.shown = true
    }
    focus = note('focus')
    isMinimized = () => false
    loadURL(url: string) {
      this.record.url = url
      seen.calls.push('loadURL')
    }
  }
  const app = {
    isPackaged: false,
    getAppPath: () => seen.root,
    getPath: () => seen.user,
    enableSandbox: note('enableSandbox'),
    setAppUserModelId: note('setAppUserModelId'),
    clearRecentDocuments: () => {},
    requestSingleInstanceLock: () => true,
    addRecentDocument: () => {},
    quit: note('quit'),
    on: (name: string, listener: (...args: never[]) => void) => void seen.listeners.set(name, listener),
    whenReady: () => {
      seen.calls.push('whenReady')
      return Promise.resolve()
    },
  }
  const session = {
    defaultSession: {
      setPermissionRequestHandler: note('setPermissionRequestHandler'),
      setPermissionCheckHandler: note('setPermissionCheckHandler'),
      setDevicePermissionHandler: note('setDevicePermissionHandler'),
      webRequest: { onBeforeRequest: note('onBeforeRequest') },
      on: note('session.on'),
    },
  }
  const protocol = {
    registerSchemesAsPrivileged: note('registerSchemesAsPrivileged'),
    handle: (_: string, handler: (request: Request) => Promise<Response>) => {
      seen.handle = handler
      seen.calls.push('protocol.handle')
    },
  }
  const Menu = { buildFromTemplate: (items: unknown) => items, setApplicationMenu: (items: never) => void seen.menus.push(items) }
  const ipcMain = { handle: note('ipcMain.handle'), on: note('ipcMain.on') }
  const nativeImage = { createFromPath: () => ({ resize: () => 'icon' }) }
  const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] }
  const nativeTheme = { shouldUseDarkColors: true }
  return { app, BrowserWindow, dialog: {}, ipcMain, Menu, nativeImage, nativeTheme, protocol, screen, session }
})

const argv = process.argv
beforeAll(async () => {
  Object.assign(seen, { user, root })
  process.argv = ['electron', root, capture]
  await import('../../electron/main.ts')
  await vi.waitFor(() => expect(seen.calls).toContain('loadURL'), patient)
  process.argv = argv
}, 20_000)

test('the scheme and the sandbox come before Electron is ready, the guards before the window', () => {
  const at = (name: string) => seen.calls.indexOf(name)
  for (const first of ['registerSchemesAsPrivileged', 'enableSandbox']) expect(at(first)).toBeLessThan(at('whenReady'))
  const guards = [
    'setPermissionRequestHandler',
    'setPermissionCheckHandler',
    'onBeforeRequest',
    'protocol.handle',
    'ipcMain.handle',
    'ipcMain.on',
  ]
  for (const guard of guards) {
    expect([guard, at(guard) >= 0]).toEqual([guard, true])
    expect(at(guard)).toBeLessThan(at('new BrowserWindow'))
  }
  expect(at('setWindowOpenHandler')).toBeLessThan(at('loadURL'))
})

test('the window is sandboxed and shows the page', () => {
  expect(seen.windows.length).toBe(1)
  const [{ options, url, shown }] = seen.windows as [(typeof seen.windows)[0]]
  expect(options.webPreferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false })
  expect(options.webPreferences.preload).toMatch(/preload\.cjs$/)
  expect([url, shown]).toEqual(['ikescope://app/', true])
})

test('the page finds the file of the command line, and the examples', async () => {
  const answer = await seen.handle!({ url: 'ikescope://app/session.json', method: 'GET', headers: new Headers() } as Request)
  const { files, examples } = (await answer.json()) as { files: { name: string; url: string }[]; examples: unknown[] }
  expect(files.map(file => file.name)).toEqual(['a.pcap'])
  expect(examples.length).toBeGreaterThan(0)
  const bytes = await seen.handle!({
    url: `ikescope://app/${files[0]!.url.slice(2)}`,
    method: 'GET',
    headers: new Headers({ range: 'bytes=0-3' }),
  } as Request)
  expect(Buffer.from(await bytes.arrayBuffer()).toString('hex')).toBe('d4c3b2a1')
})

test('a second start, and files of the file manager, are told to the page that is there: those of one gesture together', async () => {
  const call = (name: string, ...args: unknown[]) => (seen.listeners.get(name) as (...args: unknown[]) => void)(...args)
  call('second-instance', {}, [], '/', { files: [other] })
  let prevented = false
  const preventDefault = () => {
    prevented = true
  }
  const sent = () => seen.windows[0]!.sent.map(([name, files]) => [name, files.map(file => file.name)])
  await vi.waitFor(() => expect(sent()).toEqual([['open', ['b.pcap']]]), patient)
  call('open-file', { preventDefault }, capture)
  call('open-file', { preventDefault }, other)
  expect(prevented).toBe(true)
  await vi.waitFor(
    () =>
      expect(sent()).toEqual([
        ['open', ['b.pcap']],
        ['open', ['a.pcap', 'b.pcap']],
      ]),
    patient,
  )
  expect(seen.windows.length).toBe(1)
}, 20_000)

test('the menu knows what was opened', () => {
  const recent = seen.menus
    .at(-1)!
    .find(item => item.label === '&File')!
    .submenu!.find(item => item.label === 'Open recent')!
  expect(recent.submenu!.map(item => item.label)).toEqual(['a.pcap', 'b.pcap', undefined, 'Clear'])
})

test('where the window stands is kept, and a page that died is noticed', () => {
  expect(seen.calls).toContain('window.on close')
  expect(seen.calls).toContain('contents.on')
})

test('closing the window ends the program', () => {
  ;(seen.listeners.get('window-all-closed') as () => void)()
  expect(seen.calls).toContain('quit')
})

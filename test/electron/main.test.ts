/** The whole list of setup calls, run once with a stand-in for Electron that writes down what is asked of it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
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
    on() {}
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
  const Menu = { buildFromTemplate: (items: unknown) => items, setApplicationMenu: note('setApplicationMenu') }
  const ipcMain = { handle: note('ipcMain.handle'), on: note('ipcMain.on') }
  return { app, BrowserWindow, dialog: {}, ipcMain, Menu, nativeTheme: { shouldUseDarkColors: true }, protocol, session }
})

const argv = process.argv
beforeAll(async () => {
  Object.assign(seen, { user, root })
  process.argv = ['electron', root, capture]
  await import('../../electron/main.ts')
  await vi.waitFor(() => expect(seen.calls).toContain('loadURL'))
  process.argv = argv
})

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

test('a second start, and a file of the file manager, are told to the page that is there', () => {
  const call = (name: string, ...args: unknown[]) => (seen.listeners.get(name) as (...args: unknown[]) => void)(...args)
  call('second-instance', {}, [], '/', { files: [other] })
  let prevented = false
  const preventDefault = () => {
    prevented = true
  }
  call('open-file', { preventDefault }, capture)
  expect(prevented).toBe(true)
  expect(seen.windows[0]!.sent.map(([name, files]) => [name, files.map(file => file.name)])).toEqual([
    ['open', ['b.pcap']],
    ['open', ['a.pcap']],
  ])
  expect(seen.windows.length).toBe(1)
})

test('closing the window ends the program', () => {
  ;(seen.listeners.get('window-all-closed') as () => void)()
  expect(seen.calls).toContain('quit')
})

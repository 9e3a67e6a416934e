/** Electron's own checklist for secure programs (its tutorial "Security", items 1 to 20), one test an item. Electron does not
 *  run here: what is tested is what it would be told. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test, vi } from 'vitest'
import { page } from '../../electron/address.ts'
import { channel } from '../../electron/bridge.ts'
import { denyPermissions, refuseNetwork, stayOnPage, webPreferences } from '../../electron/guards.ts'
import { declareScheme } from '../../electron/protocol.ts'
import { isTrusted } from '../../electron/trust.ts'
import { windowOptions } from '../../electron/window.ts'
import { contentSecurityPolicy } from '../../src/shell/policy.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const sources = readdirSync(join(root, 'electron'))
  .filter(name => name.endsWith('.ts'))
  .map(name => ({ name, text: readFileSync(join(root, 'electron', name), 'utf8') }))
const builder = JSON.parse(readFileSync(join(root, 'electron/builder.json'), 'utf8'))

const exposed = vi.hoisted(() => ({ world: new Map<string, Record<string, unknown>>(), sent: [] as unknown[][] }))
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, api: Record<string, unknown>) => void exposed.world.set(name, api) },
  ipcRenderer: {
    on: () => {},
    send: (...all: unknown[]) => void exposed.sent.push(all),
    invoke: (...all: unknown[]) => Promise.resolve(void exposed.sent.push(all)),
  },
  webUtils: { getPathForFile: () => '/a.pcap' },
}))

/** Keeps the listeners it is given, and tells whether one of them prevented an event. */
function emitter() {
  const listeners = new Map<string, (event: object, ...rest: unknown[]) => void>()
  const on = (name: string, listener: never) => void listeners.set(name, listener)
  const prevents = (name: string, about: object = {}, ...rest: unknown[]) => {
    let prevented = false
    listeners.get(name)!({ ...about, preventDefault: () => (prevented = true) }, ...rest)
    return prevented
  }
  return { on, prevents }
}

test('1: only secure content is loaded: the page, and nothing from any network', () => {
  let ask: (details: { url: string }, decide: (verdict: { cancel: boolean }) => void) => void = () => {}
  refuseNetwork({ on: () => {}, webRequest: { onBeforeRequest: (listener: typeof ask) => (ask = listener) } } as never, '/downloads')
  const cancelled = (url: string) => {
    let verdict: boolean | undefined
    ask({ url }, ({ cancel }) => (verdict = cancel))
    return verdict
  }
  expect(['http://example.com/', 'https://example.com/', 'ws://127.0.0.1/', 'file:///etc/passwd', page].map(cancelled)).toEqual([
    true,
    true,
    true,
    true,
    false,
  ])
  expect(sources.filter(({ text }) => /loadURL\((?!page\))|loadFile\(|https?:\/\//.test(text)).map(({ name }) => name)).toEqual([])
})

test('2, 3, 4: no Node in the page, its world apart from the preload script, in the sandbox, for every window', () => {
  expect(webPreferences('/p')).toMatchObject({ nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false })
  expect(webPreferences('/p')).toMatchObject({ contextIsolation: true, sandbox: true })
  expect(windowOptions('/p', false).webPreferences).toEqual(webPreferences('/p'))
  expect(sources.find(({ name }) => name === 'main.ts')!.text).toContain('app.enableSandbox()')
})

test('5: permissions are refused, whoever asks', () => {
  const granted: unknown[] = []
  denyPermissions({
    setPermissionRequestHandler: handler => handler!({} as never, 'media', verdict => granted.push(verdict), {} as never),
    setPermissionCheckHandler: handler => granted.push(handler!(null, 'geolocation' as never, '', {} as never)),
    setDevicePermissionHandler: handler => granted.push(handler!({} as never)),
  })
  expect(granted).toEqual([false, false, false])
})

test("6, 8, 9, 10: nothing of the browser's own safety is switched off, nothing experimental on", () => {
  const preferences = webPreferences('/p')
  expect(preferences.webSecurity).toBe(true)
  for (const name of ['allowRunningInsecureContent', 'experimentalFeatures', 'enableBlinkFeatures'])
    expect([name, name in preferences]).toEqual([name, false])
  const loose = /appendSwitch|ignore-certificate-errors|no-sandbox|disable-web-security|bypassCSP|allowServiceWorkers/
  expect(sources.filter(({ text }) => loose.test(text)).map(({ name }) => name)).toEqual([])
})

test('7: a content security policy that begins with nothing', () => {
  const policy = contentSecurityPolicy('n')
  expect(policy).toMatch(/^default-src 'none';/)
  // The ladder becomes a PNG by way of an image that the page made itself.
  expect(policy.replace("img-src 'self' blob:;", '')).not.toMatch(/unsafe|https?:|\*|data:|blob:/)
})

test('11, 12: no web views at all', () => {
  expect(webPreferences('/p').webviewTag).toBe(false)
  const contents = emitter()
  stayOnPage({ ...contents, setWindowOpenHandler: () => {} } as never)
  expect(contents.prevents('will-attach-webview')).toBe(true)
})

test('13: no way to another page', () => {
  const contents = emitter()
  stayOnPage({ ...contents, setWindowOpenHandler: () => {} } as never)
  for (const url of ['https://example.com/', 'file:///x.html', 'data:text/html,x', 'ikescope://elsewhere/', 'javascript:alert(1)'])
    expect([url, contents.prevents('will-navigate', { url }), contents.prevents('will-redirect', { url })]).toEqual([url, true, true])
  expect(webPreferences('/p').navigateOnDragDrop).toBe(false)
})

test('14: no other windows', () => {
  let decide: (details: never) => { action: string } = () => ({ action: 'allow' })
  stayOnPage({ on: () => {}, setWindowOpenHandler: (handler: typeof decide) => (decide = handler) } as never)
  expect(decide({ url: page } as never)).toEqual({ action: 'deny' })
})

test('15: nothing is opened outside', () => {
  expect(sources.filter(({ text }) => /\bshell\b.*from 'electron'|openExternal|openPath/.test(text)).map(({ name }) => name)).toEqual([])
})

test('16: the Electron that is packaged is the one that is developed with, and of a series still cared for', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')) as { version: string }
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version: string }>
  }
  expect(packages['node_modules/electron']!.version).toBe(version)
  expect(builder.electronVersion).toBeUndefined()
  expect(Number(version.split('.')[0])).toBeGreaterThanOrEqual(45)
})

test('17: a message is believed only from our page, in the main frame of our window', () => {
  const mainFrame = { url: page }
  const webContents = { mainFrame }
  const window = { webContents } as never
  expect(isTrusted({ sender: webContents, senderFrame: mainFrame } as never, window)).toBe(true)
  expect(isTrusted({ sender: webContents, senderFrame: { url: page } } as never, window)).toBe(false)
  expect(isTrusted({ sender: { mainFrame }, senderFrame: mainFrame } as never, window)).toBe(false)
  expect(isTrusted({ sender: webContents, senderFrame: mainFrame } as never, null)).toBe(false)
  mainFrame.url = 'https://example.com/'
  expect(isTrusted({ sender: webContents, senderFrame: mainFrame } as never, window)).toBe(false)
  const hearing = sources.filter(({ text }) => /ipc(Main)?\.(on|handle)\(/.test(text))
  expect(hearing.map(({ name }) => name)).toEqual(['captures.ts'])
  const [{ text }] = hearing as [(typeof sources)[0]]
  expect(text.match(/ipc\.(on|handle)\(/g)!.length).toBe(text.match(/trusted\(event\)/g)!.length)
})

test('18: a scheme of our own, not file:', () => {
  expect(page).toBe('ikescope://app/')
  let declared: readonly { scheme: string; privileges?: { bypassCSP?: boolean } }[] = []
  declareScheme({ registerSchemesAsPrivileged: schemes => (declared = schemes) })
  expect(declared.map(({ scheme, privileges }) => [scheme, privileges?.bypassCSP ?? false])).toEqual([['ikescope', false]])
})

test('19: the fuses are set', () => {
  expect(builder.electronFuses).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
    resetAdHocDarwinSignature: true,
  })
  expect(builder.asar).toBe(true)
})

describe('20: the page gets the bridge and nothing of Electron', () => {
  test('one name, five functions, none of which hands on an event or a channel', async () => {
    await import('../../electron/preload.ts')
    expect([...exposed.world.keys()]).toEqual(['ikescope'])
    const bridge = exposed.world.get('ikescope')! as Record<string, (...all: unknown[]) => unknown>
    expect(Object.keys(bridge).sort()).toEqual(['choose', 'dragOut', 'onCommand', 'onOpen', 'opened'])
    await bridge.choose!('anything')
    await bridge.opened!([{}])
    bridge.dragOut!('a.html', new Uint8Array(1))
    expect(exposed.sent.map(([name]) => name)).toEqual([channel.choose, channel.opened, channel.dragOut])
    expect(exposed.sent[0]).toEqual([channel.choose])
    let heard = 0
    const stop = bridge.onCommand!(() => heard++) as () => unknown
    expect([stop(), heard]).toEqual([undefined, 0])
  })
})

test('what is packaged holds the program and its captures, and no package of anybody else', () => {
  expect(builder.files).toEqual([
    'dist/electron/**',
    'dist/page/**',
    'captures/**',
    '!captures/**/*.svg',
    'electron/icon.png',
    '!node_modules/**',
  ])
  expect(existsSync(join(root, 'electron/icon.png'))).toBe(true)
})

/** Electron itself does not run here: its parts are stood in for by objects that keep what they are given. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { denyPermissions, refuseNetwork, stayOnPage, webPreferences } from '../../electron/guards.ts'
import { windowOptions } from '../../electron/window.ts'

/** Keeps the listeners it is given, and tells whether an event was prevented by them. */
function emitter() {
  const listeners = new Map<string, (event: object, ...rest: unknown[]) => void>()
  return {
    on(name: string, listener: (event: object, ...rest: unknown[]) => void) {
      listeners.set(name, listener)
      return this
    },
    prevents(name: string, about: object = {}, ...rest: unknown[]): boolean {
      let prevented = false
      const preventDefault = () => {
        prevented = true
      }
      listeners.get(name)!({ ...about, preventDefault }, ...rest)
      return prevented
    },
  }
}

test('the page runs sandboxed, without Node, apart from the preload script', () => {
  expect(webPreferences('/p.cjs')).toMatchObject({
    preload: '/p.cjs',
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    navigateOnDragDrop: false,
  })
  expect(windowOptions('/p.cjs', true).webPreferences).toEqual(webPreferences('/p.cjs'))
  expect(windowOptions('/p.cjs', false).show).toBe(false)
})

test('permissions are denied, but for copying text', () => {
  let request: (contents: unknown, permission: string, decide: (granted: boolean) => void) => void = () => {}
  let check: (contents: unknown, permission: string) => boolean = () => true
  let device: () => boolean = () => true
  denyPermissions({
    setPermissionRequestHandler: handler => {
      request = handler as typeof request
    },
    setPermissionCheckHandler: handler => {
      check = handler as typeof check
    },
    setDevicePermissionHandler: handler => {
      device = handler as typeof device
    },
  })
  const granted = (permission: string) => {
    let answer: boolean | undefined
    request(null, permission, decision => {
      answer = decision
    })
    return [answer, check(null, permission)]
  }
  for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'fileSystem', 'openExternal', 'usb', 'unknown'])
    expect([permission, ...granted(permission)]).toEqual([permission, false, false])
  expect(granted('clipboard-sanitized-write')).toEqual([true, true])
  expect(device()).toBe(false)
})

describe('nothing leaves', () => {
  const session = emitter()
  let ask: (details: { url: string }, decide: (verdict: { cancel: boolean }) => void) => void = () => {}
  refuseNetwork(
    {
      ...session,
      webRequest: {
        onBeforeRequest: (listener: typeof ask) => {
          ask = listener
        },
      },
    } as never,
    '/downloads',
  )

  test.each([
    ['ikescope://app/session.json', false],
    ['blob:ikescope://app/1', false],
    ['https://example.com/', true],
    ['http://127.0.0.1/', true],
    ['ws://example.com/', true],
    ['file:///etc/passwd', true],
    ['ikescope://elsewhere/', true],
  ])('%s is cancelled: %j', (url, cancelled) => {
    let verdict: boolean | undefined
    ask({ url }, ({ cancel }) => {
      verdict = cancel
    })
    expect(verdict).toBe(cancelled)
  })

  test('nothing is downloaded but what the page made, and the user says where', () => {
    const item = (url: string, name: string) => {
      const asked: unknown[] = []
      return { asked, getURL: () => url, getFilename: () => name, setSaveDialogOptions: (options: unknown) => void asked.push(options) }
    }
    const own = item('blob:ikescope://app/1', '../../a report.html')
    expect(session.prevents('will-download', {}, own)).toBe(false)
    expect(own.asked).toEqual([{ title: 'Save', defaultPath: join('/downloads', 'a report.html') }])
    for (const [url, name] of [
      ['https://example.com/x.html', 'x.html'],
      ['blob:https://example.com/1', 'x.html'],
      ['ikescope://app/files/1/a.pcap', 'a.pcap'],
      ['data:text/html,x', 'x.html'],
      ['blob:ikescope://app/1', 'setup.exe'],
      ['blob:ikescope://app/1', '.html'],
    ] as const) {
      const other = item(url, name)
      expect([url, session.prevents('will-download', {}, other), other.asked]).toEqual([url, true, []])
    }
  })
})

test('the window stays on the page', () => {
  let windowOpen: (details: never) => { action: string } = () => ({ action: 'allow' })
  const contents = emitter()
  stayOnPage({
    ...contents,
    setWindowOpenHandler: (handler: typeof windowOpen) => {
      windowOpen = handler
    },
  } as never)
  for (const event of ['will-navigate', 'will-redirect']) {
    expect(contents.prevents(event, { url: 'https://example.com/' })).toBe(true)
    expect(contents.prevents(event, { url: 'file:///etc/passwd' })).toBe(true)
    expect(contents.prevents(event, { url: 'ikescope://app/' })).toBe(false)
  }
  expect(contents.prevents('will-attach-webview')).toBe(true)
  expect(windowOpen({ url: 'https://example.com/' } as never)).toEqual({ action: 'deny' })
})

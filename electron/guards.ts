/** What the page must never get, whatever a capture made it do: permissions, other addresses, other windows, the network. */
import { join } from 'node:path'
import type { Session, WebContents, WebPreferences } from 'electron'
import { isOurs, page } from './address.ts'
import { plainName } from './dragOut.ts'

/** The page runs as in a browser: sandboxed, without Node, apart from the preload script. */
export function webPreferences(preload: string): WebPreferences {
  return {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
    navigateOnDragDrop: false,
  }
}

/** Denies every permission but writing text to the clipboard ("Copy value"). */
export function denyPermissions(
  session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'>,
): void {
  const allowed = 'clipboard-sanitized-write'
  session.setPermissionRequestHandler((_, permission, decide) => decide(permission === allowed))
  session.setPermissionCheckHandler((_, permission) => permission === allowed)
  session.setDevicePermissionHandler(() => false)
}

/** Lets no request leave: the page has nothing to fetch but itself. What it made itself may be saved, where the user says. */
export function refuseNetwork(session: Pick<Session, 'webRequest' | 'on'>, downloads: string): void {
  session.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !isOurs(url) && !/^(devtools|blob|data):/.test(url) }))
  session.on('will-download', (event, item) => {
    const name = item.getURL().startsWith(`blob:${page}`) ? plainName(item.getFilename()) : undefined
    if (name === undefined) event.preventDefault()
    else item.setSaveDialogOptions({ title: 'Save', defaultPath: join(downloads, name) })
  })
}

/** Keeps the window on the page: no navigation away, no new windows, no embedded views. */
export function stayOnPage(contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>): void {
  contents.on('will-navigate', event => {
    if (!isOurs(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', event => {
    if (!isOurs(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', event => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

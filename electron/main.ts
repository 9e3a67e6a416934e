/** The Electron shell: a list of setup calls. It parses nothing and decides nothing about captures; it shows the page the
 *  browser shows, gives it the files the user opened, and keeps it from everything else. */
import { join } from 'node:path'
import { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, protocol, session } from 'electron'
import { createShelf } from '../src/shell/shelf.ts'
import { filesHanded, filesOf } from './argv.ts'
import { createCaptures, hearPage } from './captures.ts'
import { denyPermissions, refuseNetwork } from './guards.ts'
import { menuOf } from './menu.ts'
import { declareScheme, servePage } from './protocol.ts'
import { fill, windowOptions } from './window.ts'

const root = app.getAppPath()
const files = filesOf(process.argv, app.isPackaged, process.cwd())
let window: BrowserWindow | null = null
let early: readonly string[] = files
let open = (paths: readonly string[]): void => {
  early = [...early, ...paths]
}

declareScheme(protocol)
app.enableSandbox()
app.on('window-all-closed', () => app.quit())
app.on('open-file', (event, path) => {
  event.preventDefault()
  open([path])
})
app.on('second-instance', (_event, _argv, _folder, data) => {
  if (window?.isMinimized()) window.restore()
  window?.focus()
  open(filesHanded(data))
})

if (app.requestSingleInstanceLock({ files })) app.whenReady().then(start)
else app.quit()

async function start(): Promise<void> {
  const shelf = await createShelf(join(root, 'dist/page'), join(root, 'captures'))
  const captures = createCaptures(shelf, { app, dialog, recentPath: join(app.getPath('userData'), 'recent.json'), window: () => window })
  denyPermissions(session.defaultSession)
  refuseNetwork(session.defaultSession)
  servePage(protocol, shelf)
  hearPage(ipcMain, captures, () => window)
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuOf(process.platform, captures.chooseAndOpen)))
  captures.open(early)
  open = captures.open
  window = new BrowserWindow(windowOptions(join(__dirname, 'preload.cjs'), nativeTheme.shouldUseDarkColors))
  window.on('closed', () => {
    window = null
  })
  fill(window)
}

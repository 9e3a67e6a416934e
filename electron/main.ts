/** The Electron shell: a list of setup calls. It parses nothing and decides nothing about captures; it shows the page the
 *  browser shows, gives it the files the user opened, and keeps it from everything else. */
import { join } from 'node:path'
import { app, BrowserWindow, dialog, ipcMain, Menu, nativeImage, nativeTheme, protocol, screen, session } from 'electron'
import { createShelf } from '../src/shell/shelf.ts'
import { filesHanded, filesOf } from './argv.ts'
import { channel, type MenuCommand } from './bridge.ts'
import { createCaptures, hearPage } from './captures.ts'
import { createDragOut } from './dragOut.ts'
import { gather } from './gather.ts'
import { denyPermissions, refuseNetwork } from './guards.ts'
import { menuOf } from './menu.ts'
import { declareScheme, servePage } from './protocol.ts'
import { rescue } from './rescue.ts'
import { fill, windowOptions } from './window.ts'
import { keepWindowState, loadWindowState, placeOf } from './windowState.ts'

const root = app.getAppPath()
const files = filesOf(process.argv, app.isPackaged, process.cwd())
let window: BrowserWindow | null = null
let early: readonly string[] = files
let open = (paths: readonly string[]): void => {
  early = [...early, ...paths]
}

declareScheme(protocol)
app.enableSandbox()
app.setAppUserModelId('ikescope.viewer')
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
  const kept = { recent: join(app.getPath('userData'), 'recent.json'), window: join(app.getPath('userData'), 'window.json') }
  const shelf = await createShelf(join(root, 'dist/page'), join(root, 'captures'))
  const dragOut = createDragOut(app.getPath('temp'))
  const captures = createCaptures(shelf, { app, dialog, recentPath: kept.recent, window: () => window, recentChanged: showMenu })
  denyPermissions(session.defaultSession)
  refuseNetwork(session.defaultSession, app.getPath('downloads'))
  servePage(protocol, shelf)
  const icon = nativeImage.createFromPath(join(root, 'electron/icon.png')).resize({ width: 48 })
  hearPage(ipcMain, { captures, dragOut, icon, window: () => window })
  app.on('will-quit', dragOut.clear)
  showMenu(captures.recent())
  captures.open(early)
  open = gather(captures.open)

  const state = loadWindowState(kept.window)
  const place = placeOf(
    state,
    screen.getAllDisplays().map(display => display.workArea),
  )
  window = new BrowserWindow(windowOptions(join(__dirname, 'preload.cjs'), nativeTheme.shouldUseDarkColors, place))
  keepWindowState(window, kept.window)
  rescue(window, dialog)
  window.on('closed', () => {
    window = null
  })
  fill(window, state.maximized)

  function showMenu(recent: readonly string[]): void {
    const command = (name: MenuCommand) => window?.webContents.send(channel.command, name)
    const { chooseAndOpen, clearRecent } = captures
    const actions = { open: chooseAndOpen, openRecent: (path: string) => captures.open([path]), clearRecent, command }
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuOf(process.platform, recent, actions, !app.isPackaged)))
  }
}

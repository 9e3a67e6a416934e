/** The files a user opens, by whichever way: put out for the page, remembered, told to the page that is there. */
import type { App, BrowserWindow, Dialog, IpcMain, IpcMainEvent, IpcMainInvokeEvent, NativeImage } from 'electron'
import type { NamedFile, Shelf } from '../src/shell/shelf.ts'
import { channel } from './bridge.ts'
import type { DragOut } from './dragOut.ts'
import { isCapture } from './isCapture.ts'
import { loadRecent, remember, saveRecent } from './recent.ts'
import { isTrusted } from './trust.ts'

/** What needs Electron, so that the rest runs without it. */
export interface Surroundings {
  readonly app: Pick<App, 'addRecentDocument' | 'clearRecentDocuments'>
  readonly dialog: Pick<Dialog, 'showOpenDialog'>
  readonly recentPath: string
  /** The window, once there is one. */
  window(): BrowserWindow | null
  /** Told when the recent files are others. */
  recentChanged?(paths: readonly string[]): void
}

/** Opening, in one place. */
export interface Captures {
  /** Opens files named from outside the page. */
  open(paths: readonly string[]): void
  /** Asks with the system's dialog; what was chosen is put out and remembered. */
  choose(): Promise<readonly NamedFile[]>
  /** The same from the menu: the page is told. */
  chooseAndOpen(): Promise<void>
  /** Files that were dropped on the page: captures are put out and remembered, null stands for anything else. */
  dropped(paths: readonly unknown[]): readonly (NamedFile | null)[]
  /** Files opened before, newest first. */
  recent(): readonly string[]
  clearRecent(): void
}

/** Files that somebody drops at a time. */
const MOST_DROPPED = 64

const filters = [
  { name: 'Packet captures', extensions: ['pcap', 'pcapng', 'cap', 'ntar', 'gz'] },
  { name: 'All files', extensions: ['*'] },
]

/** The captures of the page, on its shelf; reads the recent ones at once and writes them whenever they change. */
export function createCaptures(shelf: Shelf, { app, dialog, recentPath, window, recentChanged }: Surroundings): Captures {
  shelf.remember(loadRecent(recentPath))
  const keep = (list: readonly string[]): void => {
    saveRecent(recentPath, list)
    shelf.remember(list)
    recentChanged?.(list)
  }
  const opened = (paths: readonly string[]): void => {
    keep(remember(loadRecent(recentPath), paths))
    for (const path of paths) app.addRecentDocument(path)
  }
  const put = (paths: readonly string[]): readonly NamedFile[] => {
    if (paths.length === 0) return []
    opened(paths)
    return shelf.open(paths)
  }
  const tell = (files: readonly NamedFile[]): void => {
    if (files.length > 0) window()?.webContents.send(channel.open, files)
  }
  const choose = async (): Promise<readonly NamedFile[]> => {
    const parent = window()
    const options = { properties: ['openFile' as const, 'multiSelections' as const], filters }
    const { filePaths } = await (parent ? dialog.showOpenDialog(parent, options) : dialog.showOpenDialog(options))
    return put(filePaths)
  }
  return {
    dropped: paths => {
      const captures = paths.map(path => (typeof path === 'string' && isCapture(path) ? path : undefined))
      const files = put(captures.filter(path => path !== undefined))
      let next = 0
      return captures.map(path => (path === undefined ? null : files[next++]!))
    },
    recent: () => loadRecent(recentPath),
    clearRecent: () => {
      keep([])
      app.clearRecentDocuments()
    },
    choose,
    open: paths => {
      if (paths.length > 0) tell(put(paths))
    },
    chooseAndOpen: () => choose().then(tell),
  }
}

/** What messages of the page are answered with. */
export interface Answering {
  readonly captures: Captures
  readonly dragOut: DragOut
  /** Shown beside the pointer while a file is dragged out. */
  readonly icon: NativeImage
  window(): BrowserWindow | null
}

/** Hears the page, and only our page in our window: anything else that speaks is not answered. */
export function hearPage(ipc: Pick<IpcMain, 'handle' | 'on'>, { captures, dragOut, icon, window }: Answering): void {
  const trusted = (event: IpcMainEvent | IpcMainInvokeEvent): boolean => isTrusted(event, window())
  ipc.handle(channel.choose, event => {
    if (!trusted(event)) throw new Error('not from the page')
    return captures.choose()
  })
  ipc.handle(channel.opened, (event, paths: unknown) => {
    if (!trusted(event)) throw new Error('not from the page')
    return captures.dropped(Array.isArray(paths) ? paths.slice(0, MOST_DROPPED) : [])
  })
  ipc.on(channel.dragOut, (event, name: unknown, bytes: unknown) => {
    const file = trusted(event) ? dragOut.write(name, bytes) : undefined
    if (file !== undefined) event.sender.startDrag({ file, icon })
  })
}

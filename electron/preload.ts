/** Runs beside the page, sandboxed: hands it the bridge and nothing of Electron. */
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { NamedFile } from '../src/shell/shelf.ts'
import { type Bridge, channel, type MenuCommand } from './bridge.ts'

const listeners = new Set<(files: readonly NamedFile[]) => void>()
const commanded = new Set<(command: MenuCommand) => void>()

ipcRenderer.on(channel.open, (_, files: readonly NamedFile[]) => {
  if (listeners.size === 0) location.reload()
  for (const listener of listeners) listener(files)
})

ipcRenderer.on(channel.command, (_, command: MenuCommand) => {
  for (const listener of commanded) listener(command)
})

const bridge: Bridge = {
  onOpen: listener => {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  },
  choose: () => ipcRenderer.invoke(channel.choose),
  onCommand: listener => {
    commanded.add(listener)
    return () => {
      commanded.delete(listener)
    }
  },
  dragOut: (name, bytes) => ipcRenderer.send(channel.dragOut, name, bytes),
  opened: files =>
    ipcRenderer.invoke(
      channel.opened,
      files.map(file => webUtils.getPathForFile(file)),
    ),
}

contextBridge.exposeInMainWorld('ikescope', bridge)

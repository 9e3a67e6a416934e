/** Runs beside the page, sandboxed: hands it the bridge and nothing of Electron. */
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { NamedFile } from '../src/shell/shelf.ts'
import { type Bridge, channel } from './bridge.ts'

const listeners = new Set<(files: readonly NamedFile[]) => void>()

ipcRenderer.on(channel.open, (_, files: readonly NamedFile[]) => {
  if (listeners.size === 0) location.reload()
  for (const listener of listeners) listener(files)
})

const bridge: Bridge = {
  onOpen: listener => {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  },
  choose: () => ipcRenderer.invoke(channel.choose),
  opened: file => ipcRenderer.send(channel.opened, webUtils.getPathForFile(file)),
}

contextBridge.exposeInMainWorld('ikescope', bridge)

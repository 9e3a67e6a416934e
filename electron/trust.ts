import type { BrowserWindow, IpcMainEvent, IpcMainInvokeEvent } from 'electron'
import { isOurs } from './address.ts'

/** Whether a message comes from our page, in the main frame of our window; nobody else is answered. */
export function isTrusted(event: IpcMainEvent | IpcMainInvokeEvent, window: BrowserWindow | null): boolean {
  const contents = window?.webContents
  return contents !== undefined && event.sender === contents && event.senderFrame === contents.mainFrame && isOurs(event.senderFrame.url)
}

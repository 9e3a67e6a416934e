import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron'
import { page } from './address.ts'
import { stayOnPage, webPreferences } from './guards.ts'

/** How the window is made: where it stood before, shown only when the page has something to show. */
export function windowOptions(preload: string, dark: boolean, place: Partial<Rectangle> = {}): BrowserWindowConstructorOptions {
  return {
    title: 'ikescope',
    width: 1440,
    height: 900,
    ...place,
    minWidth: 900,
    minHeight: 600,
    show: false,
    backgroundColor: dark ? '#16181d' : '#ffffff',
    webPreferences: webPreferences(preload),
  }
}

/** Guards a new window, loads the page and shows it. */
export function fill(window: BrowserWindow, maximized = false): void {
  stayOnPage(window.webContents)
  window.once('ready-to-show', () => {
    if (maximized) window.maximize()
    window.show()
  })
  window.loadURL(page)
}

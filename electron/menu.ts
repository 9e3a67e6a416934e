import type { MenuItemConstructorOptions } from 'electron'

/** The menu bar: what every program of the platform has, and opening a capture. */
export function menuOf(platform: string, open: () => void): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin'
  const recent: MenuItemConstructorOptions = { role: 'recentDocuments', submenu: [{ role: 'clearRecentDocuments' }] }
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: 'Open a capture…', accelerator: 'CmdOrCtrl+O', click: open },
        ...(mac ? [recent] : []),
        { type: 'separator' },
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    { role: 'viewMenu' },
    { role: 'windowMenu' },
  ]
}

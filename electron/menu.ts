import { basename } from 'node:path'
import type { MenuItemConstructorOptions } from 'electron'
import type { MenuCommand } from './bridge.ts'

/** What the menu bar can bring about. */
export interface MenuActions {
  open(): void
  openRecent(path: string): void
  clearRecent(): void
  /** Something that the page does. */
  command(command: MenuCommand): void
}

/** The menu bar: what every program of the platform has, opening captures, and the ways to help. @param recent paths, newest first */
export function menuOf(
  platform: string,
  recent: readonly string[],
  actions: MenuActions,
  developing = false,
): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin'
  const page = (label: string, command: MenuCommand): MenuItemConstructorOptions => ({ label, click: () => actions.command(command) })
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: 'Open captures…', accelerator: 'CmdOrCtrl+O', click: () => actions.open() },
        { label: 'Open recent', submenu: recentMenu(recent, actions) },
        { type: 'separator' },
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(developing ? [{ type: 'separator' } as const, { role: 'reload' } as const, { role: 'toggleDevTools' } as const] : []),
      ],
    },
    { role: 'windowMenu' },
    { label: '&Help', role: 'help', submenu: [page('Handbook', 'handbook'), page('Words', 'glossary'), page('All keys', 'keys')] },
  ]
}

function recentMenu(recent: readonly string[], { openRecent, clearRecent }: MenuActions): MenuItemConstructorOptions[] {
  if (recent.length === 0) return [{ label: 'None yet', enabled: false }]
  return [
    // An ampersand in a name would become an access key.
    ...recent.map(path => ({ label: basename(path).replaceAll('&', '&&'), toolTip: path, click: () => openRecent(path) })),
    { type: 'separator' },
    { label: 'Clear', click: () => clearRecent() },
  ]
}

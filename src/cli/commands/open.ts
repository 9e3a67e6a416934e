import type { Command } from '../command.ts'
import { open as openViewer } from '../open.ts'

/** `ikescope open [FILE…]`: the viewer. */
export const open: Command = {
  name: 'open',
  usage: 'open [FILE…] [--browser] [--no-open]',
  says: 'opens the viewer',
  options: ['--browser   in the browser, also where Electron is installed', '--no-open   print the address and let you open it'],
  run: args => openViewer([...args]),
}

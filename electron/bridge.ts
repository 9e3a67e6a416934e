/** What the page may ask of Electron and hear from it. In a browser `window.ikescope` does not exist, and the page does
 *  without. Everything else goes over the page's own address: session.json and the files it names. */
import type { NamedFile } from '../src/shell/shelf.ts'

/** `window.ikescope`, as preload.ts gives it to the page. */
export interface Bridge {
  /** Captures opened from outside the page: the menu, the file manager, a second start. Returns how to stop hearing.
   *  While nobody listens the page is loaded again and finds them in session.json. */
  onOpen(listener: (files: readonly NamedFile[]) => void): () => void
  /** The system's open dialog; empty when it was dismissed. */
  choose(): Promise<readonly NamedFile[]>
  /** Says that the user dropped these files: captures join the recent ones, and come back as files that the program gives out
   *  and keeps a workspace file beside; null for whatever is no capture on the disk. */
  opened(files: readonly File[]): Promise<readonly (NamedFile | null)[]>
  /** Something chosen in the menu bar that the page does. Returns how to stop hearing. */
  onCommand(listener: (command: MenuCommand) => void): () => void
  /** Drags a file of these bytes out of the window. To be called while a drag of the page's own begins, in its place. */
  dragOut(name: string, bytes: Uint8Array): void
}

/** What the page does for the menu bar. */
export type MenuCommand = 'handbook' | 'glossary' | 'keys'

declare global {
  interface Window {
    readonly ikescope?: Bridge
  }
}

/** Names of the messages between page and main process. */
export const channel = { open: 'open', choose: 'choose', opened: 'opened', command: 'command', dragOut: 'drag-out' } as const

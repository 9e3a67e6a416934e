import type { Source } from './opening.ts'

/** Files with, where the browser gives them, handles by which they can be opened again. */
export interface Chosen {
  readonly sources: readonly Source[]
  readonly handles: readonly FileSystemFileHandle[]
}

type Picker = (options: { multiple: boolean; id: string }) => Promise<FileSystemFileHandle[]>

/**
 * Asks for files: by Electron's dialog, else by the browser's picker that gives handles. Undefined where there is
 * neither, so that a plain file input must do; no sources when the dialog was dismissed.
 */
export async function chooseFiles(): Promise<Chosen | undefined> {
  if (window.ikescope) return { sources: await window.ikescope.choose(), handles: [] }
  const pick = (window as { showOpenFilePicker?: Picker }).showOpenFilePicker
  if (!pick) return undefined
  try {
    const handles = await pick.call(window, { multiple: true, id: 'ikescope' })
    return { sources: await Promise.all(handles.map(handle => handle.getFile())), handles }
  } catch (error) {
    return error instanceof DOMException && error.name === 'AbortError' ? { sources: [], handles: [] } : undefined
  }
}

type Item = DataTransferItem & { getAsFileSystemHandle?(): Promise<FileSystemHandle | null> }

/** What was dropped on the window. Must be called while the drop event runs: its items vanish afterwards. */
export async function droppedFiles(transfer: DataTransfer): Promise<Chosen> {
  const items = Array.from(transfer.items).filter(item => item.kind === 'file') as Item[]
  const sources = Array.from(transfer.files)
  const handles = await Promise.all(items.map(item => item.getAsFileSystemHandle?.().catch(() => null) ?? null))
  const whole = handles.filter((handle): handle is FileSystemFileHandle => handle?.kind === 'file')
  for (const file of sources) window.ikescope?.opened(file)
  return { sources, handles: whole.length === sources.length ? whole : [] }
}

/** Whether what is dragged over the window are files. */
export function dragsFiles(transfer: DataTransfer | null): boolean {
  return transfer !== null && Array.from(transfer.types).includes('Files')
}

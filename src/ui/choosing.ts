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
  const files = Array.from(transfer.files)
  const handles = await Promise.all(items.map(item => item.getAsFileSystemHandle?.().catch(() => null) ?? null))
  const folders = handles.filter((handle): handle is FileSystemDirectoryHandle => handle?.kind === 'directory')
  const inFolders = (await Promise.all(folders.map(folder => filesIn(folder)))).flat()
  const loose = files.filter((_, i) => handles[i]?.kind !== 'directory')
  const named = (await window.ikescope?.opened(loose).catch(() => [])) ?? []
  const sources = [...loose.map((file, i) => named[i] ?? file), ...inFolders]
  const whole = handles.filter((handle): handle is FileSystemFileHandle => handle?.kind === 'file')
  return { sources, handles: named.length === 0 && whole.length === sources.length ? whole : [] }
}

/** Where a file lay in a folder that was dropped whole: `north/a.pcap`. */
const paths = new WeakMap<File, string>()

/** The path of what was brought, as far as it is known; its name otherwise. */
export function pathOf(source: Source): string {
  return source instanceof File ? (paths.get(source) ?? (source.webkitRelativePath || source.name)) : source.name
}

/** Files of a folder and of those in it: a lesson keeps its captures beside it or below, strongSwan's save-keys folder is one. */
async function filesIn(folder: FileSystemDirectoryHandle, within = '', depth = 0): Promise<File[]> {
  const files: File[] = []
  for await (const entry of (folder as unknown as { values(): AsyncIterable<FileSystemHandle> }).values()) {
    if (files.length >= MOST_IN_FOLDER) break
    if (entry.kind === 'directory') {
      if (depth < DEEPEST) files.push(...(await filesIn(entry as FileSystemDirectoryHandle, `${within}${entry.name}/`, depth + 1)))
      continue
    }
    const file = await (entry as FileSystemFileHandle).getFile()
    paths.set(file, `${within}${entry.name}`)
    files.push(file)
  }
  return files.slice(0, MOST_IN_FOLDER)
}

const DEEPEST = 3
const MOST_IN_FOLDER = 64

/** Whether what is dragged over the window are files. */
export function dragsFiles(transfer: DataTransfer | null): boolean {
  return transfer !== null && Array.from(transfer.types).includes('Files')
}

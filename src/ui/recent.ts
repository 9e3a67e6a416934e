import { counted, grouped } from '../text/figures.ts'
import { outcomeWords } from '../trace/outcomeWords.ts'
import type { Report } from '../trace/report.ts'

// Recently opened captures. Their names and one line about each stay in this browser's local storage; the files are
// never copied. Where the browser gives handles to files (File System Access), these are kept in IndexedDB and let a
// capture be opened again after a question; elsewhere an entry is only a reminder.

/** A capture, or two of one event, opened here before. */
export interface Recent {
  readonly id: string
  readonly names: readonly string[]
  readonly says: string
}

const KEY = 'ikescope.recent'
const MOST = 8

/** The remembered captures, latest first. */
export function recent(): Recent[] {
  try {
    const all: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(all) ? all.filter(isRecent).slice(0, MOST) : []
  } catch {
    return []
  }
}

/** Puts a capture first in the list. */
export function remember(names: readonly string[], report: Report, handles: readonly FileSystemFileHandle[]): void {
  const entry = { id: names.join('\n'), names, says: summary(report) }
  try {
    localStorage.setItem(KEY, JSON.stringify([entry, ...recent().filter(other => other.id !== entry.id)].slice(0, MOST)))
  } catch {
    return
  }
  if (handles.length === names.length) void withStore('readwrite', store => store.put([...handles], entry.id))
}

/** Forgets all of them. */
export function forget(): void {
  localStorage.removeItem(KEY)
  void withStore('readwrite', store => store.clear())
}

/** Which of the remembered captures can be opened again from here. */
export async function reopenable(): Promise<ReadonlySet<string>> {
  const keys = (await withStore('readonly', store => store.getAllKeys())) ?? []
  return new Set(keys.map(String))
}

/** Opens a remembered capture's files; undefined when the browser has no way to them or the user declines. */
export async function reopen(id: string): Promise<{ files: File[]; handles: FileSystemFileHandle[] } | undefined> {
  const handles = (await withStore('readonly', store => store.get(id))) as FileSystemFileHandle[] | undefined
  if (!handles) return undefined
  const files: File[] = []
  for (const handle of handles) {
    const askable = handle as FileSystemFileHandle & { requestPermission?(how: { mode: 'read' }): Promise<string> }
    if (askable.requestPermission && (await askable.requestPermission({ mode: 'read' })) !== 'granted') return undefined
    files.push(await handle.getFile())
  }
  return { files, handles }
}

/** One line about a capture: what the list of recent files says below its name. */
export function summary({ traces, negotiations }: Report): string {
  const packets = traces.reduce((sum, trace) => sum + trace.packets, 0)
  const bad = negotiations.filter(negotiation => negotiation.outcome === 'failed' || negotiation.outcome === 'unanswered').length
  const count = negotiations.length
  const found = count === 0 ? 'no IKE' : counted(count, 'negotiation')
  const trouble = bad === 0 ? '' : count === 1 ? `, ${outcomeWords[negotiations[0]!.outcome]}` : `, ${grouped(bad)} without success`
  return `${counted(packets, 'packet')}, ${found}${trouble}`
}

function isRecent(entry: unknown): entry is Recent {
  const { id, names, says } = (entry ?? {}) as Partial<Recent>
  return typeof id === 'string' && Array.isArray(names) && names.every(name => typeof name === 'string') && typeof says === 'string'
}

function withStore<T>(mode: IDBTransactionMode, use: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
  return new Promise(resolve => {
    try {
      const opening = indexedDB.open('ikescope', 1)
      opening.onupgradeneeded = () => opening.result.createObjectStore('handles')
      opening.onerror = () => resolve(undefined)
      opening.onsuccess = () => {
        const request = use(opening.result.transaction('handles', mode).objectStore('handles'))
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => resolve(undefined)
      }
    } catch {
      resolve(undefined)
    }
  })
}

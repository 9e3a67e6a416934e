import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Kinds of files that the page makes and may be dragged out of the window. */
const kinds = /\.(html|svg|png|txt|json|pcap|pcapng)$/i
/** Bytes; a report is far smaller. */
const MOST = 256 << 20

/** Files to be dragged to a mail or a folder: the system wants them on disk while they are dragged. */
export interface DragOut {
  /** Writes one and gives its path; undefined when what came is no such file. */
  write(name: unknown, bytes: unknown): string | undefined
  /** Takes all of them away again. */
  clear(): void
}

/** @param folder where a folder of our own is made when it is needed: the system's for temporary files */
export function createDragOut(folder: string): DragOut {
  let own: string | undefined
  let count = 0
  return {
    write: (name, bytes) => {
      if (typeof name !== 'string' || !(bytes instanceof Uint8Array) || bytes.length > MOST) return undefined
      const plain = plainName(name)
      if (plain === undefined) return undefined
      own ??= mkdtempSync(join(folder, 'ikescope-'))
      const place = join(own, String(count++))
      mkdirSync(place, { mode: 0o700 })
      const path = join(place, plain)
      writeFileSync(path, bytes, { mode: 0o600 })
      return path
    },
    clear: () => {
      if (own !== undefined) rmSync(own, { recursive: true, force: true })
      own = undefined
    },
  }
}

/** A name that is only a name, of a kind that the page makes: it comes from a capture's, and so from anybody. */
export function plainName(name: string): string | undefined {
  const plain = name
    .replace(/^.*[/\\]/, '')
    .replace(/[^\p{L}\p{N} ._()+-]/gu, '_')
    .replace(/^[ .]+/, '')
    .slice(-120)
  return kinds.test(plain) && plain.length > 5 ? plain : undefined
}

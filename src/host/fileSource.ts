import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import type { ByteSource } from '../capture/source.ts'

/** Milliseconds of reading after which whatever else waits has its turn: Ctrl+C. */
const TURN = 50

/**
 * A file by its path. Fails with the operating system's error, and for what is no regular file: a pipe is not even opened, which
 * would wait for its other end.
 *
 * Whoever reads it reads it itself: another thread would copy the bytes into the cache of another core and be waited for, and
 * the system reads ahead anyway.
 */
export async function fileSource(path: string): Promise<ByteSource & { close(): Promise<void> }> {
  const about = statSync(path)
  if (!about.isFile()) throw Object.assign(new Error(`${path} is no regular file`), { code: about.isDirectory() ? 'EISDIR' : 'ENOTREG' })
  const file = openSync(path, 'r')
  let open = true
  let turn = performance.now()
  return {
    name: basename(path),
    size: fstatSync(file).size,
    atOnce: true,
    async read(position, into) {
      if (performance.now() - turn > TURN) {
        await new Promise(setImmediate)
        turn = performance.now()
      }
      // The number of a file that was closed is soon another's.
      if (!open) throw new Error(`${path} is closed`)
      let filled = 0
      while (filled < into.length) {
        const count = readSync(file, into, filled, into.length - filled, position + filled)
        if (count === 0) break
        filled += count
      }
      return filled
    },
    async close() {
      if (open) closeSync(file)
      open = false
    },
  }
}

import { readSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { ByteSource } from '../capture/source.ts'

/** Milliseconds of reading after which whatever else waits has its turn: Ctrl+C. */
const TURN = 50

/** A file by its path. Fails with the operating system's error, and for what is no regular file. */
export async function fileSource(path: string): Promise<ByteSource & { close(): Promise<void> }> {
  const handle = await open(path, 'r')
  const about = await handle.stat()
  if (!about.isFile()) {
    await handle.close()
    throw Object.assign(new Error(`${path} is no regular file`), { code: about.isDirectory() ? 'EISDIR' : 'ENOTREG' })
  }
  let turn = performance.now()
  return {
    name: basename(path),
    size: about.size,
    // Another thread would copy the bytes into the other core's cache, and be waited for; the system reads ahead anyway.
    atOnce: true,
    async read(position, into) {
      if (performance.now() - turn > TURN) {
        await setImmediate()
        turn = performance.now()
      }
      let filled = 0
      while (filled < into.length) {
        const bytesRead = readSync(handle.fd, into, filled, into.length - filled, position + filled)
        if (bytesRead === 0) break
        filled += bytesRead
      }
      return filled
    },
    close: () => handle.close(),
  }
}

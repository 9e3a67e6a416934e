import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ByteSource } from '../capture/source.ts'

/** A file by its path. Fails with the operating system's error, and for what is no regular file. */
export async function fileSource(path: string): Promise<ByteSource & { close(): Promise<void> }> {
  const handle = await open(path, 'r')
  const about = await handle.stat()
  if (!about.isFile()) {
    await handle.close()
    throw Object.assign(new Error(`${path} is no regular file`), { code: about.isDirectory() ? 'EISDIR' : 'ENOTREG' })
  }
  return {
    name: basename(path),
    size: about.size,
    async read(position, into) {
      let filled = 0
      while (filled < into.length) {
        const { bytesRead } = await handle.read(into, filled, into.length - filled, position + filled)
        if (bytesRead === 0) break
        filled += bytesRead
      }
      return filled
    },
    close: () => handle.close(),
  }
}

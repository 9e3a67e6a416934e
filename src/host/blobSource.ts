import type { ByteSource } from '../capture/source.ts'

/** A File that was opened or dropped, or any Blob. Its bytes stay with the browser until they are asked for. */
export function blobSource(name: string, blob: Blob): ByteSource {
  return {
    name,
    size: blob.size,
    async read(position, into) {
      const bytes = new Uint8Array(await blob.slice(position, position + into.length).arrayBuffer())
      into.set(bytes)
      return bytes.length
    },
  }
}

import type { ByteSource } from '../capture/source.ts'
import { blobSource } from './blobSource.ts'

/**
 * A file that our own server or shell offers under a URL, read piece by piece with Range requests (RFC 9110 §14). A
 * server that knows no ranges sends the whole, which then lies with the browser as a Blob.
 */
export async function httpSource(name: string, url: string, signal?: AbortSignal): Promise<ByteSource> {
  const first = await fetch(url, { headers: { Range: 'bytes=0-0' }, signal })
  if (first.status === 416) return blobSource(name, new Blob([]))
  if (!first.ok) throw new Error(`${name} cannot be fetched: ${first.status} ${first.statusText}`.trim())
  const total = /\/(\d+)$/.exec(first.headers.get('Content-Range') ?? '')?.[1]
  if (first.status !== 206 || total === undefined) return blobSource(name, await first.blob())
  await first.arrayBuffer()
  const size = Number(total)
  return {
    name,
    size,
    async read(position, into) {
      const end = Math.min(position + into.length, size)
      if (position >= end) return 0
      const piece = await fetch(url, { headers: { Range: `bytes=${position}-${end - 1}` }, signal })
      if (piece.status !== 206) throw new Error(`${name} changed while it was read: ${piece.status} ${piece.statusText}`.trim())
      const bytes = new Uint8Array(await piece.arrayBuffer()).subarray(0, into.length)
      into.set(bytes)
      return bytes.length
    },
  }
}

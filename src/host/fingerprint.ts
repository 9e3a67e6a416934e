import { sha256 } from '@noble/hashes/sha2.js'
import type { ByteSource } from '../capture/source.ts'
import type { Fingerprint } from './protocol.ts'

const CHUNK = 4 << 20

/** What tells a file from every other one; it is read to its end for it. */
export async function fingerprint(source: ByteSource): Promise<Fingerprint> {
  const hash = sha256.create()
  const chunk = new Uint8Array(CHUNK)
  let size = 0
  for (;;) {
    const read = await source.read(size, chunk)
    if (read === 0) break
    hash.update(chunk.subarray(0, read))
    size += read
  }
  return { name: source.name, size, sha256: Array.from(hash.digest(), octet => octet.toString(16).padStart(2, '0')).join('') }
}

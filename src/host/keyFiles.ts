import { looksLikeKeys } from '../keys/index.ts'
import type { Named } from './client.ts'
import type { KeyText } from './protocol.ts'

/** Longer is no key file, and what begins otherwise is none either. */
const MOST_OCTETS = 32 << 20
const BEGINNING = 16384

/** Files that somebody brought, told apart: key files as text, and the captures that all others are taken for. */
export async function keysApart<F extends Named>(
  files: readonly F[],
): Promise<{ readonly captures: readonly F[]; readonly keys: readonly KeyText[] }> {
  const captures: F[] = []
  const keys: KeyText[] = []
  for (const file of files) {
    const text = file instanceof File ? await keyText(file) : undefined
    if (text === undefined) captures.push(file)
    else keys.push({ name: file.name, text })
  }
  return { captures, keys }
}

async function keyText(file: File): Promise<string | undefined> {
  if (file.size > MOST_OCTETS) return undefined
  try {
    return looksLikeKeys(await file.slice(0, BEGINNING).text()) ? await file.text() : undefined
  } catch {
    return undefined
  }
}

import { LONGEST_KEY_FILE, looksLikeKeys } from '../keys/index.ts'
import { isNamedAsCapture } from './captureNames.ts'
import type { Named } from './client.ts'
import type { KeyText } from './protocol.ts'

/** What begins otherwise than keys do is no key file. */
const BEGINNING = 16384

/** Files that somebody brought, told apart: key files as text, and the captures that all others are taken for. */
export async function keysApart<F extends Named>(
  files: readonly F[],
): Promise<{ readonly captures: readonly F[]; readonly keys: readonly KeyText[] }> {
  const captures: F[] = []
  const keys: KeyText[] = []
  for (const file of files) {
    const text = await (file instanceof File ? keyText(file) : servedKeyText(file.name, file.url)).catch(() => undefined)
    if (text === undefined) captures.push(file)
    else keys.push({ name: file.name, text })
  }
  return { captures, keys }
}

async function keyText(file: Blob): Promise<string | undefined> {
  if (file.size > LONGEST_KEY_FILE) return undefined
  return looksLikeKeys(await file.slice(0, BEGINNING).text()) ? file.text() : undefined
}

/** A file that our own shell serves; what is named as a capture is not asked for. */
async function servedKeyText(name: string, url: string): Promise<string | undefined> {
  if (isNamedAsCapture(name)) return undefined
  const answer = await fetch(url, { headers: { Range: `bytes=0-${BEGINNING - 1}` } })
  if (answer.status !== 206 || !looksLikeKeys(await answer.text())) return undefined
  return keyText(await (await fetch(url)).blob())
}

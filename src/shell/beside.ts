import { randomBytes } from 'node:crypto'
import { lstat, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { MOST, workspaceIn } from '../workspace/file.ts'

/** Octets of a body at most: a character takes four of them at most. */
const MOST_OCTETS = 4 * MOST

/** What became of it, as HTTP says it. */
export interface Told {
  readonly status: number
  readonly says: string
}

/** The workspace file at a place, as text; undefined when there is none, or something else. */
export async function readBeside(path: string): Promise<string | undefined> {
  try {
    const about = await lstat(path)
    if (!about.isFile() || about.size > MOST_OCTETS) return undefined
    const text = await readFile(path, 'utf8')
    return workspaceIn(text) ? text : undefined
  } catch {
    return undefined
  }
}

/**
 * Writes a workspace file, whole or not at all. It takes the place of a workspace file or of nothing: what somebody else put
 * there under that name stays. No more is written than what a workspace file may hold.
 */
export async function writeBeside(path: string, body: AsyncIterable<Uint8Array> | null): Promise<Told> {
  const text = await textOf(body)
  if (text === undefined) return { status: 413, says: 'That is more than a workspace file holds.' }
  if (!workspaceIn(text)) return { status: 400, says: 'That is no workspace file.' }
  const there = await lstat(path).then(
    () => true,
    () => false,
  )
  if (there && (await readBeside(path)) === undefined)
    return { status: 409, says: 'Beside the capture is a file of that name that ikescope did not write.' }
  const part = `${path}.${randomBytes(4).toString('hex')}.part`
  try {
    await writeFile(part, text, { flag: 'wx' })
    await rename(part, path)
    return { status: 204, says: '' }
  } catch {
    await rm(part, { force: true }).catch(() => {})
    return { status: 403, says: 'The folder of the capture cannot be written to.' }
  }
}

async function textOf(body: AsyncIterable<Uint8Array> | null): Promise<string | undefined> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body ?? []) {
    size += part.length
    if (size > MOST_OCTETS) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

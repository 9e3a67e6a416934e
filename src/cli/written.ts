import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { failed, Mistake } from './mistake.ts'

// What commands write to the disk. Nothing is written where one of the files would take the place of one that was read, and what
// cannot be written is a Mistake.

/** A file to be written. */
export interface Target {
  readonly path: string
  readonly data: string | Uint8Array | Iterable<Uint8Array>
  /** Who may read it, where it is new. */
  readonly mode?: number
}

/**
 * Writes files.
 * @param read what the command read: files, and folders with all in them
 * @param folders the folders that the files lie in are made; `mode`: who may look into a new one
 */
export async function written(targets: readonly Target[], read: readonly string[], folders?: { readonly mode: number }): Promise<void> {
  await spare(targets, read)
  if (folders)
    for (const folder of new Set(targets.map(({ path }) => dirname(path))))
      await makeFolder(folder, folders.mode).catch(problem => {
        throw failed(folder, problem)
      })
  for (const target of targets) await write(target)
}

/** @throws Mistake where a file that was read would be written over, by whatever name */
async function spare(targets: readonly Target[], read: readonly string[]): Promise<void> {
  const kept = new Set<string>()
  for (const path of read) {
    const inside = await readdir(path).catch(() => [])
    for (const one of [path, ...inside.map(name => join(path, name))]) {
      const id = await identity(one)
      if (id) kept.add(id)
    }
  }
  for (const { path } of targets) {
    const id = await identity(path)
    if (id && kept.has(id)) throw new Mistake(`${path} was read and would be written over; nothing is written`)
  }
}

/** Which file it is, under any of its names; nothing where there is none. */
async function identity(path: string): Promise<string | undefined> {
  const about = await stat(path, { bigint: true }).catch(() => undefined)
  return about?.isFile() ? `${about.dev} ${about.ino}` : undefined
}

async function write({ path, data, mode = 0o666 }: Target): Promise<void> {
  await writeFile(path, data, { mode }).catch(problem => {
    throw failed(path, problem)
  })
}

/** Node's own way never ends where a system says of a new folder that the one around it is not there, as /proc does. */
async function makeFolder(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path, mode)
  } catch (problem) {
    const { code } = problem as NodeJS.ErrnoException
    if (code === 'ENOENT' && dirname(path) !== path && !(await stat(dirname(path)).catch(() => undefined))) {
      await makeFolder(dirname(path), mode)
      await mkdir(path, mode)
    } else if (!(await stat(path).catch(() => undefined))?.isDirectory()) throw problem
  }
}

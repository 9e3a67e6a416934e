/** Recordings that are not part of the project: the corpus and the lab. Tests use them where they lie, and skip without. */
import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import type { ByteSource } from '../../../src/capture/source.ts'

export const corpus = process.env.IKESCOPE_CORPUS ?? resolve('..', 'shared', 'corpus')
export const lab = process.env.IKESCOPE_LAB ?? resolve('..', 'shared', 'lab', 'samples')

/** Paths of all captures below a folder, sorted; none when it is absent. */
export function capturesBelow(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.(pcap|pcapng|cap|bin)(\.gz)?$/.test(entry.name))
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
}

/** All captures of corpus and lab, each with a short name. */
export function recordings(): { name: string; path: string }[] {
  const named = (folder: string, root: string) => capturesBelow(folder).map(path => ({ name: relative(root, path), path }))
  return [...named(join(corpus, 'files'), corpus), ...named(join(corpus, 'derived'), corpus), ...named(lab, lab)]
}

/** A file read on the spot. */
export function onDisk(path: string): ByteSource {
  return {
    name: basename(path),
    size: statSync(path).size,
    async read(position, into) {
      const file = openSync(path, 'r')
      try {
        return readSync(file, into, 0, into.length, position)
      } finally {
        closeSync(file)
      }
    },
  }
}

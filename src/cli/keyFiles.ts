import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { LONGEST_KEY_FILE, withoutKeys } from '../host/holdsKeys.ts'
import type { KeyText } from '../host/protocol.ts'
import { failed, Mistake } from './mistake.ts'

/** What `--keys` says in a command's help. */
export const KEYS_OPTION =
  '--keys FILE   decrypts with the keys in FILE or folder: tables of Wireshark and strongSwan, `ip xfrm state`; may be repeated'

/** Takes every `--keys FILE` and `--keys=FILE` out of the arguments. */
export function keyPaths(args: readonly string[]): { readonly rest: string[]; readonly paths: string[] } {
  const rest: string[] = []
  const paths: string[] = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    if (arg === '--') return { rest: [...rest, ...args.slice(i)], paths }
    if (arg.startsWith('--keys=')) paths.push(arg.slice('--keys='.length))
    else if (arg === '--keys') {
      const path = args[++i]
      if (path === undefined) throw new Mistake('--keys takes a file')
      paths.push(path)
    } else rest.push(arg)
  }
  return { rest, paths }
}

/**
 * Key files as text; of a folder those in it that hold keys, for it may be where the captures lie too. A pipe is read too, so that keys need not be
 * written down. What cannot be read, or holds no key, is a Mistake; an empty file is none: no negotiation came as far as keys.
 */
export async function keyTexts(paths: readonly string[]): Promise<KeyText[]> {
  const texts: KeyText[] = []
  for (const path of paths) {
    const files = await filesAt(path)
    if (files.length === 0) throw new Mistake(`${path}: there is no file in it`)
    const all: KeyText[] = []
    for (const file of files) all.push({ name: basename(file), text: await textOf(file) })
    const holding = all.filter(({ text }) => text.trim() === '' || !withoutKeys(text))
    if (holding.length === 0)
      throw new Mistake(
        `${path}: ${files[0] === path ? withoutKeys(all[0]!.text) : 'none of the files in it holds a key in a form known here'}`,
      )
    texts.push(...holding)
  }
  return texts
}

async function textOf(file: string): Promise<string> {
  const pieces: Buffer[] = []
  let size = 0
  try {
    for await (const piece of createReadStream(file)) {
      size += piece.length
      if (size > LONGEST_KEY_FILE) throw new Mistake(`${file}: more than ${LONGEST_KEY_FILE} bytes, which no key file has`)
      pieces.push(piece)
    }
  } catch (problem) {
    throw problem instanceof Mistake ? problem : failed(file, problem)
  }
  return Buffer.concat(pieces).toString('utf8')
}

/** The file at a path, or all that are in the folder there; what is no file among those is passed over. */
async function filesAt(path: string): Promise<string[]> {
  try {
    const about = await stat(path)
    if (about.isFile() || about.isFIFO()) return [path]
    if (!about.isDirectory()) throw Object.assign(new Error(), { code: 'ENOTREG' })
    const files = []
    for (const name of (await readdir(path)).sort()) {
      const file = join(path, name)
      const inside = await stat(file).catch(() => undefined)
      if (inside?.isFile()) files.push(file)
    }
    return files
  } catch (problem) {
    throw failed(path, problem)
  }
}

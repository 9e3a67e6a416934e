import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { KeyText } from '../host/protocol.ts'
import { Mistake } from './command.ts'

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

/** Longer is no key file. */
const MOST_OCTETS = 32 << 20

/** Key files as text; of a folder every file in it. What cannot be read is a Mistake. */
export async function keyTexts(paths: readonly string[]): Promise<KeyText[]> {
  const texts: KeyText[] = []
  for (const path of paths) {
    const about = await stat(path).catch(() => undefined)
    if (!about) throw new Mistake(`${path}: no such file`)
    const files = about.isDirectory() ? (await readdir(path)).sort().map(name => join(path, name)) : [path]
    for (const file of files) {
      const size = (await stat(file).catch(() => undefined))?.size ?? 0
      if (size > MOST_OCTETS) throw new Mistake(`${file}: ${size} bytes are more than any key file has`)
      const text = await readFile(file, 'utf8').catch(() => undefined)
      if (text !== undefined) texts.push({ name: basename(file), text })
    }
  }
  return texts
}

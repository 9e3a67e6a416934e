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

/** Key files as text; of a folder every file in it, but no folders or links to nowhere. What cannot be read is a Mistake. */
export async function keyTexts(paths: readonly string[]): Promise<KeyText[]> {
  const texts: KeyText[] = []
  for (const path of paths) {
    const about = await stat(path).catch(() => undefined)
    if (!about) throw new Mistake(`${path}: no such file`)
    for (const file of about.isDirectory() ? await filesIn(path) : [path]) {
      const { size } = await stat(file)
      if (size > MOST_OCTETS) throw new Mistake(`${file}: ${size} bytes are more than any key file has`)
      texts.push({ name: basename(file), text: await readFile(file, 'utf8').catch(unreadable(file)) })
    }
  }
  return texts
}

async function filesIn(folder: string): Promise<string[]> {
  const paths = (await readdir(folder).catch(unreadable(folder))).sort().map(name => join(folder, name))
  const isFile = await Promise.all(
    paths.map(path =>
      stat(path).then(
        about => about.isFile(),
        () => false,
      ),
    ),
  )
  return paths.filter((_, i) => isFile[i])
}

function unreadable(path: string): () => never {
  return () => {
    throw new Mistake(`${path}: cannot be read`)
  }
}

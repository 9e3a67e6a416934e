import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join, relative, resolve, sep } from 'node:path'
import { entries } from '../handbook/index.ts'
import { SUFFIX } from '../workspace/file.ts'
import { lessonsIn } from './lessons.ts'

/** A file the page may fetch: its name to show and where it is. */
export interface NamedFile {
  readonly name: string
  readonly url: string
  /** Where its workspace file is read and written, of a file that somebody opened. */
  readonly kept?: string
}

/** A capture that comes with the project. */
export interface Example {
  readonly name: string
  readonly title: string
  readonly files: readonly NamedFile[]
}

/** A lesson that comes with the project; its files: itself, then its captures and keys. */
export interface OfferedLesson extends Example {
  readonly symptom?: string
  readonly scenario: string
  readonly steps: number
}

/** What `session.json` says: the files to open, and what else there is to open. */
export interface Offer {
  readonly files: readonly NamedFile[]
  readonly examples: readonly Example[]
  readonly lessons: readonly OfferedLesson[]
  readonly recent: readonly NamedFile[]
  /** Captures that the handbook points to, by the name it gives them. */
  readonly handbook: readonly Example[]
}

/** The only files a shell gives out. Every one lies under a path made here; a path asked for is looked up, never joined
 *  to a folder, so there is nothing to climb out of. */
export interface Shelf {
  /** The files to open from now on. */
  open(paths: readonly string[]): readonly NamedFile[]
  /** Files opened before, newest first. */
  remember(paths: readonly string[]): void
  offer(): Offer
  /** The file behind the path of a URL (decoded, without the leading slash). */
  at(path: string): string | undefined
  /** The workspace file behind the path of a URL. */
  beside(path: string): string | undefined
}

/** Puts out the built page of `page` and the examples that `captures` lists in its examples.json. */
export async function createShelf(page: string, captures: string): Promise<Shelf> {
  const files = new Map<string, string>()
  const besides = new Map<string, string>()
  const tokens = new Map<string, string>()
  let opened: readonly NamedFile[] = []
  let recent: readonly NamedFile[] = []

  const put = (path: string, name = basename(path)): NamedFile => {
    const full = resolve(path)
    const token = tokens.get(full) ?? randomBytes(16).toString('hex')
    tokens.set(full, token)
    files.set(`files/${token}/${name}`, full)
    return { name, url: `./files/${token}/${encodeURIComponent(name)}` }
  }

  const putOpened = (path: string): NamedFile => {
    const file = put(path)
    const full = resolve(path)
    besides.set(`files/${tokens.get(full)}/${file.name}${SUFFIX}`, `${full}${SUFFIX}`)
    return { ...file, kept: `${file.url}${SUFFIX}` }
  }

  for (const path of await filesBelow(page)) files.set(relative(page, path).split(sep).join('/'), path)
  const examples = (await listed(captures)).map(({ name, title, files }) => ({
    name,
    title,
    files: files.map(file => put(join(captures, file))),
  }))
  const lessons = (await lessonsIn(join(captures, 'lessons'))).map(({ paths, ...rest }) => ({
    ...rest,
    files: paths.map(path => put(path)),
  }))

  const handbook = (await Promise.all(entries.map(({ title, capture }) => (capture === undefined ? [] : shows(captures, capture, title)))))
    .flat()
    .map(({ name, title, paths }) => ({ name, title, files: paths.map(path => put(path)) }))

  return {
    open: paths => {
      opened = paths.map(putOpened)
      return opened
    },
    remember: paths => {
      recent = paths.map(putOpened)
    },
    offer: () => ({ files: opened, examples, lessons, recent, handbook }),
    at: path => files.get(path === '' ? 'index.html' : path),
    beside: path => besides.get(path),
  }
}

interface Listed {
  readonly name: string
  readonly title: string
  readonly files: readonly string[]
}

async function listed(captures: string): Promise<readonly Listed[]> {
  try {
    return JSON.parse(await readFile(join(captures, 'examples.json'), 'utf8'))
  } catch {
    return []
  }
}

/** The captures of an entry: one file, or both ends that lie in a folder. */
async function shows(captures: string, name: string, title: string) {
  const path = join(captures, name)
  const paths = isCapture.test(name)
    ? [path]
    : (await readdir(path).catch(() => [])).filter(one => isEnd.test(one)).map(one => join(path, one))
  return paths.length > 0 ? [{ name, title, paths: paths.sort() }] : []
}

const isCapture = /\.(pcap|pcapng|cap)$/
const isEnd = /^[ab]\.(pcap|pcapng|cap)$/

/** Folder by folder: inside of Electron's archive a recursive reading is not to be relied on. */
async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const below = entries.map(async entry => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : []
  })
  return (await Promise.all(below)).flat()
}

/** `ikescope open [FILE…]`: the viewer in its own window where Electron is there, otherwise in the browser. */
import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withLessonFiles } from '../shell/lessons.ts'
import { createShelf } from '../shell/shelf.ts'
import { serve } from './serve.ts'

/** Both dist/cli/ikescope.js and this file lie two folders below the project. */
const root = fileURLToPath(new URL('../../', import.meta.url))

/** What `open` was asked to do. */
export interface Wish {
  readonly files: readonly string[]
  /** In the browser, even with Electron there. */
  readonly browser: boolean
  /** Start that browser, not only print the address. */
  readonly browse: boolean
}

/** Reads the arguments of `open`; a string says what is wrong with them. */
export function wishOf(args: readonly string[], folder = process.cwd()): Wish | string {
  const end = args.indexOf('--')
  const options = (end < 0 ? args : args.slice(0, end)).filter(arg => arg.startsWith('-'))
  const unknown = options.find(option => option !== '--browser' && option !== '--no-open')
  if (unknown !== undefined) return `open: unknown option ${unknown} (there are --browser and --no-open)`
  const names = args.filter((arg, index) => index !== end && (!arg.startsWith('-') || (end >= 0 && index > end)))
  const files = names.map(name => resolve(folder, name))
  const missing = names.find((_, index) => !readable(files[index]!))
  if (missing !== undefined) return `${missing}: no such file, or it cannot be read`
  return { files, browser: options.includes('--browser') || options.includes('--no-open'), browse: !options.includes('--no-open') }
}

/** Opens the viewer on the files named and returns when it is closed: the exit code. */
export async function open(args: readonly string[]): Promise<number> {
  const asked = wishOf(args)
  if (typeof asked === 'string') return failure(asked)
  const wish = { ...asked, files: await withLessonFiles(asked.files) }
  const gone = wish.files.find(file => !readable(file))
  if (gone !== undefined) return failure(`${gone}: the lesson needs it, and it cannot be read`)
  if (!existsSync(join(root, 'dist/page/index.html'))) return failure('the page is not built: run `npm run build`')
  const electron = electronOf(root)
  const obstacle = wish.browser ? null : electron === null ? 'Electron is not installed' : electronObstacle()
  if (!wish.browser && electron !== null && obstacle === null) {
    const code = await inElectron(electron, wish.files)
    if (code === 0) return 0
  }
  if (!wish.browser) console.log(`${obstacle ?? 'Electron did not start'}: showing the same page in the browser.`)
  return inBrowser(wish)
}

/** Electron's program, if it has been fetched. Never by require('electron'), which would fetch it. */
export function electronOf(folder: string): string | null {
  try {
    const home = join(folder, 'node_modules/electron')
    const program = join(home, 'dist', readFileSync(join(home, 'path.txt'), 'utf8'))
    return existsSync(program) && existsSync(join(folder, 'dist/electron/main.cjs')) ? program : null
  } catch {
    return null
  }
}

/** Why Electron would not run here though it is installed. */
export function electronObstacle(platform = process.platform, env = process.env, uid = process.getuid?.()): string | null {
  if (platform !== 'linux') return null
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'There is no display for Electron'
  return uid === 0 ? 'Electron does not run as root' : null
}

/** Runs Electron; a start that fails within its first seconds gives its code, so that the browser can take over. */
function inElectron(program: string, files: readonly string[]): Promise<number> {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  const started = Date.now()
  return new Promise(done => {
    const child = spawn(program, [root, ...files], { stdio: 'ignore', env })
    child.on('error', () => done(1))
    child.on('exit', code => done(Date.now() - started < 15_000 ? (code ?? 1) : 0))
  })
}

async function inBrowser({ files, browse: wanted }: Wish): Promise<number> {
  const shelf = await createShelf(join(root, 'dist/page'), join(root, 'captures'))
  shelf.open(files)
  const serving = await serve(shelf)
  console.log(`ikescope: ${serving.url}\nThe address works once, on this machine only. Ctrl-C ends it.`)
  if (wanted) browse(serving.url)
  await new Promise<void>(ended => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => ended())
  })
  await serving.stop()
  return 0
}

/** How this system opens an address in the browser its user prefers. */
export function browserCommand(url: string, platform = process.platform): readonly [string, readonly string[]] {
  if (platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', url]]
  return [platform === 'darwin' ? 'open' : 'xdg-open', [url]]
}

function browse(url: string): void {
  const [program, args] = browserCommand(url)
  const child: ChildProcess = spawn(program, args, { stdio: 'ignore', detached: true })
  child.on('error', () => console.log('No browser could be started: open the address yourself.'))
  child.unref()
}

function readable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function failure(why: string): number {
  console.error(`ikescope: ${why}`)
  return 2
}

/** The built page on a tiny server of the test's own, under a policy stricter than either shell's, in a real browser. */
import { readFileSync } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const built = fileURLToPath(new URL('../../../dist/page/', import.meta.url))
export const captures = fileURLToPath(new URL('../../../captures/', import.meta.url))

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' blob:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'"
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
}

/** What the server offers besides the page: session.json, and captures that may be slow. */
export interface Offer {
  readonly session?: unknown
  readonly files?: Readonly<Record<string, OfferedFile>>
}

/** `delay`: milliseconds before each part but the first; `end`: the last part comes only then. */
interface OfferedFile {
  readonly bytes: Uint8Array
  readonly delay?: number
  readonly end?: Promise<void>
}

export interface Viewer {
  readonly page: Page
  /** What the browser complained about: errors, things the policy forbade, requests that left for elsewhere. */
  readonly complaints: readonly string[]
  close(): Promise<void>
}

export function launch(): Promise<Browser> {
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ]
  return chromium.launch({ executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium', args })
}

/** Opens the page in a context of its own. @param before runs in the page before anything else does */
export async function view(browser: Browser, offer: Offer = {}, options: BrowserContextOptions = {}, before?: () => void): Promise<Viewer> {
  const server = createServer((request, response) => void answer(request.url ?? '/', request.headers.range, response, offer))
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin })
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  if (before) await page.addInitScript(before)
  const complaints: string[] = []
  page.on('console', message => message.type() === 'error' && !/status of 404/.test(message.text()) && complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(String(error.stack ?? error.message)))
  page.on('request', request => /^https?:/.test(request.url()) && !request.url().startsWith(`${origin}/`) && complaints.push(request.url()))
  await page.goto(`${origin}/`)
  return {
    page,
    complaints,
    close: async () => {
      await context.close()
      await stopped(server)
    },
  }
}

function stopped(server: Server): Promise<void> {
  return new Promise(done => {
    server.close(() => done())
    server.closeAllConnections()
  })
}

async function answer(url: string, range: string | undefined, response: ServerResponse, { session, files }: Offer): Promise<void> {
  const path = url.split('?')[0]!.slice(1)
  const headers = { 'content-security-policy': policy }
  if (path === 'session.json' && session !== undefined)
    return void response.writeHead(200, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(session))
  const file = files?.[path]
  if (file) {
    const { bytes, delay = 0, end } = file
    const [start = 0, last = bytes.length - 1] =
      /(\d+)-(\d+)/
        .exec(range ?? '')
        ?.slice(1)
        .map(Number) ?? []
    if (start > 0) await new Promise(later => setTimeout(later, delay))
    if (last >= bytes.length - 1) await end
    const part = bytes.subarray(start, last + 1)
    return void response
      .writeHead(206, { ...headers, 'content-range': `bytes ${start}-${start + part.length - 1}/${bytes.length}` })
      .end(part)
  }
  try {
    const name = path === '' ? 'index.html' : path
    const bytes = readFileSync(built + name)
    response.writeHead(200, { ...headers, 'content-type': types[extname(name)] ?? 'application/octet-stream' }).end(bytes)
  } catch {
    response.writeHead(404, headers).end()
  }
}

/** Chooses files the way the open button's plain file input does. */
export async function choose(page: Page, ...paths: readonly string[]): Promise<void> {
  await page.getByTestId('files').setInputFiles(paths.map(path => (path.startsWith('/') || /^[A-Z]:/.test(path) ? path : captures + path)))
}

/** Lets files fall on an element of the page. */
export async function drop(
  page: Page,
  selector: string,
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): Promise<void> {
  const transfer = await page.evaluateHandle(
    all => {
      const data = new DataTransfer()
      for (const { name, base64 } of all) data.items.add(new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], name))
      return data
    },
    files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString('base64') })),
  )
  await page.dispatchEvent(selector, 'dragover', { dataTransfer: transfer })
  await page.dispatchEvent(selector, 'drop', { dataTransfer: transfer })
}

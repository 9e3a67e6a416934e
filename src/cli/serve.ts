/** The page on loopback, for when there is no Electron.
 *
 *  A capture is confidential and this machine runs other programs and other people's web pages, so the server believes
 *  nobody: it listens on 127.0.0.1 only, on a port the system picks; a request must name that very host and port (a page
 *  elsewhere whose name was re-bound to 127.0.0.1 does not) and must not come from another origin; and it must carry a
 *  key. The address printed holds a token of 128 bits that works once. It is exchanged for a cookie that scripts cannot
 *  read, that no other site can make the browser send, and that belongs to a path of its own (cookies do not know ports:
 *  without the path another server on this machine would be sent it). */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { answer } from '../shell/answer.ts'
import { guardingHeaders } from '../shell/policy.ts'
import type { Shelf } from '../shell/shelf.ts'

/** A server that runs. */
export interface Serving {
  /** Where to go, once. */
  readonly url: string
  stop(): Promise<void>
}

/** What a visitor must show. The token is gone once it was used. */
interface Door {
  host: string
  token: string | null
  readonly path: string
  readonly cookie: string
}

/** Serves the page and the files of `shelf` to one browser of this machine until stopped. */
export async function serve(shelf: Shelf): Promise<Serving> {
  const door: Door = { host: '', token: secret(), path: `/${secret()}/`, cookie: secret() }
  const server = createServer({ maxHeaderSize: 16384, requestTimeout: 30_000 }, (request, response) => {
    receive(request, response, door, shelf).catch(() => response.destroy())
  })
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(0, '127.0.0.1', listening)
  })
  door.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `http://${door.host}/${door.token}`,
    stop: () =>
      new Promise(stopped => {
        server.close(() => stopped())
        server.closeAllConnections()
      }),
  }
}

async function receive(request: IncomingMessage, response: ServerResponse, door: Door, shelf: Shelf): Promise<void> {
  const { method = '', headers } = request
  const path = (request.url ?? '/').split('?')[0]!
  const say = (status: number, text: string, more: Record<string, string> = {}): void => {
    response.writeHead(status, { ...guardingHeaders(secret()), 'content-type': 'text/plain; charset=utf-8', ...more })
    response.end(method === 'HEAD' ? undefined : `${text}\n`)
  }

  if (headers.host !== door.host) return say(421, 'This server answers to its own address only.')
  if (headers.origin !== undefined && headers.origin !== `http://${door.host}`) return say(403, 'Not from another page.')
  if (method !== 'GET' && method !== 'HEAD' && method !== 'PUT') return say(405, 'Only GET, HEAD and PUT.', { allow: 'GET, HEAD, PUT' })

  if (!path.startsWith(door.path)) {
    const invited = method === 'GET' && door.token !== null && same(path, `/${door.token}`)
    if (!invited) return say(403, 'This address has been used, or never was one. Start ikescope again.')
    door.token = null
    const cookie = `ikescope=${door.cookie}; Path=${door.path}; HttpOnly; SameSite=Strict`
    return say(303, 'This way.', { location: door.path, 'set-cookie': cookie })
  }
  const known = (headers.cookie ?? '').split(/;\s*/).some(one => same(one, `ikescope=${door.cookie}`))
  if (!known) return say(403, 'This browser was not let in. Start ikescope again.')
  const site = headers['sec-fetch-site'] ?? 'none'
  if (site !== 'same-origin' && site !== 'none') return say(403, 'Not from another page.')
  // Browsers name the origin of whatever writes; a request that does not is no page's.
  if (method === 'PUT' && headers.origin === undefined) return say(403, 'Not from a page.')
  const question = { method, path: path.slice(door.path.length - 1), range: headers.range, body: method === 'PUT' ? request : null }
  await send(response, await answer(question, shelf))
}

async function send(response: ServerResponse, reply: Response): Promise<void> {
  response.writeHead(reply.status, Object.fromEntries(reply.headers))
  if (reply.body) await pipeline(Readable.fromWeb(reply.body as never), response).catch(() => response.destroy())
  else response.end()
}

const secret = (): string => randomBytes(16).toString('hex')

/** Compares without telling by its time how much was right. */
function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

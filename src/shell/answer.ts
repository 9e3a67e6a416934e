import { randomBytes } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { access, readFile, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { Readable } from 'node:stream'
import { readBeside, writeBeside } from './beside.ts'
import { guardingHeaders, withNonce } from './policy.ts'
import { rangeOf } from './range.ts'
import type { Shelf } from './shelf.ts'

/** A request, as far as an answer depends on it. `path` is the URL's, still encoded, beginning with a slash. */
export interface Question {
  readonly method: string
  readonly path: string
  readonly range?: string | null
  /** Of PUT. */
  readonly body?: AsyncIterable<Uint8Array> | null
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** What both shells answer: the page, what it is to open, and the files named, whole or in part (RFC 9110 §14); and the
 *  workspace file beside each capture that somebody opened, the one thing that can be written. */
export async function answer({ method, path, range, body: brought }: Question, shelf: Shelf): Promise<Response> {
  const nonce = randomBytes(16).toString('base64url')
  const reply = (status: number, body: BodyInit | null, more: Record<string, string> = {}) =>
    new Response(method === 'HEAD' ? null : body, { status, headers: { ...guardingHeaders(nonce), ...more } })
  const say = (status: number, text: string, more: Record<string, string> = {}) =>
    reply(status, text, { 'content-type': 'text/plain; charset=utf-8', ...more })

  const name = decoded(path)
  const beside = name === undefined ? undefined : shelf.beside(name)
  if (method === 'PUT' && beside !== undefined) {
    const { status, says } = await writeBeside(beside, brought ?? null)
    return status === 204 ? reply(204, null) : say(status, says)
  }
  if (method !== 'GET' && method !== 'HEAD') return say(405, 'Only GET and HEAD.', { allow: 'GET, HEAD' })
  if (beside !== undefined) {
    const text = await readBeside(beside)
    return text === undefined ? reply(204, null) : reply(200, text, { 'content-type': contentTypes['.json']! })
  }
  if (name === 'session.json') return reply(200, JSON.stringify(shelf.offer()), { 'content-type': contentTypes['.json']! })
  const file = name === undefined ? undefined : shelf.at(name)
  if (file === undefined) return say(404, 'There is no such file here.')

  const type = name?.startsWith('files/') ? undefined : contentTypes[extname(file)]
  if (type === contentTypes['.html']) return reply(200, withNonce(await readFile(file, 'utf8'), nonce), { 'content-type': type! })

  const size = await sizeOf(file)
  if (size === undefined) return say(404, 'This file cannot be read any more.')
  const part = rangeOf(range, size)
  if (part === 'none') return say(416, 'The file has no such bytes.', { 'content-range': `bytes */${size}` })
  const { start, end } = part === 'all' ? { start: 0, end: size } : part
  const about = {
    'content-type': type ?? 'application/octet-stream',
    'content-length': String(end - start),
    'accept-ranges': 'bytes',
    ...(part === 'all' ? {} : { 'content-range': `bytes ${start}-${end - 1}/${size}` }),
  }
  const body = method === 'GET' && end > start ? streamed(file, start, end) : null
  return reply(part === 'all' ? 200 : 206, body, about)
}

function streamed(file: string, start: number, end: number): ReadableStream<Uint8Array> {
  return Readable.toWeb(createReadStream(file, { start, end: end - 1, highWaterMark: 1 << 20 })) as ReadableStream<Uint8Array>
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path.replace(/^\//, ''))
  } catch {
    return undefined
  }
}

/** The size of a regular file that can be read. Looked at before it is opened: opening a pipe would wait. */
async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const about = await stat(path)
    await access(path, constants.R_OK)
    return about.isFile() ? about.size : undefined
  } catch {
    return undefined
  }
}

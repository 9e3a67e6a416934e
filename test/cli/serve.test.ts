import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Serving, serve } from '../../src/cli/serve.ts'
import { createShelf, type Shelf } from '../../src/shell/shelf.ts'

const folder = mkdtempSync(join(tmpdir(), 'ikescope-serve-'))
let shelf: Shelf
let serving: Serving

beforeAll(async () => {
  mkdirSync(join(folder, 'page'))
  writeFileSync(join(folder, 'page/index.html'), '<!doctype html><head></head>page')
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  writeFileSync(join(folder, 'a.pcap'), '0123456789')
  shelf = await createShelf(join(folder, 'page'), join(folder, 'captures'))
  shelf.open([join(folder, 'a.pcap')])
})
afterAll(() => rmSync(folder, { recursive: true }))
beforeEach(async () => {
  serving = await serve(shelf)
})
afterEach(() => serving.stop())

interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Asks with exactly these headers and this path: fetch would tidy both. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET', host?: string, sent?: string): Promise<Reply> {
  const { hostname, port } = new URL(serving.url)
  return new Promise((done, failed) => {
    const asking = request({ hostname: host ?? hostname, port, path, method, headers }, response => {
      let body = ''
      response.on('data', data => {
        body += data
      })
      response.on('end', () => done({ status: response.statusCode!, headers: response.headers, body }))
    })
    asking.on('error', failed)
    asking.end(sent)
  })
}

const entrance = () => new URL(serving.url).pathname

/** Goes in as a browser does: the place it was sent to and the cookie it holds. */
async function enter(): Promise<{ place: string; cookie: string }> {
  const { headers } = await ask(entrance())
  return { place: headers.location!, cookie: headers['set-cookie']![0]!.split(';')[0]! }
}

describe('the door', () => {
  test('lets the first visitor in, once', async () => {
    const first = await ask(entrance())
    expect(first.status).toBe(303)
    expect(first.headers.location).toMatch(/^\/[0-9a-f]{32}\/$/)
    const cookie = first.headers['set-cookie']![0]!
    expect(cookie).toBe(`ikescope=${/=([0-9a-f]{32});/.exec(cookie)![1]}; Path=${first.headers.location}; HttpOnly; SameSite=Strict`)
    const second = await ask(entrance())
    expect([second.status, second.headers['set-cookie']]).toEqual([403, undefined])
  })

  test('is not spent by looking at it or by guessing', async () => {
    expect((await ask(entrance(), {}, 'HEAD')).status).toBe(403)
    expect((await ask(`/${'0'.repeat(32)}`)).status).toBe(403)
    expect((await ask('/')).status).toBe(403)
    expect((await ask(entrance())).status).toBe(303)
  })

  test('has a new token every time', async () => {
    const other = await serve(shelf)
    expect(new URL(other.url).pathname).not.toBe(entrance())
    await other.stop()
  })
})

describe('inside', () => {
  test('the page, session.json and the files it names', async () => {
    const { place, cookie } = await enter()
    const page = await ask(place, { cookie })
    expect([page.status, page.body]).toEqual([200, expect.stringContaining('page')])
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    expect(page.headers['cache-control']).toBe('no-store')
    const { files } = JSON.parse((await ask(`${place}session.json`, { cookie })).body)
    expect(files[0].name).toBe('a.pcap')
    const whole = await ask(place + files[0].url.slice(2), { cookie })
    expect([whole.status, whole.body]).toEqual([200, '0123456789'])
    const part = await ask(place + files[0].url.slice(2), { cookie, range: 'bytes=3-5', 'sec-fetch-site': 'same-origin' })
    expect([part.status, part.body, part.headers['content-range']]).toEqual([206, '345', 'bytes 3-5/10'])
  })

  test('nobody without the cookie, or with a wrong one', async () => {
    const { place, cookie } = await enter()
    expect((await ask(place)).status).toBe(403)
    expect((await ask(`${place}session.json`, { cookie: 'ikescope=' })).status).toBe(403)
    expect((await ask(place, { cookie: cookie.slice(0, -1) })).status).toBe(403)
    expect((await ask(place, { cookie: `other=1; ${cookie}` })).status).toBe(200)
  })

  test('nobody who found the cookie but not the place', async () => {
    const { cookie } = await enter()
    expect((await ask('/session.json', { cookie })).status).toBe(403)
    expect((await ask(`/${'0'.repeat(32)}/session.json`, { cookie })).status).toBe(403)
  })

  test('no way out of what is put out', async () => {
    const { place, cookie } = await enter()
    for (const path of [
      '../secret.txt',
      '%2e%2e/secret.txt',
      '..%2fsecret.txt',
      'files/../../secret.txt',
      `${folder}/secret.txt`,
      'files/',
      'secret.txt',
    ])
      expect([path, (await ask(place + path, { cookie })).status]).toEqual([path, 404])
  })

  test('nothing is written but the workspace file beside a capture, and that by our page alone', async () => {
    const { place, cookie } = await enter()
    const { origin } = new URL(serving.url)
    for (const method of ['POST', 'DELETE', 'OPTIONS']) expect((await ask(place, { cookie, origin }, method)).status).toBe(405)
    const { files } = JSON.parse((await ask(`${place}session.json`, { cookie })).body)
    const [capture, beside] = [place + files[0].url.slice(2), place + files[0].kept.slice(2)]
    const body = '{"ikescope":"workspace/1","captures":[],"names":{},"notes":[]}'
    const put = async (path: string, headers: Record<string, string>) => (await ask(path, headers, 'PUT', undefined, body)).status
    expect(await put(beside, { cookie })).toBe(403)
    expect(await put(beside, { cookie, origin: 'http://evil.example' })).toBe(403)
    expect(await put(beside, { cookie, origin, 'sec-fetch-site': 'same-site' })).toBe(403)
    expect(await put(beside, { origin })).toBe(403)
    expect(await put(capture, { cookie, origin })).toBe(405)
    expect(existsSync(join(folder, 'a.pcap.ikescope.json'))).toBe(false)
    expect(await put(beside, { cookie, origin, 'sec-fetch-site': 'same-origin' })).toBe(204)
    expect((await ask(beside, { cookie })).body).toBe(body)
    expect(readFileSync(join(folder, 'a.pcap'), 'utf8')).toBe('0123456789')
  })
})

describe('who asks', () => {
  test('must name this host and port: a name bound to 127.0.0.1 later is refused', async () => {
    const { place, cookie } = await enter()
    const { port } = new URL(serving.url)
    for (const host of ['evil.example', `evil.example:${port}`, `localhost:${port}`, '127.0.0.1', `127.0.0.1:1`])
      expect([host, (await ask(place, { cookie, host })).status]).toEqual([host, 421])
    expect((await ask(entrance(), { host: `evil.example:${port}` })).status).toBe(421)
  })

  test('must not be another page', async () => {
    const { place, cookie } = await enter()
    const { origin } = new URL(serving.url)
    for (const from of ['http://evil.example', 'null', 'http://127.0.0.1:1', origin.replace('http', 'https')])
      expect([from, (await ask(place, { cookie, origin: from })).status]).toEqual([from, 403])
    expect((await ask(place, { cookie, origin })).status).toBe(200)
    for (const site of ['cross-site', 'same-site']) expect((await ask(place, { cookie, 'sec-fetch-site': site })).status).toBe(403)
  })

  test('gets no permission to read from elsewhere', async () => {
    const { place, cookie } = await enter()
    const { headers } = await ask(place, { cookie })
    expect(Object.keys(headers).filter(name => name.startsWith('access-control'))).toEqual([])
    expect(headers['cross-origin-resource-policy']).toBe('same-origin')
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
  })

  test('must be on this machine: no other address answers', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap(addresses => addresses ?? [])
      .filter(({ address, family }) => family === 'IPv4' && address !== '127.0.0.1')
    expect(serving.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//)
    const alias = process.platform === 'linux' ? [{ address: '127.0.0.2' }] : []
    for (const { address } of [...others, ...alias])
      await expect(ask('/', {}, 'GET', address)).rejects.toThrow(/ECONNREFUSED|EADDRNOTAVAIL/)
  })
})

test('stops at once, even while a browser keeps its connection', async () => {
  const other = await serve(shelf)
  await fetch(other.url, { redirect: 'manual' })
  await other.stop()
  await expect(fetch(other.url)).rejects.toThrow()
})

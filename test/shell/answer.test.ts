import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answer } from '../../src/shell/answer.ts'
import { createShelf, type Shelf } from '../../src/shell/shelf.ts'

const folder = mkdtempSync(join(tmpdir(), 'ikescope-shelf-'))
const capture = join(folder, 'a capture #1.pcap')
const content = Buffer.from(Array.from({ length: 300 }, (_, index) => index & 0xff))
let shelf: Shelf

beforeAll(async () => {
  mkdirSync(join(folder, 'page/assets'), { recursive: true })
  mkdirSync(join(folder, 'captures/lab'), { recursive: true })
  writeFileSync(join(folder, 'page/index.html'), '<!doctype html><html><head><title>t</title></head><body></body></html>')
  writeFileSync(join(folder, 'page/assets/index-1.js'), 'export {}')
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  if (process.platform !== 'win32') symlinkSync(join(folder, 'secret.txt'), join(folder, 'page/link.txt'))
  writeFileSync(join(folder, 'captures/lab/x.pcap'), 'x')
  writeFileSync(join(folder, 'captures/examples.json'), JSON.stringify([{ name: 'x', title: 'An example', files: ['lab/x.pcap'] }]))
  writeFileSync(capture, content)
  shelf = await createShelf(join(folder, 'page'), join(folder, 'captures'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const get = (path: string, range?: string, method = 'GET') => answer({ method, path, range }, shelf)
const bytes = async (response: Response) => Buffer.from(await response.arrayBuffer())

describe('the page', () => {
  test('is given with the strict policy, whose nonce it carries', async () => {
    const response = await get('/')
    const policy = response.headers.get('content-security-policy')!
    const nonce = /'nonce-([^']+)'/.exec(policy)![1]!
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await response.text()).toContain(`<head><meta property="csp-nonce" nonce="${nonce}"`)
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
    expect((await get('/')).headers.get('content-security-policy')).not.toBe(policy)
  })

  test('brings its parts under their own types', async () => {
    const response = await get('/assets/index-1.js')
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'text/javascript; charset=utf-8',
      'export {}',
    ])
  })

  test.each([
    '/secret.txt',
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/../../secret.txt',
    '/link.txt',
    '/assets',
    '/%',
    '/\0',
  ])('%j is not there', async path => {
    expect((await get(path)).status).toBe(404)
  })
})

describe('session.json', () => {
  test('names the files to open and the examples', async () => {
    const [file] = shelf.open([capture])
    const offer = (await (await get('/session.json')).json()) as ReturnType<Shelf['offer']>
    expect(offer.files).toEqual([
      {
        name: 'a capture #1.pcap',
        url: expect.stringMatching(/^\.\/files\/[0-9a-f]{32}\/a%20capture%20%231\.pcap$/),
        kept: expect.stringMatching(/^\.\/files\/[0-9a-f]{32}\/a%20capture%20%231\.pcap\.ikescope\.json$/),
      },
    ])
    expect(offer.files).toEqual([file])
    expect(offer.examples).toEqual([
      { name: 'x', title: 'An example', files: [{ name: 'x.pcap', url: expect.stringMatching(/^\.\/files\//) }] },
    ])
    expect(await (await get(offer.examples[0]!.files[0]!.url.slice(1))).text()).toBe('x')
  })

  test('gives a file opened twice the same address, and files of one name their own', () => {
    const [again] = shelf.open([capture])
    const [other] = shelf.open([join(folder, 'page', 'a capture #1.pcap')])
    expect(shelf.open([capture])).toEqual([again])
    expect(other!.url).not.toBe(again!.url)
  })

  test('keeps recent files apart from those to open', () => {
    shelf.open([])
    shelf.remember([capture])
    expect(shelf.offer().files).toEqual([])
    expect(shelf.offer().recent.map(file => file.name)).toEqual(['a capture #1.pcap'])
  })
})

describe('a file', () => {
  const url = () => shelf.open([capture])[0]!.url.slice(1)

  test('comes whole, uncached, never as something to run', async () => {
    const response = await get(url())
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': '300',
      'accept-ranges': 'bytes',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(await bytes(response)).toEqual(content)
  })

  test('comes in part', async () => {
    const response = await get(url(), 'bytes=10-19')
    expect([response.status, response.headers.get('content-range'), response.headers.get('content-length')]).toEqual([
      206,
      'bytes 10-19/300',
      '10',
    ])
    expect(await bytes(response)).toEqual(content.subarray(10, 20))
    expect(await bytes(await get(url(), 'bytes=-5'))).toEqual(content.subarray(295))
  })

  test('says how long it is when asked for what it has not', async () => {
    const response = await get(url(), 'bytes=300-')
    expect([response.status, response.headers.get('content-range')]).toEqual([416, 'bytes */300'])
  })

  test('is only told of by HEAD, and never written', async () => {
    const head = await get(url(), undefined, 'HEAD')
    expect([head.status, head.headers.get('content-length'), head.body]).toEqual([200, '300', null])
    expect((await get(url(), undefined, 'POST')).status).toBe(405)
    expect((await get(url(), undefined, 'DELETE')).status).toBe(405)
  })

  test('that has gone is a 404, and its token alone is not its address', async () => {
    const [gone] = shelf.open([join(folder, 'gone.pcap')])
    expect((await get(gone!.url.slice(1))).status).toBe(404)
    expect((await get(url().replace(/[^/]+$/, 'other.pcap'))).status).toBe(404)
    expect((await get(`/files/${'0'.repeat(32)}/a%20capture%20%231.pcap`)).status).toBe(404)
  })
})

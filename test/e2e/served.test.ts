/** The page as `ikescope open` serves it: under the strict policy, through the door that opens once. */
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Serving, serve } from '../../src/cli/serve.ts'
import { createShelf } from '../../src/shell/shelf.ts'

const captures = fileURLToPath(new URL('../../captures/', import.meta.url))
const page = fileURLToPath(new URL('../../dist/page/', import.meta.url))
let browser: Browser
let serving: Serving
let shown: Page
const complaints: string[] = []
const folder = mkdtempSync(join(tmpdir(), 'ikescope-served-'))
const capture = join(folder, 'a.pcap')

beforeAll(async () => {
  const shelf = await createShelf(page, captures)
  copyFileSync(`${captures}lab/v1_resp_not_running/a.pcap`, capture)
  shelf.open([capture])
  serving = await serve(shelf)
  browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  })
  shown = await browser.newPage()
  shown.on('console', message => message.type() === 'error' && complaints.push(message.text()))
  shown.on('pageerror', error => complaints.push(error.message))
  shown.on('request', request => new URL(request.url()).origin !== new URL(serving.url).origin && complaints.push(request.url()))
})
afterAll(async () => {
  await browser?.close()
  await serving?.stop()
  rmSync(folder, { recursive: true })
})

test('shows the file named, and its token is gone from the address', async () => {
  await shown.goto(serving.url)
  await shown.getByText('MM1').first().waitFor()
  expect(await shown.title()).toContain('a.pcap')
  expect(shown.url()).not.toContain(new URL(serving.url).pathname)
})

test('shows it again when loaded again, and to no other browser', async () => {
  await shown.reload()
  await shown.getByText('MM1').first().waitFor()
  const stranger = await browser.newContext()
  const other = await stranger.newPage()
  expect((await other.goto(serving.url))?.status()).toBe(403)
  expect((await other.goto(shown.url()))?.status()).toBe(403)
  await stranger.close()
})

test('keeps notes and names in a file beside the capture, which is not touched', async () => {
  const before = readFileSync(capture)
  await shown.getByRole('option', { name: /^MM1/ }).first().click()
  await shown.keyboard.press('n')
  await shown.keyboard.type('nobody listens here')
  await shown.keyboard.press('Enter')
  const beside = `${capture}.ikescope.json`
  await expect.poll(() => existsSync(beside) && readFileSync(beside, 'utf8')).toContain('nobody listens here')
  await shown.reload()
  await shown.getByRole('option', { name: /nobody listens here/ }).waitFor()
  expect(readFileSync(capture)).toEqual(before)
})

test('needs nothing that the policy forbids', async () => {
  await shown.mouse.click(400, 300)
  await shown.keyboard.press('ArrowDown')
  await shown.keyboard.press('?')
  expect(complaints).toEqual([])
  const blocked = await shown.evaluate(() =>
    fetch('https://example.com/').then(
      () => 'sent',
      () => 'refused',
    ),
  )
  expect(blocked).toBe('refused')
})

/** The viewer in one file, opened from the disk. */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { captures, choose, launch } from './support/page.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'ikescope-single-'))
const file = join(folder, 'the viewer.html')
let browser: Browser
beforeAll(async () => {
  execFileSync(process.execPath, [`${root}single.mjs`])
  copyFileSync(`${root}dist/ikescope.html`, file)
  browser = await launch()
})
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true })
})

test('is one file that names no other, and a few megabytes', () => {
  const html = readFileSync(file, 'utf8')
  expect(html.length).toBeLessThan(6e6)
  const around = html.replace(/<script type="module">[\s\S]*<\/script>/, '')
  expect(around.length).toBeLessThan(html.length)
  expect(html).toContain('SIL OPEN FONT LICENSE')
  expect(around.match(/<script|<iframe|\b(src|href)="(?!data:)[^"]*"/g)).toBeNull()
})

test('opens captures from file:, with the worker inside, and reaches nothing else', async () => {
  const page = await browser.newPage()
  const complaints: string[] = []
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(error.message))
  page.on('request', request => /^(data|blob):/.test(request.url()) || complaints.push(request.url()))
  await page.goto(pathToFileURL(file).href)
  expect(complaints).toEqual([pathToFileURL(file).href])
  complaints.length = 0
  await choose(page, 'lab/v1_cert_fragdrop_both/a.pcap', 'lab/v1_cert_fragdrop_both/b.pcap')
  await page.getByRole('option', { name: 'MM5' }).first().click()
  await page.getByRole('treeitem').first().waitFor()
  await page.getByText('Every later fragment').first().waitFor()
  expect(await page.evaluate(() => document.fonts.check('13px "Inter Variable"'))).toBe(true)
  expect(complaints).toEqual([])
  const reached = await page.evaluate(
    path =>
      fetch(path).then(
        () => 'read',
        () => 'refused',
      ),
    pathToFileURL(`${captures}README.md`).href,
  )
  expect(reached).toBe('refused')
  await page.close()
})

test('has the lessons inside, each with its captures', async () => {
  const page = await browser.newPage()
  await page.goto(pathToFileURL(file).href)
  await page.getByRole('button', { name: /^It gets nearly to the end, and fails/ }).click()
  await page.getByText('Select the first message that is not answered as it should be.').waitFor()
  await page.getByRole('option', { name: /^MM5/ }).first().waitFor()
  await page.close()
})

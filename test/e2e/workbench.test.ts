/** The page that shows all golden pictures: whole, in both themes, by keyboard; and of each picture that its words can be read. */
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { objections } from './support/axe.ts'
import { unreadable } from './support/overlaps.ts'
import { captures, launch } from './support/page.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const pictures = readdirSync(captures, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.svg'))
let browser: Browser
let page: Page
const complaints: string[] = []
beforeAll(async () => {
  execFileSync(process.execPath, [`${root}test/workbench/workbench.mjs`])
  browser = await launch()
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' })
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(error.message))
  await page.goto(pathToFileURL(`${root}dist/workbench.html`).href)
})
afterAll(() => browser?.close())

test('has every picture, and leads to the file of each', async () => {
  expect(await page.locator('figure > svg').count()).toBe(pictures.length)
  expect(await page.getByRole('status').textContent()).toBe(`${pictures.length} pictures`)
  const links = await page.locator('figcaption a').evaluateAll(all => all.map(one => one.getAttribute('href')))
  expect(new Set(links)).toEqual(new Set(pictures.map(name => `../captures/${name.replaceAll('\\', '/')}`)))
  expect(complaints).toEqual([])
})

test('no words of a picture lie on others or are cut by its edge', async () => {
  expect(await unreadable(page, 'figure > svg')).toEqual([])
  // And it would be seen.
  const doubled = page.locator('figure > svg .address').last()
  const name = await doubled.textContent()
  await doubled.evaluate(one => one.after(one.cloneNode(true)))
  expect(await unreadable(page, 'figure > svg')).toEqual([expect.stringContaining(`"${name}" on "${name}"`)])
  await doubled.evaluate(one => one.remove())
})

test('the keyboard leads to a picture, and finds some by what they say', async () => {
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('find')
  await page.keyboard.type('mobike')
  expect(await page.getByRole('heading', { level: 3 }).allTextContents()).toEqual(['v2_mobike'])
  expect(await page.getByRole('navigation').getByRole('link').count()).toBe(1)
  await page.getByRole('navigation').getByRole('link').press('Enter')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('v2_mobike')
})

test('in the dark the pictures are dark; axe objects to nothing in either theme', async () => {
  const paper = () =>
    page
      .locator('article:not([hidden]) .sheet')
      .evaluateAll(sheets => new Set(sheets.map(one => getComputedStyle(one).fill)).size === 1 && getComputedStyle(sheets[0]!).fill)
  // Of hundreds of pictures alike one event is enough to be judged, and quick.
  await page.locator('article[hidden]').evaluateAll(all => {
    for (const one of all) one.remove()
  })
  const light = await paper()
  expect(await objections(page)).toEqual([])
  await page.getByRole('radio', { name: 'dark' }).check()
  expect(light).toBeTruthy()
  expect([light, false]).not.toContain(await paper())
  expect(await objections(page)).toEqual([])
})

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scratch } from '../support/scratch.ts'
import { objections } from './support/axe.ts'
import { captures, launch } from './support/page.ts'

// The report that is handed on, as whoever gets it sees it: opened from a disk, with scripts off.

let browser: Browser
const file = join(scratch(), 'report.html')
beforeAll(async () => {
  browser = await launch()
  const ends = ['a', 'b'].map(end => `${captures}lab/v1_cert_fragdrop_both/${end}.pcap`)
  const command = fileURLToPath(new URL('../../dist/cli/ikescope.js', import.meta.url))
  // 1: it has a fault to tell.
  expect(spawnSync(process.execPath, [command, 'report', ...ends, '--html', file]).status).toBe(1)
})
afterAll(() => browser.close())

async function opened(colorScheme: 'light' | 'dark', media: 'screen' | 'print', javaScriptEnabled = false) {
  const page = await (await browser.newContext({ colorScheme, javaScriptEnabled })).newPage()
  await page.emulateMedia({ colorScheme, media })
  await page.goto(pathToFileURL(file).href)
  return page
}

/** What lies behind the words, and the words; of the page and of the drawing. */
async function colours(page: Awaited<ReturnType<typeof opened>>) {
  const of = (selector: string, property: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element, property) => getComputedStyle(element).getPropertyValue(property), property)
  return { paper: await of('body', 'background-color'), ink: await of('h1', 'color'), drawn: await of('figure svg text', 'fill') }
}

test('dark where the system is, light on paper', async () => {
  const [light, dark, printed] = [
    await colours(await opened('light', 'screen', true)),
    await colours(await opened('dark', 'screen', true)),
    await colours(await opened('dark', 'print', true)),
  ]
  expect(light.paper).toBe('rgb(255, 255, 255)')
  expect(printed).toEqual(light)
  for (const part of ['paper', 'ink', 'drawn'] as const) expect(dark[part]).not.toBe(light[part])
})

test.each(['light', 'dark'] as const)('%s: everybody can read it', async scheme => {
  const page = await opened(scheme, 'screen', true)
  expect(await objections(page)).toEqual([])
})

test('with scripts off all of it is there', async () => {
  const page = await opened('dark', 'screen')
  await page.getByRole('heading', { level: 1, name: /is dropped on the way/ }).waitFor()
  await page.getByRole('heading', { name: 'Evidence' }).waitFor()
})

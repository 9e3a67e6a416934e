import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { choose, launch, view } from './support/page.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser?.close())

test('the monitor follows its slider, a click on the strip, and the selection', async () => {
  const viewer = await view(browser)
  const { page } = viewer
  await choose(page, 'lab/v2_rekey/a.pcap')
  await page.getByRole('button', { name: 'Monitor', exact: true }).waitFor()
  await page.keyboard.press('4')
  const slider = page.getByRole('slider', { name: 'Moment' })
  const now = async () => Number(await slider.getAttribute('aria-valuenow'))
  const states = () => page.getByRole('region', { name: 'Child SAs' }).locator('.state b').allTextContents()
  await expect.poll(states).toEqual(Array(7).fill('deleted'))
  await slider.focus()
  await page.keyboard.press('Home')
  await expect.poll(states).toEqual([])
  await page.keyboard.press('PageDown')
  await page.keyboard.press('PageDown')
  await expect.poll(async () => (await states()).length).toBeGreaterThan(0)
  const stepped = await now()
  await page.keyboard.press('ArrowRight')
  expect(await now()).toBeGreaterThan(stepped)
  await page.getByRole('button', { name: 'Change before' }).click()
  expect(await now()).toBeCloseTo(stepped, 3)
  const line = (await page.locator('.strip svg').first().boundingBox())!
  await page.mouse.click(line.x + line.width / 2, line.y + 20)
  await expect.poll(now).toBeGreaterThan(20)
  expect(await states()).toContain('up')
  await page.getByRole('region', { name: 'Expected events' }).locator('.cite').last().click()
  await expect.poll(now).toBeLessThan(2)
  expect(viewer.complaints).toEqual([])
  await viewer.close()
}, 60_000)

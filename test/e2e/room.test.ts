/** A window with little room: the inspector stands aside until it is asked for, and nothing runs out of the window. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { choose } from './support/page.ts'
import { stage } from './support/stage.ts'

const cut = 'lab/v1_cert_fragdrop_both'
const show = stage()
let page: Page

const row = (text: string) => page.getByRole('option', { name: text }).first()
/** What of these is cut off: by the window, or by being wider inside than outside. */
const cutOff = () =>
  page.evaluate(() =>
    [...document.querySelectorAll('.chip, .chip b, .clocks, .seg button, .tools button, .heads h2')].flatMap(element => {
      const box = element.getBoundingClientRect()
      if (box.width === 0) return []
      const over = box.right > innerWidth + 1 || element.scrollWidth > element.clientWidth + 1
      return over ? [`${element.className} ${element.textContent}`] : []
    }),
  )

test.each([
  [1280, 'wide'],
  [1000, 'narrow'],
  [900, 'narrow'],
  [760, 'slim'],
])('at %i px the bar and the heads are whole', async width => {
  page = await show({}, { viewport: { width, height: 800 } })
  await choose(page, `${cut}/a.pcap`, `${cut}/b.pcap`)
  await row('MM5').waitFor()
  expect(await cutOff()).toEqual([])
})

test('narrow: Enter leads into the inspector, its chevron puts it aside again', async () => {
  page = await show({}, { viewport: { width: 900, height: 800 } })
  await choose(page, `${cut}/a.pcap`, `${cut}/b.pcap`)
  await row('MM3').click()
  await page.getByRole('button', { name: /^Open the inspector/ }).waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-pane'))).toBe('fields')
  await page.getByRole('button', { name: 'Put the inspector aside' }).click()
  await page.getByRole('button', { name: /^Open the inspector/ }).waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')
})

test('narrow, with the inspector open: the verdict’s sentence stays, and leads back to the case', async () => {
  page = await show({}, { viewport: { width: 1024, height: 700 } })
  await choose(page, `${cut}/a.pcap`, `${cut}/b.pcap`)
  await row('MM3').click()
  await page.getByRole('button', { name: /^Open the inspector/ }).click()
  const verdict = page.getByRole('region', { name: 'Verdict' })
  await verdict.getByRole('button', { name: /^Every later fragment from A/ }).waitFor()
  expect(await page.getByRole('complementary', { name: 'Case' }).isVisible()).toBe(false)
  await verdict.getByRole('button', { name: 'Show the case' }).click()
  await page.getByRole('complementary', { name: 'Case' }).waitFor()
})

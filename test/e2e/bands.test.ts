/** A packet that a closed band folds away is found by its number in every view, and lit in a row of its own. */
import { expect, test } from 'vitest'
import { choose } from './support/page.ts'
import { stage } from './support/stage.ts'

const show = stage()

test('a packet amid a closed band gets its row when somebody goes to it, and gives it up when another is looked at', async () => {
  const page = await show()
  await choose(page, 'lab/v1_natt_ok/a.pcap', 'lab/v1_natt_ok/b.pcap')
  await page.getByRole('option', { name: /^MM1/ }).first().waitFor()
  const goTo = async (number: string) => {
    await page.keyboard.press('g')
    await page.getByRole('textbox', { name: 'Number of the packet' }).fill(number)
    await page.keyboard.press('Enter')
  }
  const lit = () => page.locator('.row.on').evaluateAll(all => all.map(one => one.getAttribute('aria-label')).join())
  for (const view of ['Ladder', 'Both ends', 'Side by side']) {
    await page.getByRole('button', { name: view, exact: true }).click()
    for (const [number, way] of [
      ['A17', /^ESP \w+, sequence 2, left to right/],
      ['B17', /^ESP \w+, sequence 2, left to right/],
      ['A18', /^ESP \w+, sequence 2, right to left/],
    ] as const) {
      await goTo(number)
      await expect.poll(lit, { timeout: 10_000, message: `${number} in ${view}` }).toMatch(way)
    }
    expect(await page.locator('.row[data-kind=single]').count()).toBe(1)
    // The band's first packet is the band itself.
    await goTo('A14')
    await page.locator('.row.on[data-kind=band]').waitFor()
    await page.locator('.row[data-kind=single]').waitFor({ state: 'detached' })
  }
})

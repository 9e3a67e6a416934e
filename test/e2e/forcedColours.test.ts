/** In the system's own colours (high contrast) nothing is said by a background or a shadow alone. */
import { expect, test } from 'vitest'
import { choose } from './support/page.ts'
import { stage } from './support/stage.ts'

const show = stage()

test.each(['light', 'dark'] as const)('%s: the view that is on, what is chosen and how sure it is can be seen', async colorScheme => {
  const page = await show({}, { forcedColors: 'active', colorScheme })
  await choose(page, 'lab/v1_cert_fragdrop_both/a.pcap', 'lab/v1_cert_fragdrop_both/b.pcap')
  await page.getByRole('option', { name: 'MM5' }).first().click()
  /** What is seen of the first such element: its ground, its outline. */
  const seen = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate(element => {
        const { backgroundColor, outlineStyle, outlineWidth } = getComputedStyle(element)
        return { ground: backgroundColor, line: `${outlineStyle} ${outlineWidth}` }
      })
  const { ground } = await seen('.seg button[aria-pressed=false]')
  expect((await seen('.seg button[aria-pressed=true]')).ground).not.toBe(ground)
  expect((await seen('.neg[aria-current=true]')).line).toBe('solid 2px')
  const paper = (await seen('body')).ground
  expect((await seen('.sure .bars b:not(.o)')).ground).not.toBe(paper)
  await page.keyboard.press('f')
  await page.locator('.pick[aria-pressed=true]').first().waitFor()
  expect((await seen('.pick[aria-pressed=true]')).line).toBe('solid 2px')
  await page.locator('.f[aria-level="2"]').first().click()
  expect((await seen('.hex .in')).ground).not.toBe(paper)
})

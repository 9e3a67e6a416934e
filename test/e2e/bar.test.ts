/** The bar: views that cannot be shown say why, names of files of any length and direction stay within their chip. And what the packet list leaves for bytes. */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { charactersOf } from '../../src/ui/hex/layout.ts'
import { captures, choose, drop } from './support/page.ts'
import { stage } from './support/stage.ts'

const recorded = 'lab/v1_cert_ipfrag_ok'
const bytes = new Uint8Array(readFileSync(`${captures}${recorded}/a.pcap`))
const show = stage()
let page: Page

describe('with one capture', () => {
  test('a view of both ends says what it waits for: beside the views, to who hears it, to who presses it', async () => {
    page = await show()
    await choose(page, `${recorded}/a.pcap`)
    const both = page.getByRole('button', { name: 'Both ends', disabled: true })
    await both.waitFor()
    expect(await page.locator('.seg-why').innerText()).toBe('Both ends: two captures needed')
    const reason = await both.evaluate(button => document.getElementById(button.getAttribute('aria-describedby')!)?.textContent)
    expect(reason).toBe('add the capture of the other end first')
    await both.focus()
    expect(await both.evaluate(button => button === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    await page.getByText('Both ends: add the capture of the other end first').waitFor()
    expect(await page.getByRole('button', { name: 'Ladder', pressed: true }).count()).toBe(1)
  })

  test('with both, nothing is missing and nothing is said', async () => {
    page = await show()
    await choose(page, `${recorded}/a.pcap`, `${recorded}/b.pcap`)
    await page.getByRole('button', { name: 'Both ends', disabled: false }).waitFor()
    await page.locator('.clocks').waitFor()
    expect(await page.locator('.seg-why').count()).toBe(0)
    expect(await page.locator('.seg [aria-describedby]').count()).toBe(0)
  })
})

test('a long name is cut in its middle, one from right to left from its own end; the whole name is in the tip', async () => {
  page = await show()
  const long = `${'a capture of the branch office, taken on its outer router '.repeat(3)}before.pcap`
  const hebrew = `${'לכידה של הנתב החיצוני במשרד '.repeat(4)}סוף.pcap`
  await drop(page, '.dropz', [
    { name: long, bytes },
    { name: hebrew, bytes: new Uint8Array(readFileSync(`${captures}${recorded}/b.pcap`)) },
  ])
  await page.locator('.clocks').waitFor()
  const chips = page.locator('.chip')
  const look = await chips.evaluateAll(all =>
    all.map(chip => {
      const name = chip.querySelector('b.long')!
      const [left, right] = [name.getBoundingClientRect().left, name.getBoundingClientRect().right]
      const last = name.lastElementChild!.getBoundingClientRect()
      return {
        direction: getComputedStyle(name).direction,
        isolated: [...name.children].every(part => getComputedStyle(part).unicodeBidi === 'isolate'),
        ends: last.left - left < right - last.right ? 'left' : 'right',
        cut: [...name.children].findIndex(part => part.scrollWidth > part.clientWidth + 1),
        dots: name.children[2]!.clientWidth > 12,
        within: chip.scrollWidth <= chip.clientWidth + 1,
        title: chip.getAttribute('title')!,
      }
    }),
  )
  expect(look.map(({ direction, ends, cut, dots, isolated, within }) => [direction, ends, cut, dots, isolated, within])).toEqual([
    ['ltr', 'right', 2, true, true, true],
    ['rtl', 'left', 2, true, true, true],
  ])
  expect(look[0]!.title.startsWith(`${long}: `)).toBe(true)
  expect(look[1]!.title.startsWith(`\u2068${hebrew}\u2069: `)).toBe(true)
})

test('beside the packet list a line holds eight bytes, a scroll bar included', async () => {
  page = await show({}, { viewport: { width: 1280, height: 800 } })
  await choose(page, `${recorded}/a.pcap`)
  await page.getByRole('button', { name: 'Packets', exact: true }).click()
  await page.locator('.prow').nth(6).click()
  await page.locator('.hexrow').first().waitFor()
  expect(await page.locator('.hexrow').first().locator('[role=gridcell]').count()).toBe(8)
  const width = await page.locator('.hex').evaluate(pane => pane.clientWidth)
  expect(width - SCROLL_BAR - 32).toBeGreaterThanOrEqual(charactersOf(8, 4) * 6.9)
})

/** Px that a thin scroll bar takes where it is not drawn over the content. */
const SCROLL_BAR = 11

/** A window with little room: the inspector stands aside until it is asked for, and nothing runs out of the window. */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { captures, choose, drop } from './support/page.ts'
import { stage } from './support/stage.ts'

const cut = 'lab/v1_cert_fragdrop_both'
const show = stage()
let page: Page

const row = (text: string) => page.getByRole('option', { name: text }).first()
/** What of these is cut off: by the window, or by being wider inside than outside. */
const cutOff = () =>
  page.evaluate(() =>
    [...document.querySelectorAll('.chip, .chip b, .chip small, .clocks, .seg button, .tools button, .heads h2')].flatMap(element => {
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
  expect(await page.locator('.chip').first().getAttribute('title')).toBe('a.pcap: pcap, 40 packets, 2 min 8 s, UTC, no problems')
})

test('at 1280 px the chips of two captures say how many packets, whose clock, how long; a NAT hides no software', async () => {
  page = await show({}, { viewport: { width: 1280, height: 800 } })
  await choose(page, 'composed/nat-float/a.pcap', 'composed/nat-float/b.pcap')
  await page.locator('.nat').first().waitFor()
  const seen = (all: Element[]) =>
    all.map(one => {
      const { bottom } = one.getBoundingClientRect()
      return [...one.children].map(part => (part.getBoundingClientRect().bottom <= bottom ? part.textContent : '')).join('')
    })
  expect(await page.locator('.chip small').evaluateAll(seen)).toEqual([
    expect.stringMatching(/^32 packets, UTC, 4.3 s/),
    expect.stringMatching(/^32 packets, UTC, 4.3 s/),
  ])
  const head = await page.locator('.head').first().innerText()
  expect(head).toContain('Windows Server 2003')
  expect(head).toContain('B sees it as')
  const whole = await page.locator('.head p').evaluateAll(all => {
    const end = document.querySelector('.heads')!.getBoundingClientRect().bottom
    return all.every(one => one.scrollWidth <= one.clientWidth && one.getBoundingClientRect().bottom <= end)
  })
  expect(whole).toBe(true)
})

test('narrow: a chosen message opens the inspector, Enter leads into it, its chevron puts it aside until it is asked for', async () => {
  page = await show({}, { viewport: { width: 900, height: 800 } })
  await choose(page, `${cut}/a.pcap`, `${cut}/b.pcap`)
  await page.getByRole('button', { name: /^Open the inspector/ }).waitFor()
  await row('MM3').click()
  await page.getByRole('button', { name: 'Put the inspector aside' }).waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-pane'))).toBe('fields')
  await page.getByRole('button', { name: 'Put the inspector aside' }).click()
  await page.getByRole('button', { name: /^Open the inspector/ }).waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')
  await row('MM2').click()
  await page.getByRole('button', { name: /^Open the inspector: .*MM2/ }).waitFor()
})

test('narrow, with the inspector open: the verdict’s sentence stays, and leads back to the case', async () => {
  page = await show({}, { viewport: { width: 1024, height: 700 } })
  await choose(page, `${cut}/a.pcap`, `${cut}/b.pcap`)
  await row('MM3').click()
  const verdict = page.getByRole('region', { name: 'Verdict' })
  await verdict.getByRole('button', { name: /^Every later fragment from A/ }).waitFor()
  expect(await page.getByRole('complementary', { name: 'Case' }).isVisible()).toBe(false)
  await verdict.getByRole('button', { name: 'Show the case' }).click()
  await page.getByRole('complementary', { name: 'Case' }).waitFor()
})

/** Whether the whole of it is in the window and in what it scrolls in. */
const inView = (selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate(element => {
      const box = element.getBoundingClientRect()
      const holders = [...document.querySelectorAll('.main, .case, .scroll, .rows, .app')].filter(holder => holder.contains(element))
      return holders.every(holder => {
        const { top, bottom } = holder.getBoundingClientRect()
        return box.height > 0 && box.top >= top - 1 && box.bottom <= bottom + 1
      })
    })

test('text twice as large: the verdict is whole, side by side shows rows, a chosen message its fields', async () => {
  page = await show({}, { viewport: { width: 1280, height: 800 } })
  await choose(page, `${cut}/a.pcap`, `${cut}/b.pcap`)
  await row('MM5').waitFor()
  for (let i = 0; i < 10; i++) await page.keyboard.press('+')
  await expect.poll(() => page.evaluate(() => document.documentElement.style.getPropertyValue('--u'))).toBe('2px')
  expect(await inView('.case .verdict')).toBe(true)
  await page.keyboard.press('3')
  await page
    .getByRole('region', { name: 'Verdict' })
    .getByRole('button', { name: /is dropped on the way$/ })
    .waitFor()
  const says = page.getByText('What each end alone would say')
  await says.waitFor()
  expect(await inView('.row[data-kind=message]')).toBe(true)
  expect(await page.locator('.conclusions').isVisible()).toBe(false)
  await says.click()
  await page.getByText('A alone would say').waitFor()
  await page.keyboard.press('2')
  await row('MM2').click()
  await page.locator('[data-pane=fields]').waitFor()
})

test('long names leave the button its words, and keep what tells them apart', async () => {
  page = await show({}, { viewport: { width: 1280, height: 800 } })
  const name = (which: string) => `2026-11-27 customer Niederlassung gateway ${which} the firewall change.pcap`
  const bytes = (end: string) => new Uint8Array(readFileSync(`${captures}${cut}/${end}.pcap`))
  await drop(page, 'body', [{ name: name('2 eth1 before'), bytes: bytes('a') }])
  await row('MM5').waitFor()
  const add = page.locator('.chip.add')
  expect(await add.evaluate(one => one.scrollWidth - one.clientWidth)).toBeLessThanOrEqual(1)
  await drop(page, '.chip.add', [{ name: name('7 eth0 after'), bytes: bytes('b') }])
  await page.locator('.chip', { hasText: '7 eth0' }).waitFor()
  const kept = page.locator('.chip b > :nth-child(2)')
  expect(await kept.allTextContents()).toEqual(['2 eth1 bef', '7 eth0 aft'])
  for (const one of await kept.all()) {
    const [inner, outer] = [(await one.boundingBox())!, (await one.locator('xpath=ancestor::button').boundingBox())!]
    expect(inner.x + inner.width).toBeLessThanOrEqual(outer.x + outer.width)
  }
})

test('side by side in a small window: what stands in a hole or at an edge stays between its lifelines', async () => {
  page = await show({}, { viewport: { width: 1024, height: 700 } })
  await choose(page, 'injected/one-direction-each/a.pcap', 'injected/one-direction-each/b.pcap')
  await row('IKE_SA_INIT').waitFor()
  await page.keyboard.press('3')
  const said = page.locator('.rungs rect.hole + text, .rungs rect.hatch + text')
  await said.first().waitFor()
  const over = await said.evaluateAll(all =>
    all.flatMap(text => {
      const [inner, outer] = [text.getBoundingClientRect(), text.previousElementSibling!.getBoundingClientRect()]
      return inner.left < outer.left - 16 || inner.right > outer.right + 16 ? [text.textContent] : []
    }),
  )
  expect(over).toEqual([])
})

test('the start page in a small window: what its buttons say is whole', async () => {
  const page = await show({}, { viewport: { width: 640, height: 400 } })
  const whole = () =>
    page
      .locator('.dropz .btn')
      .evaluateAll(all => all.map(one => one.scrollHeight <= one.clientHeight && one.scrollWidth <= one.clientWidth))
  await page.getByRole('button', { name: 'Open both ends' }).waitFor()
  expect(await whole()).toEqual([true, true])
  for (const width of [720, 900]) {
    await page.setViewportSize({ width, height: 500 })
    expect(await whole()).toEqual([true, true])
  }
})

test('who presents keeps the selected row in view, and again when it ends', async () => {
  page = await show({}, { viewport: { width: 1280, height: 800 } })
  await choose(page, 'lab/v1_nocsum_corrupt/a.pcap', 'lab/v1_nocsum_corrupt/b.pcap')
  await row('MM5').waitFor()
  await page.getByRole('listbox').click({ position: { x: 300, y: 500 } })
  const selected = page.getByRole('option', { selected: true })
  await selected.waitFor()
  const inside = () =>
    selected.evaluate(one => {
      const pane = one.closest('.rungs')!.getBoundingClientRect()
      const { top, bottom } = one.getBoundingClientRect()
      return top >= pane.top && bottom <= pane.bottom
    })
  for (const ladder of ['.presenting', '.app:not(.presenting)']) {
    await page.keyboard.press('p')
    await page.locator(ladder).waitFor()
    await expect.poll(inside).toBe(true)
  }
})

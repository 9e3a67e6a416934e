/** The help: a question mark at every pane and finding, the handbook, the words, the keys, from everywhere. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { captures, choose, type Offer } from './support/page.ts'
import { stage } from './support/stage.ts'

const cut = 'lab/v1_cert_fragdrop_both'
const show = stage()
let page: Page
async function start(offer?: Offer): Promise<void> {
  page = await show(offer)
}
const entry = () => page.getByRole('article')
const what = (name: string) => page.getByRole('button', { name: `What is this: ${name}`, exact: true })

test('the handbook from the start screen: searched, read, and its capture opened', async () => {
  const bytes = readFileSync(join(captures, `${cut}/a.pcap`))
  const handbook = [{ name: cut, title: 'x', files: [{ name: 'a.pcap', url: 'x/1' }] }]
  await start({ files: { 'x/1': { bytes } }, session: { files: [], examples: [], handbook } })
  await page.getByRole('heading', { name: /What went wrong/ }).waitFor()
  await page.keyboard.press('F1')
  await entry().getByRole('heading', { name: 'When all goes well' }).waitFor()
  expect(await page.getByRole('button', { name: 'Open a capture that shows it' }).count()).toBe(0)
  await page.getByRole('textbox', { name: 'Search the handbook' }).fill('later fragment ports')
  await page.getByRole('option', { name: 'Every later fragment is dropped' }).click()
  expect(await entry().textContent()).toMatch(/Let fragments pass.*fragment-filtered/)
  await page.getByRole('button', { name: 'Open a capture that shows it' }).click()
  await page.getByRole('option', { name: 'MM5' }).first().waitFor()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})

test('a finding says what it is, and leads to its entry; Escape leads back', async () => {
  await start()
  await choose(page, `${cut}/a.pcap`, `${cut}/b.pcap`)
  await what('Every later fragment is dropped').click()
  expect(await page.getByRole('dialog').textContent()).toMatch(/drops fragments that carry no port/)
  await page.getByRole('button', { name: 'In the handbook' }).click()
  await entry().getByRole('heading', { name: 'Every later fragment is dropped' }).waitFor()
  expect(await page.getByRole('option', { selected: true }).textContent()).toBe('Every later fragment is dropped')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')
  await page.getByText('2 notes').click()
  const note = page.locator('.finding .pick').first()
  await note.click()
  expect(
    await page
      .locator('.finding.open')
      .getByRole('button', { name: /^What is this/ })
      .count(),
  ).toBe(1)
})

test('with a finding chosen the handbook opens at what it says of it', async () => {
  await start()
  await choose(page, `${cut}/a.pcap`, `${cut}/b.pcap`)
  await page.getByRole('option', { name: 'MM5' }).first().waitFor()
  await page.keyboard.press('f')
  await page.keyboard.press('F1')
  await entry().getByRole('heading', { name: 'Every later fragment is dropped' }).waitFor()
})

test('every pane says what it is', async () => {
  await start()
  await choose(page, `${cut}/a.pcap`, `${cut}/b.pcap`)
  await page.getByRole('option', { name: 'MM5' }).first().waitFor()
  for (const [key, name, says] of [
    ['1', 'Ladder', /An arrow leads from sender to receiver/],
    ['2', 'Both ends', /on one clock/],
    ['3', 'Side by side', /A hole is what this end does not have/],
    ['4', 'Monitor', /The security associations of one moment/],
    ['5', 'Packets', /Every record of the file/],
    ['6', 'Baseline', /what IPsec added/],
    ['2', 'Inspector', /A field lights its bytes/],
    ['2', 'Strip', /The whole capture in one line/],
    ['2', 'Negotiations', /how far it came/],
  ] as const) {
    await page.keyboard.press(key)
    await what(name).click()
    expect(await page.getByRole('dialog').textContent()).toMatch(says)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
  }
})

test('in the program the report is dragged out of the window', async () => {
  page = await show({}, {}, () => {
    const given: unknown[] = []
    const dragOut = (name: string, bytes: Uint8Array) => void given.push([name, new TextDecoder().decode(bytes).slice(0, 15)])
    Object.assign(window, { given, ikescope: { onOpen: () => () => {}, onCommand: () => () => {}, dragOut } })
  })
  await choose(page, `${cut}/a.pcap`)
  await page.getByRole('option', { name: 'MM5' }).first().waitFor()
  await page.dispatchEvent('.drag-out', 'dragstart')
  await expect
    .poll(() => page.evaluate(() => (window as never as { given: unknown }).given))
    .toEqual([['a.report.html', '<!doctype html>']])
})

test('the words are searched; the keys are there before anything is open; the menu bar of the program leads to all three', async () => {
  page = await show({}, {}, () => {
    const listeners: ((command: string) => void)[] = []
    const onCommand = (one: never) => {
      listeners.push(one)
      return () => {}
    }
    Object.assign(window, { told: listeners, ikescope: { onOpen: () => () => {}, onCommand } })
  })
  const command = (name: string) =>
    page.evaluate(name => (window as never as { told: ((name: string) => void)[] }).told.at(-1)!(name), name)
  await page.getByRole('heading', { name: /What went wrong/ }).waitFor()
  await command('glossary')
  await page.getByRole('textbox', { name: 'Search the words' }).fill('replay')
  expect(await page.locator('.glossary dt').allTextContents()).toEqual(['Replay window'])
  await command('handbook')
  await entry().waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await command('keys')
  await page.getByRole('dialog').getByText('Next message').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.keyboard.press('?')
  await page.getByRole('dialog').getByText('Handbook and words').waitFor()
})

/** axe-core finds nothing: every view, every sheet, in light and in dark. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { objections } from './support/axe.ts'
import { captures, choose, launch, type Viewer, view } from './support/page.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser?.close())

const cut = 'lab/v1_cert_fragdrop_both'
const bytes = (name: string) => readFileSync(join(captures, name))
const files = {
  'files/1/08-fragments-dropped.yaml': { bytes: bytes('lessons/08-fragments-dropped.yaml') },
  'files/2/a.pcap': { bytes: bytes(`${cut}/a.pcap`) },
  'files/3/b.pcap': { bytes: bytes(`${cut}/b.pcap`) },
}
const served = Object.keys(files).map(url => ({ name: url.split('/').at(-1), url: `./${url}` }))
const session = { files: [], lessons: [{ name: '08.yaml', title: 'Too large', scenario: 'F2', steps: 6, files: served }] }
const row = (page: Page, text: string) => page.getByRole('option', { name: text }).first()

/** Ways to each thing that can be seen, from both ends of one event opened. */
const seen: readonly (readonly [name: string, go: (page: Page) => Promise<unknown>])[] = [
  ['both ends', async () => {}],
  ['a message and its fields', page => row(page, 'MM5').click()],
  [
    'what was offered beside what was answered',
    async page => {
      await row(page, 'MM1').click()
      await page.keyboard.press('a')
      await page.getByRole('table', { name: /^Offered by/ }).waitFor()
    },
  ],
  [
    'what differs',
    async page => {
      await row(page, 'MM3').click()
      await page.keyboard.press('d')
    },
  ],
  ['side by side', page => page.keyboard.press('3')],
  [
    'one ladder, other traffic',
    async page => {
      await page.keyboard.press('1')
      await page.keyboard.press('x')
    },
  ],
  ['monitor', page => page.keyboard.press('4')],
  [
    'packets',
    async page => {
      await page.keyboard.press('5')
      await page.locator('.prow').nth(4).click()
    },
  ],
  ['baseline', page => page.keyboard.press('6')],
  ['the keys', page => page.keyboard.press('?')],
  [
    'search',
    async page => {
      await page.keyboard.press('/')
      await page.keyboard.type('MM')
    },
  ],
  ['go to a packet', page => page.keyboard.press('g')],
  ['the handbook', page => page.keyboard.press('F1')],
  [
    'the words',
    async page => {
      await page.keyboard.press('F1')
      await page.getByRole('tab', { name: 'Words' }).click()
    },
  ],
  ['what a finding is', page => page.getByRole('button', { name: 'What is this: Every later fragment' }).first().click()],
  ['what a pane is', page => page.getByRole('button', { name: 'What is this: Both ends' }).click()],
  ['what can be taken away', page => page.getByRole('button', { name: 'Export' }).click()],
  ['what a message offers', page => row(page, 'MM3').click({ button: 'right' })],
  ['the menu', page => page.getByRole('button', { name: 'More' }).click()],
  [
    'names of the hosts',
    async page => {
      await page.getByRole('button', { name: 'More' }).click()
      await page.getByRole('menuitem', { name: 'Name the hosts' }).click()
      await page.getByRole('dialog', { name: 'Names of the hosts' }).waitFor()
    },
  ],
  [
    'a note',
    async page => {
      await row(page, 'MM3').click()
      await page.keyboard.press('n')
      await page.getByRole('dialog').waitFor()
    },
  ],
  ['a name at a lifeline', page => page.getByRole('button', { name: '192.0.2.10: give it a name' }).click()],
  ['the clocks', page => page.locator('.clocks').click()],
  ['a narrow window', page => page.setViewportSize({ width: 860, height: 700 })],
  [
    'a narrow window, its inspector open',
    async page => {
      await row(page, 'MM5').click()
      await page.locator('.ins-head').waitFor()
    },
  ],
  [
    'presenting',
    async page => {
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.keyboard.press('p')
    },
  ],
]

/** axe's word on what is shown, in light and in dark. */
async function inBothThemes(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect([colorScheme, ...(await objections(page))]).toEqual([colorScheme])
  }
}

test('the start screen, a failure on it, a lesson', async () => {
  const { page, complaints, close } = await view(browser, { session, files })
  await page.getByRole('button', { name: /Too large/ }).waitFor()
  await inBothThemes(page)
  await choose(page, 'README.md')
  await page.getByRole('alert').waitFor()
  await inBothThemes(page)
  await page.getByRole('button', { name: /Too large/ }).click()
  await page.getByText('Step 1 of 6').waitFor()
  await inBothThemes(page)
  expect(complaints).toEqual([])
  await close()
})

describe('both ends of one event', () => {
  let viewer: Viewer
  beforeAll(async () => {
    viewer = await view(browser)
    await choose(viewer.page, `${cut}/a.pcap`, `${cut}/b.pcap`)
    await row(viewer.page, 'MM5').waitFor()
  })
  afterAll(() => viewer?.close())

  test.each(seen)('%s', async (_, go) => {
    const { page, complaints } = viewer
    await go(page)
    await page.waitForTimeout(100)
    await inBothThemes(page)
    await page.keyboard.press('Escape')
    await page.keyboard.press('2')
    await row(page, 'MM5').waitFor()
    expect(complaints).toEqual([])
  })
})

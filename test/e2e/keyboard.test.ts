/** By keyboard alone: every place can be reached and seen to be reached, the focus is never lost, and what changes is told. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { captures, choose, drop, type Offer, type view } from './support/page.ts'
import { stage } from './support/stage.ts'

const refused = 'lab/v1_resp_not_running/a.pcap'
const cut = 'lab/v1_cert_fragdrop_both'

const show = stage()
let page: Page

async function start(offer?: Offer, options?: Parameters<typeof view>[2]): Promise<void> {
  page = await show(offer, options)
}

/** The pane, or the name, of what has the focus. */
const focused = () =>
  page.evaluate(() => {
    const element = document.activeElement
    if (!element || element === document.body) return 'nothing'
    const name = element.getAttribute('aria-label') ?? element.textContent?.trim().replace(/\s+/g, ' ') ?? ''
    return element.getAttribute('data-pane') ?? `${element.tagName.toLowerCase()} ${name.slice(0, 60)}`
  })
const spoken = () => page.locator('[role=status][aria-live=polite]').allTextContents()
const row = (text: string) => page.getByRole('option', { name: text }).first()

/** Every place that Tab leads to, from where the focus is, until it comes round. */
async function stops(): Promise<{ name: string; ring: string }[]> {
  const seen: { name: string; ring: string }[] = []
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement | SVGElement
      const known = element.getAttribute('data-seen') !== null
      element.setAttribute('data-seen', '')
      // The ladder's ring is drawn over its shadows, by what holds it.
      const over = element.matches('.ladder > .rungs') ? getComputedStyle(element.parentElement!, '::after') : undefined
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      const label = element.getAttribute('aria-label') ?? element.textContent ?? ''
      return {
        body: element === document.body,
        known,
        name: label.trim() || element.outerHTML.slice(0, 80),
        ring: over ? `${over.borderTopStyle} ${over.borderTopWidth}` : `${outlineStyle} ${outlineWidth}`,
      }
    })
    if (stop.known) return seen
    if (!stop.body) seen.push({ name: stop.name, ring: stop.ring })
  }
  throw new Error(`Tab does not come round: ${seen.map(stop => stop.name).join(' | ')}`)
}

test('from the start screen to the evidence, without a mouse', async () => {
  const bytes = readFileSync(join(captures, refused))
  const examples = [{ name: 'x', title: 'Nobody listens', files: [{ name: 'a.pcap', url: 'x/1' }] }]
  await start({ files: { 'x/1': { bytes } }, session: { files: [], examples } })
  await page.getByRole('button', { name: /Nobody listens/ }).waitFor()
  for (let i = 0; i < 10 && !(await focused()).includes('Nobody listens'); i++) await page.keyboard.press('Tab')
  expect(await focused()).toContain('Nobody listens')
  await page.keyboard.press('Enter')
  await row('MM1').waitFor()
  await expect.poll(focused).toBe('ladder')
  await page.keyboard.press('ArrowDown')
  expect(await page.locator('.row.on').getAttribute('aria-label')).toMatch(/^MM1/)
  const active = await page.locator('[data-pane=ladder]').getAttribute('aria-activedescendant')
  expect(await page.locator(`[id="${active}"]`).getAttribute('aria-label')).toMatch(/^MM1/)
  await page.keyboard.press('Enter')
  await expect.poll(focused).toBe('fields')
  await page.keyboard.press('End')
  await page.keyboard.press('Escape')
  await expect.poll(focused).toBe('ladder')
  await page.keyboard.press('f')
  expect(await page.getByRole('button', { pressed: true, name: /listens|refuse|answer/i }).count()).toBe(1)
})

test('Tab leads to every place of the workspace, each has a name and shows that it has the focus', async () => {
  await start()
  await choose(page, `${cut}/a.pcap`, `${cut}/b.pcap`)
  await row('MM5').click()
  await page.getByRole('treeitem').first().waitFor()
  const all = await stops()
  expect(all.filter(({ ring }) => /^none|\b0px/.test(ring))).toEqual([])
  const names = all.map(stop => stop.name)
  const wanted = [
    /^Both ends of 192/,
    'Fields',
    'Bytes',
    'Search',
    'More',
    'Shown from',
    /Main Mode, RSA/,
    /fragment.*dropped/,
    /give it a name/,
  ]
  for (const name of wanted) expect(names).toContainEqual(expect.stringMatching(name))
  expect(names.filter(name => name === '' || name.startsWith('<'))).toEqual([])
})

/** Stops of the Tab key within the view in the middle, from its beginning. */
async function within(): Promise<readonly string[]> {
  await page.locator('main').evaluate(element => element.focus())
  const names: string[] = []
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      const name = element.getAttribute('aria-label') ?? element.textContent?.replace(/\s+/g, ' ').trim() ?? ''
      const section = element.closest('section')?.getAttribute('aria-label')
      const ring = outlineStyle !== 'none' && outlineWidth !== '0px'
      return element.closest('main') ? `${ring ? '' : 'no ring: '}${section ? `${section} / ` : ''}${name}` : undefined
    })
    if (stop === undefined) return names
    names.push(stop)
  }
  return names
}

test('the monitor: Tab goes through its parts as they are read, arrows through the lines of a part', async () => {
  await start()
  await choose(page, 'lab/v2_rekey/a.pcap')
  await page.getByRole('button', { name: 'Monitor', exact: true }).click()
  const slider = page.getByRole('slider', { name: 'Moment' })
  await slider.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('PageDown')
  await page.keyboard.press('PageDown')
  await page.getByRole('region', { name: 'Child SAs' }).locator('.sa').first().waitFor()
  const walk = await within()
  expect(walk.map(stop => stop.replace(/(\/ \S+).*/, '$1'))).toEqual([
    'What is this: Monitor',
    '← Change before',
    'Next change →',
    'Moment',
    'At this moment',
    'IKE SAs / up',
    'Child SAs / up',
    expect.stringMatching(/^Expected events \/ /),
  ])
  const events = page.getByRole('region', { name: 'Expected events' })
  await events.locator('li').first().focus()
  await page.keyboard.press('End')
  expect(
    await events
      .locator('li')
      .last()
      .evaluate(element => element === document.activeElement),
  ).toBe(true)
  const packet = await events.locator('li').last().locator('.cite').textContent()
  await page.keyboard.press('Enter')
  await page.locator('.ins-head .rfc', { hasText: `Packet ${packet}` }).waitFor()
})

test('the baseline: which capture is which, and Tab through the comparison and what is in only one of them', async () => {
  await start()
  await choose(page, 'composed/share-in-the-clear/a.pcap', 'composed/share-with-esp-null/a.pcap')
  await page.getByRole('button', { name: 'Baseline', exact: true }).click()
  await page.getByRole('row', { name: /connection opened/ }).waitFor()
  expect(await page.locator('.roles').textContent()).toMatch(/^A a\.pcap in the clearB a\.pcap under IPsec$/)
  const walk = await within()
  expect(walk.slice(0, 3)).toEqual(['What is this: Baseline', 'Comparison', expect.stringMatching(/^TCP.* \/ /)])
  expect(walk.filter(stop => stop.startsWith('no ring'))).toEqual([])
  await page.getByRole('row', { name: /connection opened/ }).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.locator('.seen-as button[aria-pressed=true]', { hasText: 'B' }).waitFor()
})

test.each([
  ['?', 'the keys'],
  ['/', 'search'],
  ['g', 'go to a packet'],
])('%s and Escape: after %s the focus is where it was', async key => {
  await start()
  await choose(page, refused)
  await row('MM1').click()
  await page.keyboard.press(key)
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await expect.poll(focused).toBe('ladder')
  await page.getByRole('button', { name: 'Search' }).focus()
  await page.keyboard.press(key)
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(focused).toMatch(/Search/)
})

test('every sheet, menu and card gives the focus back when it is left', async () => {
  await start()
  await choose(page, `${cut}/a.pcap`, `${cut}/b.pcap`)
  await row('MM5').click()
  const left = async (what: string) => {
    const open = page.locator('[role=dialog],[role=menu]')
    await open.first().waitFor()
    await page.keyboard.press('Escape')
    await open.first().waitFor({ state: 'detached' })
    await expect.poll(async () => `${what}: ${await focused()}`).not.toMatch(/: (nothing|body)/)
  }
  for (const key of ['n', 'F1', 'ContextMenu', '?', '/', 'g']) {
    await page.locator('[data-pane=ladder]').focus()
    await page.keyboard.press(key)
    await left(key)
    await expect.poll(async () => `${key}: ${await focused()}`).toBe(`${key}: ladder`)
  }
  for (const name of ['More', 'Export', /^Clocks/, /^192\.0\.2\.10: give/, /^What is this: Every later/, /^What is this: Inspector/]) {
    const button = page.getByRole('button', { name, exact: typeof name === 'string' }).first()
    await button.focus()
    const before = await focused()
    await page.keyboard.press('Enter')
    await left(String(name))
    await expect.poll(focused).toBe(before)
  }
  await page.getByRole('button', { name: 'More' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Name the hosts' }).click()
  await left('names')
})

test('what was taken away, named or noted by keyboard: the focus is where it was asked for', async () => {
  await start()
  await choose(page, `${cut}/a.pcap`, `${cut}/b.pcap`)
  await row('MM5').click()
  const from = async (button: string, entry: RegExp) => {
    await page.getByRole('button', { name: button, exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: entry }).focus()
    await page.keyboard.press('Enter')
  }
  for (const entry of [/^Report/, /^Ladders as text/]) {
    const saved = page.waitForEvent('download')
    await from('Export', entry)
    await saved
    await expect.poll(focused).toMatch(/Export/)
  }
  await from('Export', /^Packets that matter/)
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await expect.poll(focused).toMatch(/Export/)
  await from('More', /^Name the hosts/)
  await page.getByRole('textbox', { name: '192.0.2.10' }).press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await expect.poll(focused).toMatch(/More/)
  await page.locator('[data-pane=ladder]').focus()
  await page.keyboard.press('n')
  await page.getByRole('textbox', { name: /^Note on/ }).press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await expect.poll(focused).toBe('ladder')
})

test('a hit of the search, another file, another view, the end of all: something has the focus', async () => {
  await start()
  await drop(page, 'body', [{ name: 'a.pcap', bytes: readFileSync(join(captures, refused)) }])
  await row('MM1').waitFor()
  await expect.poll(focused).toBe('ladder')
  await page.keyboard.press('/')
  await page.keyboard.type('MM1')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await expect.poll(focused).toBe('ladder')
  for (const [key, pane] of [
    ['5', 'packets'],
    ['4', 'moment'],
    ['1', 'ladder'],
  ] as const) {
    await page.keyboard.press(key)
    await expect.poll(focused).toBe(pane)
  }
  await choose(page, `${cut}/a.pcap`, `${cut}/b.pcap`)
  await row('MM5').waitFor()
  await expect.poll(focused).toBe('ladder')
  await page.keyboard.press('3')
  await page.getByRole('button', { name: 'Open the inspector' }).focus()
  await page.keyboard.press('Enter')
  await expect.poll(focused).not.toBe('nothing')
  await page.getByRole('button', { name: 'More' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Close' }).click()
  await page.getByRole('heading', { name: /What went wrong/ }).waitFor()
  await expect.poll(focused).toMatch(/^main/)
})

test('what was opened, what is chosen and which finding is lit are told', async () => {
  await start()
  await choose(page, refused)
  await row('MM1').waitFor()
  await expect.poll(async () => (await spoken()).join('|')).toMatch(/a\.pcap: \d+ packets, 1 negotiation, not answered\. .+\./)
  await page.keyboard.press('f')
  await expect.poll(async () => (await spoken()).join('|')).toMatch(/Ladder\. Finding 1 of \d+: /)
  await page.getByRole('button', { name: 'Search' }).focus()
  await page.keyboard.press('f')
  await expect.poll(async () => (await spoken()).join('|')).toMatch(/Finding 2 of \d+: .* MM1, left to right/)
})

test('T: how times are written stands at their head in every ladder, and is told when it changes', async () => {
  await start()
  await choose(page, `${cut}/a.pcap`, `${cut}/b.pcap`)
  await row('MM5').waitFor()
  const head = page.locator('.heads .times-shown')
  expect(await head.textContent()).toBe('since A began')
  for (const [short, told] of [
    ['since row before', 'Times: seconds since the row before.'],
    ['A’s clock', 'Times: clock of A.'],
    ['B’s clock', 'Times: clock of B.'],
    ['UTC', 'Times: UTC, with the date.'],
  ]) {
    await page.keyboard.press('t')
    await expect.poll(() => head.textContent()).toBe(short)
    await expect.poll(spoken).toContain(told)
  }
  for (const [view, name] of [
    ['1', /^Ladder of/],
    ['3', /^Side by side/],
  ] as const) {
    await page.keyboard.press(view)
    await page.getByRole('listbox', { name }).waitFor()
    expect(await head.textContent()).toBe('UTC')
  }
  await head.click()
  await expect.poll(() => head.textContent()).toBe('since A began')
})

test('twice the text size: nothing runs out of the window sideways, and all is still there', async () => {
  await start()
  await choose(page, `${cut}/a.pcap`, `${cut}/b.pcap`)
  await row('MM5').click()
  for (let i = 0; i < 12; i++) await page.keyboard.press('+')
  await expect.poll(() => page.evaluate(() => document.documentElement.style.getPropertyValue('--u'))).toBe('2px')
  const over = await page.evaluate(() =>
    ['header.bar .tools', '.headline', '.main', '.inspector', '.strip'].filter(one => {
      const box = document.querySelector(one)!.getBoundingClientRect()
      return box.width < 40 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1
    }),
  )
  expect(over).toEqual([])
})

test('who wants less motion gets none', async () => {
  await start(undefined, { reducedMotion: 'reduce' })
  await choose(page, refused)
  await row('MM1').waitFor()
  await page.keyboard.press('?')
  const moving = await page.evaluate(
    () =>
      [...document.querySelectorAll('*')].filter(element => {
        const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element)
        return /[1-9]/.test(transitionDuration) || animationName !== 'none' || scrollBehavior === 'smooth'
      }).length,
  )
  expect(moving).toBe(0)
})

/**
 * Ten things that somebody who never saw it before comes to do, by what is written on the screen: each control is found by the
 * words or the sign that it shows, no key is known, nothing is read before. The steps are counted: a press, a text typed.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { captures, choose } from './support/page.ts'
import { stage } from './support/stage.ts'

const show = stage()
const cut = ['lab/v1_cert_fragdrop_both/a.pcap', 'lab/v1_cert_fragdrop_both/b.pcap']

let page: Page
let steps = 0
const press = async (what: Locator) => {
  await what.click()
  steps++
}
const type = async (text: string) => {
  await page.keyboard.type(text)
  steps++
}
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
const item = (name: string | RegExp) => page.getByRole('menuitem', { name })
const row = (text: string) => page.getByRole('option', { name: text }).first()
const verdict = () => page.getByRole('region', { name: 'Verdict' })

async function begin(...files: readonly string[]): Promise<void> {
  page = await show()
  steps = 0
  if (files.length === 0) return
  await choose(page, ...files)
  await page.getByRole('option').first().waitFor()
}

test('1. open both ends', async () => {
  // Chromium's own picker keeps a handle on the file, but cannot be driven from here; without it the page uses the plain one.
  page = await show({}, {}, () => Object.assign(window, { showOpenFilePicker: undefined }))
  steps = 0
  const chooser = page.waitForEvent('filechooser')
  await press(button(/^Open both ends/))
  await (await chooser).setFiles(cut.map(name => join(captures, name)))
  await row('MM1').waitFor()
  expect(await page.locator('.heads').innerText()).toContain('Network')
  expect(steps).toBe(1)
})

test('2. say what was lost', async () => {
  await begin(...cut)
  await expect.poll(() => verdict().innerText()).toMatch(/Every later fragment from A .* is dropped on the way/)
  expect(await verdict().innerText()).toContain('Lost: bytes 1480 to 2355 (6 times).')
  await page.getByText('lost on the way').first().waitFor()
  expect(steps).toBe(0)
})

test('3. find who stopped', async () => {
  await begin('injected/ends-early/a.pcap', 'injected/ends-early/b.pcap')
  await expect.poll(() => verdict().innerText()).toMatch(/B \(198\.51\.100\.20\) receives MM1 and does not answer/)
  expect(steps).toBe(0)
})

test('4. see the MTU', async () => {
  await begin('lab/v1_pmtu_icmp/a.pcap', 'lab/v1_pmtu_icmp/b.pcap')
  await page.getByText('The path to 198.51.100.20 carries 1,280 bytes').waitFor()
  await press(page.getByText('The path to 198.51.100.20 carries 1,280 bytes'))
  await row('ICMP 3/4 from 192.0.2.1, fragmentation needed, MTU 1280').waitFor()
  expect(steps).toBe(1)
})

test('5. compare offer and answer', async () => {
  await begin('composed/kerberos-healthy/a.pcap', 'composed/kerberos-healthy/b.pcap')
  await press(row('MM1'))
  await press(page.getByRole('button', { name: /^Compare offer and answer/ }))
  const table = page.getByRole('table', { name: 'Offered by 192.0.2.10' })
  await expect.poll(() => table.getByRole('row').allInnerTexts()).toHaveLength(3)
  const [, first, second] = await table.getByRole('row').allInnerTexts()
  expect(first).toContain('✓ chosen')
  expect(second).not.toContain('chosen')
  expect(second).toMatch(/MD5\s+≠.*\bSHA\b/s)
  expect(steps).toBe(2)
  // Selected and copied by hand it is a row a line, its cells with tabs between.
  await table.evaluate(element => getSelection()!.selectAllChildren(element))
  await page.keyboard.press('Control+c')
  expect((await page.evaluate(() => navigator.clipboard.readText())).split('\n')).toEqual([
    'Offered by 192.0.2.10',
    '\tEncryption Algorithm\tHash Algorithm\tGroup Description\tAuthentication Method',
    '1.1 chosen\t3DES-CBC\tSHA\talternate 1024-bit MODP group\tGSS-API using Kerberos',
    '1.2\t3DES-CBC\tMD5 (≠ SHA)\talternate 1024-bit MODP group\tGSS-API using Kerberos',
  ])
})

test('5b. compare an offer that was refused, from the finding about it', async () => {
  await begin('lab/v1_noprop_p1/a.pcap', 'lab/v1_noprop_p1/b.pcap')
  await press(page.locator('.case').getByRole('button', { name: 'Compare offer and answer' }))
  const panel = page.getByRole('region', { name: 'Offer and answer' })
  await panel.getByText('198.51.100.20 refused the offer: NO-PROPOSAL-CHOSEN.').waitFor()
  await panel.getByText('Nothing here shows what 198.51.100.20 would accept').waitFor()
  expect(await panel.getByRole('table').count()).toBe(1)
  expect(steps).toBe(1)
  // The refusal leads to the same place, by the key as well.
  await press(row('Informational'))
  await panel.getByText('refused the offer: NO-PROPOSAL-CHOSEN.').waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('a')
  await panel.getByText('Nothing here shows what 198.51.100.20 would accept').waitFor()
})

test('6. fix the clock by hand', async () => {
  await begin(...cut)
  await press(page.getByText(/^same clock/))
  await press(page.getByLabel('Seconds that B’s clock is ahead of A’s'))
  await page.keyboard.press('Control+a')
  await type('0')
  await press(button('Set by hand'))
  await page.locator('.clocks', { hasText: 'B on the same clock, set by hand' }).waitFor()
  expect(steps).toBe(4)
})

test('7. export a report', async () => {
  await begin(...cut)
  await press(button('Export'))
  const coming = page.waitForEvent('download')
  await press(item(/^Report/))
  expect(readFileSync(await (await coming).path(), 'utf8')).toContain('is dropped on the way')
  expect(steps).toBe(2)
})

test('8. rename peers', async () => {
  await begin(...cut)
  await press(page.locator('.heads').getByText('192.0.2.10'))
  await type('Branch')
  await press(button('Name it'))
  await page.locator('.heads').getByText('Branch').waitFor()
  expect(steps).toBe(3)
  // It is called so wherever it is spoken of.
  expect(await verdict().innerText()).toContain('A (Branch)')
  await page.getByRole('complementary', { name: 'Inspector' }).getByText('Branch, 192.0.2.10, port 500').waitFor()
  // Both at once, by the menu.
  await press(button('More'))
  await press(item(/^Name the hosts/))
  await page.getByRole('textbox', { name: '198.51.100.20' }).fill('Head office')
  await press(button('Keep them'))
  await page.locator('.heads').getByText('Head office').waitFor()
})

test('two hosts of one name have a lane of the strip each, before and after', async () => {
  await begin('lab/v1_main_psk_ok/a.pcap')
  const lanes = () => page.locator('.strip .names span').allInnerTexts()
  const before = await lanes()
  for (const names of [
    ['gateway', 'gateway'],
    ['Branch', 'gateway'],
    ['gateway', 'gateway'],
    ['', ''],
  ]) {
    await press(button('More'))
    await press(item(/^Name the hosts/))
    for (const [i, name] of names.entries()) await page.getByRole('dialog').getByRole('textbox').nth(i).fill(name)
    await press(button('Keep them'))
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    const called = names.map(name => name && `from ${name}`)
    expect(await lanes()).toEqual(before.map((one, i) => called[i] || one))
  }
})

test('9. find an SPI', async () => {
  await begin('lab/v1_main_psk_ok/a.pcap', 'lab/v1_main_psk_ok/b.pcap')
  await press(button('Search'))
  await type('c67f60fa')
  const hit = page
    .getByRole('dialog')
    .getByRole('option', { name: /c67f60fa/ })
    .first()
  await press(hit)
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await expect.poll(() => page.locator('.row.on').getAttribute('aria-label')).toContain('c67f60fa')
  expect(steps).toBe(3)
  // The way through its packets is there, however soon it was chosen.
  await page.getByText('ESP c67f60fa: 1 of 5, packet A14').waitFor()
})

test('9a. walk through all packets of an SPI, and filter by it', async () => {
  await begin('lab/v1_main_psk_ok/a.pcap', 'lab/v1_main_psk_ok/b.pcap')
  await press(button('Search'))
  await type('c67f60fa')
  // Many packets that say the same are one line.
  const dialog = page.getByRole('dialog')
  await dialog.getByText('5 packets of A and 5 of B have such a field').waitFor()
  expect(await dialog.getByRole('option').allInnerTexts()).toEqual([
    expect.stringMatching(/^ESP c67f60fa\s+192\.0\.2\.10 to 198\.51\.100\.20 · A14 to A26, 5 packets; B14 to B26, 5$/),
    expect.stringMatching(/^Main Mode, established\s+192\.0\.2\.10 and 198\.51\.100\.20, with c67f60fa$/),
  ])
  await page.keyboard.press('Enter')
  await page.getByText('ESP c67f60fa: 1 of 5, packet A14').waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('ESP c67f60fa: 2 of 5, packet A17').waitFor()
  const shown = page.getByRole('group', { name: 'The same packet in each capture' })
  await shown.getByRole('button', { name: 'A17', pressed: true }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByText('ESP c67f60fa: 2 of 5').waitFor({ state: 'detached' })

  await page.keyboard.press('/')
  await page.getByRole('combobox').fill('spi:c67f60fa')
  await page.keyboard.press('Shift+Enter')
  await page.locator('.case').getByText('1 of 1').waitFor()
  await row('QM1').waitFor()
  expect(await row('MM1').count()).toBe(0)
})

test('9b. find at the other end what this one does not have', async () => {
  await begin('lab/v1_main_psk_ok/a.pcap', 'lab/v1_main_psk_ok/b.pcap')
  const found = (name: string | RegExp) => page.getByRole('dialog').getByRole('option', { name })
  const chosen = () => page.locator('.row.on').getAttribute('aria-label')
  await press(button('Search'))
  await type('exchange:2')
  // What both ends have is listed once, with both numbers.
  await found('Exchange Type 2 Identity Protection MM1 · A3, B3').waitFor()
  await page.getByText('6 packets of A and 6 of B have such a field').waitFor()
  expect(await found(/^Exchange Type/).count()).toBe(6)
  await press(found(/^Exchange Type.*MM2/))
  await expect.poll(chosen).toMatch(/^MM2/)
  expect(steps).toBe(3)

  // One that B alone has, from every view; with one capture in view it is B that comes into view.
  const beside = { '1': 'Ladder', '2': 'Both ends', '3': 'Side by side', '5': 'Packets' }
  for (const [key, name] of Object.entries(beside)) {
    await page.locator('.chip', { hasText: 'a.pcap' }).click()
    await page.keyboard.press(key)
    await page.getByRole('button', { name, exact: true, pressed: true }).waitFor()
    await page.keyboard.press('/')
    await page.getByRole('combobox').fill('02:00:00:00:0b:20')
    await found(/ B\d+$/)
      .first()
      .click()
    await page.getByRole('group', { name: 'The same packet in each capture' }).getByRole('button', { name: /^B/, pressed: true }).waitFor()
    if (key === '1' || key === '5') await page.locator('.chip[aria-pressed=true]', { hasText: 'b.pcap' }).waitFor()
  }

  await page.keyboard.press('/')
  await page.getByRole('combobox').fill('nothing-like-this')
  await page.getByText('Nothing in A or B has nothing-like-this.').waitFor()
  await page.getByRole('combobox').fill('exchnge:2')
  await page.getByText('No field there is called exchnge.').waitFor()
  await page.getByRole('button', { name: 'exchange:2' }).click()
  await found('Exchange Type 2 Identity Protection MM1 · A3, B3').waitFor()
  await page.keyboard.press('Shift+Enter')
  await page.getByText('Only what fits exchange:2: 6 packets of A, 6 of B').waitFor()
})

test('10. run a lesson', async () => {
  const named = ['lessons/08-fragments-dropped.yaml', ...cut]
  const files = Object.fromEntries(
    named.map((name, i) => [`files/${i}/${name.split('/').at(-1)}`, { bytes: readFileSync(join(captures, name)) }]),
  )
  const lesson = {
    name: '08.yaml',
    title: 'Too large',
    scenario: 'F2',
    steps: 6,
    files: Object.keys(files).map(url => ({ name: url.split('/').at(-1), url: `./${url}` })),
  }
  page = await show({ session: { files: [], examples: [], lessons: [lesson] }, files })
  steps = 0
  await press(button(/Too large/))
  await page.getByText('Step 1 of 6').waitFor()
  await press(button('Show the answer'))
  await press(button(/^Next/))
  await page.getByText('Step 2 of 6').waitFor()
  expect(steps).toBe(3)
})

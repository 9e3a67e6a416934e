import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { readCapture } from '../../src/capture/index.ts'
import { onDisk } from '../support/recordings/index.ts'
import { captures, choose, drop } from './support/page.ts'
import { stage } from './support/stage.ts'

const cut = 'lab/v1_cert_fragdrop_both'

const show = stage()
let page: Page

const row = (text: string) => page.getByRole('option', { name: text }).first()
const entry = (name: string) => page.getByRole('menuitem', { name })
const copied = () => page.evaluate(() => navigator.clipboard.readText())

async function open(...paths: readonly string[]): Promise<void> {
  page = await show()
  await choose(page, ...paths)
  await page.locator('.row[data-kind=message]').first().waitFor({ timeout: 30_000 })
}

test('a right click on a message: as text, as the hex of its packets', async () => {
  await open(`${cut}/a.pcap`, `${cut}/b.pcap`)
  await row('MM5, left to right').click({ button: 'right' })
  await entry('Copy as text').click()
  await page.getByText('Text copied').waitFor()
  expect(await copied()).toBe(
    'A7–8 B7  2.525 s  192.0.2.10 → 198.51.100.20  MM5  encrypted, 2,348 bytes in 2 IP fragments, lost on the way',
  )
  await row('MM1, left to right').click({ button: 'right' })
  await entry('Copy as SVG').click()
  await page.getByText('SVG copied').waitFor()
  expect(await copied()).toMatch(/^<svg xmlns=[\s\S]*MM1[\s\S]*<\/svg>\n$/)
  expect(await copied()).not.toContain('MM2')
  await row('MM1, left to right').click({ button: 'right' })
  await entry('Copy as hex').click()
  await page.getByText('Hex copied').waitFor()
  expect((await copied()).split('\n').slice(0, 2)).toEqual([
    '# A3, at 0.8 ms, 198 bytes',
    expect.stringMatching(/^0000 {2}([0-9a-f]{2} ){8} ([0-9a-f]{2} ){7}/),
  ])
})

test('a note is written by key, stands below its message in every view, and is taken away', async () => {
  await open(`${cut}/a.pcap`, `${cut}/b.pcap`)
  await row('MM3, left to right').click()
  await page.keyboard.press('n')
  await page.keyboard.type('the firewall was changed here')
  await page.keyboard.press('Enter')
  await row('Note on packet B5: the firewall was changed here').waitFor()
  await page.keyboard.press('3')
  await row('Note on packet B5').click()
  await page.getByRole('button', { name: 'Take it away' }).click()
  await row('Note on packet B5').waitFor({ state: 'detached' })
})

test('the menu key opens the menu of the selected row; what is hidden is said, and comes back', async () => {
  await open(`${cut}/a.pcap`)
  await row('MM3, left to right').click()
  await page.keyboard.press('m')
  await entry('Hide this row').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('menu').waitFor({ state: 'detached' })
  await page.keyboard.press('h')
  await page.getByText('Hidden: A5').waitFor()
  expect(await row('MM3').count()).toBe(0)
  // The next one is chosen, so that the way goes on from there.
  await page.locator('.row.on', { hasText: 'MM4' }).waitFor()
  await page.keyboard.press('h')
  await page.locator('.row.on', { hasText: 'MM5' }).waitFor()
  await page.getByRole('button', { name: 'Show all' }).click()
  await row('MM3').waitFor()
})

test('hosts are named from the menu, and called so everywhere', async () => {
  await open(`${cut}/a.pcap`)
  await page.locator('.neg').click({ button: 'right' })
  await entry('Name the hosts').click()
  await page.getByRole('textbox', { name: '192.0.2.10' }).fill('Branch')
  await page.getByRole('textbox', { name: '198.51.100.20' }).fill('Head office')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Branch, 192.0.2.10' }).waitFor()
  expect(await page.locator('.pair').textContent()).toBe('Branch and Head office')
  expect(await page.locator('.strip .names').textContent()).toContain('from Branch')
  await page.locator('.neg').click({ button: 'right' })
  await entry('Copy as text').click()
  await page.getByText('Text copied').waitFor()
  expect((await copied()).split('\n').slice(0, 3)).toEqual([
    'Main Mode, not finished',
    'initiator Branch (192.0.2.10), SPI 3500f08aa245e931; responder Head office (198.51.100.20), SPI e2518ae2680bc374',
    expect.stringMatching(/^A3 +0\.001 s {2}Branch → Head office +MM1 {2}SA, VID ×4, 156 bytes$/),
  ])
})

test('of a host: its packets, its address', async () => {
  await open(`${cut}/a.pcap`)
  await page.getByRole('button', { name: '192.0.2.10: give it a name' }).click({ button: 'right' })
  await entry('Copy the address').click()
  await page.getByText('Address copied').waitFor()
  expect(await copied()).toBe('192.0.2.10')
  await page.getByRole('button', { name: '192.0.2.10: give it a name' }).click({ button: 'right' })
  await entry('Show only packets of 192.0.2.10').click()
  await page.getByText(/Only what fits ip:192\.0\.2\.10: \d\d packets/).waitFor()
})

test('fields, bytes, findings and packets have menus of their own', async () => {
  await open(`${cut}/a.pcap`)
  await row('MM1, left to right').click()
  await page.getByRole('treeitem', { name: /Initiator Cookie/ }).click({ button: 'right' })
  await entry('Copy value').click()
  await page.getByText('Value copied').waitFor()
  expect(await copied()).toBe('3500f08aa245e931')
  await page.getByRole('treeitem', { name: /Exchange Type/ }).click({ button: 'right' })
  await entry('Copy as hex').click()
  await page.getByText('Hex copied').waitFor()
  expect(await copied()).toBe('02')
  await page.getByRole('treeitem', { name: /Exchange Type/ }).click({ button: 'right' })
  await entry('Copy path').click()
  await page.getByText('Path copied').waitFor()
  expect(await copied()).toBe('ISAKMP Header/Exchange Type')
  await page.locator('[data-byte="46"]').first().click({ button: 'right' })
  await entry('Copy as hex').click()
  await page.getByText('Hex copied').waitFor()
  expect(await copied()).toBe('3500f08aa245e931')
  await page.locator('.verdict').click({ button: 'right' })
  await entry('Copy as text').click()
  await page.getByText('Text copied').waitFor()
  expect(await copied()).toMatch(/^.+ \((certain|likely|possible)\)\n[\s\S]+\nBecause:\n- /)
  await page.keyboard.press('5')
  await page.locator('[data-packet="4"]').click({ button: 'right' })
  await entry('Show in the ladder').click()
  await page.locator('.row.on', { hasText: 'MM2' }).waitFor()
})

test('a filter narrows the ladder, the negotiations and the packets; where it is wrong is said', async () => {
  await open('lab/v2_rekey/a.pcap')
  await page.keyboard.press('/')
  await page.keyboard.type('spi:c3237d4')
  await page.keyboard.type('z')
  await page.getByRole('alert').getByText('an SPI is written in hex digits').waitFor()
  expect(await page.locator('.seek-wrong mark').textContent()).toBe('spi:c3237d4z')
  await page.keyboard.press('Backspace')
  await page.keyboard.type('a or msg:"IKE_SA_INIT request"')
  await page.keyboard.press('Shift+Enter')
  // The exchange that set the SA up is there too, though what it says of it is encrypted.
  await page.getByText('7 packets').waitFor()
  expect(await page.locator('.row[data-kind=message]').count()).toBe(3)
  expect(await page.locator('.made .cap').textContent()).toMatch(/1 of \d/)
  await page.keyboard.press('5')
  expect(await page.locator('[data-packet]').evaluateAll(all => all.map(one => one.getAttribute('data-packet')))).toEqual([
    '3',
    '5',
    '6',
    '7',
    '12',
    '15',
    '18',
  ])
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.getByText('Only what fits').waitFor({ state: 'detached' })
})

test('a long filter stays in its lines, and can be changed and taken away', async () => {
  await open('lab/v2_rekey/a.pcap')
  await page.keyboard.press('/')
  await page.keyboard.insertText(`hex:${'5a'.repeat(80)}`)
  const inside = (place: string) => page.locator(place).evaluate(element => element.scrollWidth <= element.clientWidth)
  await page.locator('.seek-none').waitFor()
  expect(await inside('.seek-none')).toBe(true)
  await page.keyboard.press('Shift+Enter')
  await page.locator('.narrowed').waitFor()
  expect(await inside('.narrowed')).toBe(true)
  await page.locator('.narrowed').getByRole('button', { name: 'Change' }).click()
  await page.keyboard.press('Escape')
  await page.locator('.narrowed').getByRole('button', { name: 'Show all' }).click()
  await page.locator('.narrowed').waitFor({ state: 'detached' })
})

test('a field narrows to packets that say the same', async () => {
  await open(`${cut}/a.pcap`)
  await row('MM1, left to right').click()
  await page
    .getByRole('treeitem', { name: /Next Payload/ })
    .first()
    .click({ button: 'right' })
  await entry('Show only packets with this value').click()
  await page.getByText('Only what fits nextpayload:1').waitFor()
  await page.getByRole('button', { name: 'Show all' }).click()
  await page.keyboard.press('/')
  await page.keyboard.type('nosuchfield:1')
  await page.keyboard.press('Shift+Enter')
  await page.getByText('no field here is called nosuchfield').waitFor()
})

test('a band opens into arrows, lost ones with their cross, and closes', async () => {
  await open('lab/v2_esp_blocked/a.pcap', 'lab/v2_esp_blocked/b.pcap')
  const band = row('ESP c2cdf9b6, left to right, 6 packets')
  await band.click()
  await page.keyboard.press('ArrowRight')
  await row('ESP c2cdf9b6, sequence 6, left to right, lost').waitFor()
  expect(await page.locator('.row[data-kind=single]').count()).toBe(6)
  await band.locator('.fold-button').click()
  await page.locator('.row[data-kind=single]').first().waitFor({ state: 'detached' })
})

test('of a band all packets are meant: as hex, and as a capture of their own', async () => {
  await open('lab/v2_esp_blocked/a.pcap', 'lab/v2_esp_blocked/b.pcap')
  const band = row('ESP c2cdf9b6, left to right, 6 packets')
  await band.click({ button: 'right' })
  await entry('Save its 6 packets as pcapng').waitFor()
  await entry('Copy as hex').click()
  await page.getByText('Hex copied').waitFor()
  expect((await copied()).match(/^# A\d+/gm)).toEqual(['# A7', '# A8', '# A9', '# A10', '# A11', '# A14'])
  await band.click({ button: 'right' })
  const [download] = await Promise.all([page.waitForEvent('download'), entry('Save its 6 packets as pcapng').click()])
  let saved = 0
  await readCapture(onDisk(await download.path()), { record: () => saved++ })
  expect(saved).toBe(6)
})

test('notes and names are saved as a file, and are there again when it is brought with the capture, or after it', async () => {
  await open(`${cut}/a.pcap`)
  await row('MM3, left to right').click()
  await page.keyboard.press('n')
  await page.keyboard.type('asked the customer')
  await page.keyboard.press('Enter')
  await row('Note on packet A5').waitFor()
  await page.getByRole('button', { name: 'More' }).click()
  const [saved] = await Promise.all([page.waitForEvent('download'), entry('Save notes and names').click()])
  expect(saved.suggestedFilename()).toBe('a.pcap.ikescope.json')
  const bytes = new Uint8Array(readFileSync(await saved.path()))
  const kept = { name: 'a.pcap.ikescope.json', bytes }
  await drop(page, '.main', [{ name: 'b.pcap', bytes: new Uint8Array(readFileSync(`${captures}${cut}/b.pcap`)) }])
  await page.locator('.chip', { hasText: 'b.pcap' }).waitFor()
  expect(await row('Note on packet A5').count()).toBe(0)
  await drop(page, '.main', [kept])
  await page.getByText('it holds notes and names for a.pcap: open that first').waitFor()
  await drop(page, '.main', [{ name: 'renamed.pcap', bytes: new Uint8Array(readFileSync(`${captures}${cut}/a.pcap`)) }, kept])
  await row('Note on packet A5: asked the customer').waitFor()
})

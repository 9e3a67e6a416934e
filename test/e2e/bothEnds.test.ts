import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { Line } from '../support/pair/line.ts'
import { esp, ike } from '../support/pair/network.ts'
import { sayV1 } from '../support/trace/phrases.ts'
import { objections } from './support/axe.ts'
import { long } from './support/long.ts'
import { captures, choose } from './support/page.ts'
import { stage } from './support/stage.ts'

const cut = 'lab/v1_cert_fragdrop_both'

const show = stage()
let page: Page

const row = (text: string) => page.getByRole('option', { name: text }).first()
const selected = () => page.locator('.row.on').getAttribute('aria-label')

async function open(): Promise<void> {
  page = await show()
  await choose(page, `${cut}/a.pcap`, `${cut}/b.pcap`)
  await row('MM5, left to right').waitFor()
}

/** The inspector shows that packet. */
const looked = (name: string) =>
  page.getByRole('group', { name: 'The same packet in each capture' }).getByRole('button', { name, pressed: true }).waitFor()

test('both ends in one ladder: each message once, the fragment that never came, the clocks', async () => {
  await open()
  expect(await page.getByRole('button', { name: 'Both ends', exact: true }).getAttribute('aria-pressed')).toBe('true')
  expect(await page.getByRole('option', { name: /^MM1/ }).count()).toBe(1)
  const fan = (await row('MM5, left to right, encrypted, lost').textContent()) ?? ''
  expect(['0–1479', '1480–2355', 'lost on the way', 'never came'].filter(text => !fan.includes(text))).toEqual([])
  expect(await page.locator('.clocks').textContent()).toMatch(/^same clock, ± 0\.\d\d ms$/)
})

test('what to try next is in view with the verdict, in a small window too', async () => {
  await open()
  const [box, bottom] = await page
    .locator('.case .next-steps')
    .evaluate(steps => [steps.getBoundingClientRect().bottom, steps.closest('.scroll')!.getBoundingClientRect().bottom])
  expect(box).toBeLessThan(bottom!)
})

test('a ladder beside the inspector in a window of 640 pixels is all there, its heads apart', async () => {
  await open()
  await page.setViewportSize({ width: 640, height: 400 })
  await page.keyboard.press('1')
  await page.keyboard.press('ArrowDown')
  await page.locator('.heads.stacked').waitFor()
  const cut = await page.locator('.heads, .rungs > .tall').evaluateAll(all => all.filter(one => one.scrollWidth > one.clientWidth).length)
  const [left, middle, right] = await page.locator('.head').evaluateAll(all => all.map(one => one.getBoundingClientRect().toJSON()))
  expect([cut, left.right <= right.left, middle.top >= left.bottom]).toEqual([0, true, true])
})

test('side by side says together what the verdict says, refusals too where nothing is wrong', async () => {
  page = await show()
  await choose(page, 'lab/v1_pmtu_icmp/a.pcap', 'lab/v1_pmtu_icmp/b.pcap')
  await row('MM1').waitFor()
  await page.getByRole('button', { name: 'Side by side', exact: true }).click()
  const together = page.locator('.together')
  await together.waitFor({ state: 'attached' })
  expect(await together.textContent()).toMatch(/^TogetherNo fault found; 1 packet refused; note: .*1,280 bytes only\.$/)
})

test('the strip shows question and answer of a tunnel at one time, though B was captured from another moment on', async () => {
  page = await show()
  await choose(page, 'composed/broadcasts/a.pcap', 'composed/broadcasts/b.pcap')
  await row('ESP').waitFor()
  await page.locator('.strip .s-density').nth(1).waitFor({ state: 'attached' })
  const [there, back] = await page
    .locator('.strip .s-density')
    .evaluateAll(lanes => lanes.map(lane => (lane as SVGGraphicsElement).getBBox().x))
  expect(Math.abs(there! - back!)).toBeLessThan(8)
})

test('who scrolls while the other file is read stays with one end, and is offered both', async () => {
  const bytes = (end: string) => new Uint8Array(readFileSync(`${captures}lab/v1_main_psk_ok/${end}.pcap`))
  const files = { 'x/a': { bytes: long(bytes('a'), 16 << 20), delay: 250 }, 'x/b': { bytes: bytes('b') } }
  page = await show({ session: { files: ['a', 'b'].map(end => ({ name: `${end}.pcap`, url: `x/${end}` })), examples: [] }, files })
  await row('MM1').waitFor()
  expect(await page.getByRole('progressbar').count()).toBe(1)
  await page.locator('.rungs').hover()
  await page.mouse.wheel(0, 40)
  const offer = page.getByRole('button', { name: 'Show both ends' })
  await offer.waitFor({ timeout: 60_000 })
  const shown = (name: string) => page.getByRole('button', { name, exact: true }).getAttribute('aria-pressed')
  expect([await shown('Ladder'), await shown('Both ends')]).toEqual(['true', 'false'])
  await offer.click()
  await page.getByRole('listbox', { name: /^Both ends of/ }).waitFor()
  expect(await offer.count()).toBe(0)
}, 90_000)

test('whatever is told while a capture is read is told as so far', async () => {
  const bytes = new Uint8Array(readFileSync(`${captures}lab/v1_delete_lost/a.pcap`))
  let readOn = () => {}
  const end = new Promise<void>(done => {
    readOn = done
  })
  const files = { 'x/a': { bytes: long(bytes, 8 << 20), delay: 250, end } }
  page = await show({ session: { files: [{ name: 'a.pcap', url: 'x/a' }], examples: [] }, files })
  const told = () => page.getByRole('complementary', { name: 'Case' }).innerText()
  await expect.poll(told).toMatch(/so far, as the file is still being read/i)
  expect(await told()).toMatch(/\d notes? so far/)
  expect(await told()).toMatch(/negotiations so far/i)
  expect(await told()).not.toMatch(/Certain|Likely|Possible/)
  readOn()
  await expect.poll(told, { timeout: 60_000 }).toMatch(/worth knowing|root cause/i)
  expect(await told()).not.toContain('so far')
}, 90_000)

test('a search that is begun while the captures are read says so, and goes on by itself once they are', async () => {
  const bytes = (end: string) => new Uint8Array(readFileSync(`${captures}lab/v1_main_psk_ok/${end}.pcap`))
  let readOn = () => {}
  const end = new Promise<void>(done => {
    readOn = done
  })
  const files = { 'x/a': { bytes: long(bytes('a'), 8 << 20), delay: 250, end }, 'x/b': { bytes: bytes('b') } }
  page = await show({ session: { files: ['a', 'b'].map(end => ({ name: `${end}.pcap`, url: `x/${end}` })), examples: [] }, files })
  await row('MM1').waitFor()
  await page.keyboard.press('/')
  await page.getByRole('combobox').fill('exchange:32')
  await page.getByText('a.pcap is still being read').waitFor()
  await page.getByText('Nothing read so far has exchange:32.').waitFor()
  readOn()
  await page.getByText('3 packets of A and 3 of B have such a field').waitFor({ timeout: 60_000 })
  expect(
    await page
      .getByRole('dialog')
      .getByRole('option', { name: /^Exchange Type/ })
      .allInnerTexts(),
  ).toEqual(['QM1 · A9, B9', 'QM2 · A10, B10', 'QM3 · A11, B11'].map(place => expect.stringContaining(place)))
  expect(await page.getByText('still being read').count()).toBe(0)
}, 90_000)

test('the left half leads to A, the right half to B; D says what differs between them', async () => {
  await open()
  const box = (await row('MM3, left to right').boundingBox())!
  await page.mouse.click(box.x + box.width * 0.9, box.y + box.height / 2)
  await looked('B5')
  await page.mouse.click(box.x + box.width * 0.1, box.y + box.height / 2)
  await looked('A5')
  await page.keyboard.press('d')
  await page.getByText('A5 and B5 are the same packet, unchanged but for what every router changes.').waitFor()
})

test('another packet is read from its top; differences stay while there are two to compare', async () => {
  await open()
  await row('MM3, left to right').click({ position: { x: 150, y: 20 } })
  const tree = page.getByRole('tree', { name: 'Fields' })
  await tree.waitFor()
  await tree.evaluate(element => element.scrollTo(0, 400))
  await expect.poll(() => tree.evaluate(element => element.scrollTop)).toBeGreaterThan(0)
  await page.keyboard.press('ArrowDown')
  await looked('A6')
  await expect.poll(() => tree.evaluate(element => element.scrollTop)).toBe(0)
  const seenAs = page.getByRole('group', { name: 'The same packet in each capture' })
  await expect.poll(() => seenAs.textContent()).toBe('A6B6')

  await page.keyboard.press('d')
  await page.getByRole('tab', { name: 'Differences', selected: true }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.getByText(/^A7 and B7 are/).waitFor()
  // The second piece of MM5 never came to B: there is nothing to hold it against, then or afterwards.
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => seenAs.textContent()).toBe('A8not in B')
  await page.getByRole('tab', { name: 'Differences' }).waitFor({ state: 'detached' })
  await page.keyboard.press('ArrowUp')
  await page.getByRole('tab', { name: 'Differences', selected: false }).waitFor()
})

test('side by side: what one end does not have is a hole', async () => {
  await open()
  await page.keyboard.press('3')
  await row('MM5, left to right').click()
  expect(await selected()).toMatch(/^MM5/)
  expect(await row('MM5, left to right').textContent()).toContain('left A; it did not come')
  await page.getByRole('button', { name: 'Open the inspector' }).click()
  await page.locator('.ins-head', { hasText: 'MM5' }).waitFor()
})

test('a host gets a name; the clocks are set by hand, and told by the packets again', async () => {
  await open()
  await page.getByRole('button', { name: '192.0.2.10: give it a name' }).click()
  await page.getByLabel('Name of 192.0.2.10').last().fill('Branch')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Branch, 192.0.2.10: rename' }).waitFor()
  await page.locator('.clocks').click()
  await page.getByLabel('Seconds that B’s clock is ahead of A’s').fill('0')
  await page.getByRole('button', { name: 'Set by hand' }).click()
  await page.locator('.clocks', { hasText: 'B on the same clock, set by hand' }).waitFor()
  await page.getByRole('status').filter({ hasText: 'Clocks: B on the same clock, set by hand' }).waitFor()
  await page.getByRole('dialog', { name: 'Clocks and ends' }).waitFor({ state: 'detached' })
  await page.waitForFunction(() => document.activeElement?.matches('button.clocks'))
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'As the packets tell' }).click()
  await page.locator('.clocks', { hasText: '± 0' }).waitFor()

  // What the packets contradict is said and not used, however far off it is.
  await page.locator('.clocks').click()
  await page.getByLabel('Seconds that B’s clock is ahead of A’s').fill('1e9')
  await page.getByRole('button', { name: 'Set by hand' }).click()
  await page.locator('.clocks', { hasText: ', not as set by hand' }).waitFor()
  const sheet = page.getByRole('dialog', { name: 'Clocks and ends' })
  await sheet.getByText('Then packets from A would arrive before they left').waitFor()
  expect(await sheet.getByRole('textbox').inputValue()).toBe('1e9')
  await page.keyboard.press('Escape')
  await page.getByText('The clocks as set by hand contradict the packets').first().waitFor()
  await row('MM1, left to right').waitFor()
})

test('an open band has the packets of both captures: also one that the capture at its sender dropped', async () => {
  page = await show()
  await choose(page, 'injected/capture-dropped/a.pcapng', 'injected/capture-dropped/b.pcapng')
  await row('ESP c7c0a80e').click()
  await page.keyboard.press('ArrowRight')
  await row('not in the capture of its sender').waitFor()
  await expect.poll(() => row('sequence 5').count()).toBe(1)
  await row("B's capture dropped 8 packets").waitFor()
})

test('both ends and side by side: the arrows lead into a fold and a band, and out of them', async () => {
  await open()
  for (const key of ['2', '3']) {
    await page.keyboard.press(key)
    const third = page.getByRole('option', { name: /^MM5, .*again, 3rd copy/ })
    await row('again, 2nd copy').click({ position: { x: 150, y: 20 } })
    await expect.poll(selected).toMatch(/2nd copy/)
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await expect.poll(selected).toMatch(/4 more copies/)
    await page.keyboard.press('ArrowRight')
    await third.waitFor()
    await page.keyboard.press('ArrowRight')
    await expect.poll(selected).toMatch(/3rd copy/)
    await page.keyboard.press('ArrowLeft')
    await expect.poll(selected).toMatch(/4 more copies/)
    await page.keyboard.press('ArrowLeft')
    await third.waitFor({ state: 'detached' })
  }
  await choose(page, 'lab/v1_pmtu_icmp/a.pcap', 'lab/v1_pmtu_icmp/b.pcap')
  await row('ESP cab94d97').click()
  await page.keyboard.press('ArrowRight')
  await row('ESP cab94d97, sequence 1,').waitFor()
  await page.keyboard.press('ArrowRight')
  await expect.poll(selected).toMatch(/^ESP cab94d97, sequence 1,/)
  await page.keyboard.press('ArrowLeft')
  await expect.poll(selected).toMatch(/^ESP cab94d97, left to right, 102 packets/)
})

test('the clocks are found in the menu, by keys alone', async () => {
  await open()
  await page.getByRole('button', { name: 'More' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Clocks of A and B…' }).press('Enter')
  const sheet = page.getByRole('dialog', { name: 'Clocks and ends' })
  await sheet.waitFor()
  await page.waitForFunction(() => document.activeElement?.closest('[role=dialog]') !== null)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('0')
  await page.keyboard.press('Enter')
  await page.locator('.clocks', { hasText: 'B on the same clock, set by hand' }).waitFor()
  await sheet.waitFor({ state: 'detached' })
})

test('A and B are swapped', async () => {
  await open()
  await page.locator('.clocks').click()
  await page.getByRole('button', { name: 'Swap A and B' }).click()
  await row('MM1, right to left').waitFor()
})

/** Main mode with two losses, and ESP, captured at both ends and at a router: the paths of B's, A's, R's. */
function threeCaptures(folder: string): string[] {
  const say = sayV1()
  const line = new Line().send('aToB', ike(say.mm1)).send('bToA', ike(say.mm2)).send('aToB', ike(say.mm3), 'lost before')
  line.send('aToB', ike(say.mm3)).send('bToA', ike(say.mm4), 'lost behind').send('bToA', ike(say.mm4))
  for (let i = 1; i < 5; i++) line.send('aToB', esp('aToB', i)).send('bToA', esp('bToA', i))
  const paths = ([2, 0, 1] as const).map(trace => join(folder, `${'abr'[trace]}.pcap`))
  for (const [i, trace] of ([2, 0, 1] as const).entries()) writeFileSync(paths[i]!, line.bytes(trace))
  return paths
}

test('two captures of a tunnel without its negotiation: what is in each is counted by its name', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tunnel-'))
  const line = new Line()
  for (let i = 1; i < 5; i++) line.send('aToB', esp('aToB', i), i === 3 ? 'lost behind' : undefined).send('bToA', esp('bToA', i))
  const paths = ([0, 1] as const).map(trace => join(folder, `${'ab'[trace]}.pcap`))
  for (const trace of [0, 1] as const) writeFileSync(paths[trace]!, line.bytes(trace))
  page = await show()
  await page.locator('input[type=file]').first().setInputFiles(paths)
  const counted = page.locator('.case .sec', { hasText: 'capture' })
  await expect.poll(() => counted.allTextContents()).toEqual(["In A's captureESP8", "In B's captureESP7"])
  rmSync(folder, { recursive: true })
})

test('three captures: that of the router stands between, and says on which side of it a message was lost', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'between-'))
  page = await show()
  await page.locator('input[type=file]').first().setInputFiles(threeCaptures(folder))
  await row('MM3').waitFor()
  expect(await page.locator('.chip').allTextContents()).toEqual([
    expect.stringMatching(/^Aa/),
    expect.stringMatching(/^Bb/),
    expect.stringMatching(/^Rr/),
  ])
  expect(await row('MM3').textContent()).toContain('lost between A and R')
  expect(await row('MM4').textContent()).toContain('lost at R or behind it')
  const box = (await row('MM1').boundingBox())!
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
  await looked('R1')
  await page.keyboard.press('d')
  await page.getByText(/^[AB]1 and R1 are the same packet, unchanged but for what every router changes\.$/).waitFor()
  const seenAs = page.getByRole('group', { name: 'The same packet in each capture' })
  expect(await seenAs.getByRole('button').allTextContents()).toEqual(['A1', 'R1', 'B1'])
  await seenAs.getByRole('button', { name: 'B1' }).click()
  await looked('B1')
  await page.keyboard.press('3')
  await row('MM1').locator('text', { hasText: /^R1$/ }).waitFor()
  expect(await row('MM3').textContent()).toContain('lost before R')
  expect(await row('MM4').textContent()).toContain('lost after R4')
  rmSync(folder, { recursive: true })
})

test('the capture of the router has its own ladder: what it saw and in what order, by its own numbers', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'between-'))
  page = await show()
  await page.locator('input[type=file]').first().setInputFiles(threeCaptures(folder))
  await row('MM3').waitFor()
  await page.keyboard.press('1')
  await page.locator('.chip', { hasText: 'r.pcap' }).click()
  // MM3 was lost before R once and MM4 behind it: R has one of the first and two of the second.
  const names = () => page.locator('.row.can').evaluateAll(rows => rows.map(one => one.getAttribute('aria-label')?.split(',')[0]))
  await expect.poll(names).toEqual(['MM1', 'MM2', 'MM3', 'MM4', 'MM4', 'ESP c0ffee01', 'ESP c0ffee02'])
  await page.locator('.head.middle .badge', { hasText: 'R' }).waitFor()
  await page.locator('.head.middle', { hasText: 'Only R’s capture' }).waitFor()

  await row('MM2').click({ position: { x: 150, y: 20 } })
  await looked('R2')
  await page.keyboard.press('ArrowDown')
  await looked('R3')
  expect(await selected()).toMatch(/^MM3/)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await looked('R5')
  await row('ESP c0ffee01').click({ position: { x: 150, y: 20 } })
  await page.keyboard.press('ArrowRight')
  await row('ESP c0ffee01, sequence 4').waitFor()
  await page.keyboard.press('ArrowRight')
  await looked('R6')

  // Its line, its negotiations and a menu for its rows, as the ends have.
  await page.locator('.strip .line').getByRole('img').waitFor()
  await page.locator('.made', { hasText: 'Negotiations at R' }).waitFor()
  const negotiation = page.locator('.made .neg')
  expect(await negotiation.textContent()).toContain('Main Mode')
  await negotiation.click()
  await page.locator('.head.middle', { hasText: 'Only R’s capture' }).waitFor()
  await row('MM3').click({ button: 'right', position: { x: 150, y: 20 } })
  const menu = page.getByRole('menu')
  await menu.waitFor()
  await looked('R3')
  const entries = await menu.getByRole('menuitem').evaluateAll(all => all.map(one => one.querySelector('span')?.textContent))
  expect(entries).toEqual([
    'Show in the packet list',
    'Copy as text',
    'Copy as SVG',
    'Copy as hex',
    'Save the packet as pcapng',
    'About its negotiation',
    'Name the hosts…',
  ])
  await menu.getByRole('menuitem', { name: 'Copy as hex' }).click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^# R3, at .*\n0000/)
  expect(await objections(page)).toEqual([])
  await row('MM3').click({ button: 'right', position: { x: 150, y: 20 } })
  await menu.getByRole('menuitem', { name: 'Show in the packet list' }).click()
  await page.getByRole('listbox', { name: 'Packets' }).getByRole('option', { selected: true }).filter({ hasText: 'MM3' }).waitFor()
  await looked('R3')
  await page.keyboard.press('1')
  await page.locator('.head.middle', { hasText: 'Only R’s capture' }).waitFor()

  // The others are a key away, with their own.
  await page.locator('.chip', { hasText: 'a.pcap' }).click()
  expect(await page.locator('.made').textContent()).not.toContain('at R')
  await page.locator('.head.middle .badge').waitFor({ state: 'detached' })
  await row('MM3, left to right, KE').waitFor()
  rmSync(folder, { recursive: true })
})

test('the capture of the router is looked at as those of the ends: its packets, their fields, by number, by what they say', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'between-'))
  page = await show()
  await page.locator('input[type=file]').first().setInputFiles(threeCaptures(folder))
  await row('MM3').waitFor()
  const seenAs = page.getByRole('group', { name: 'The same packet in each capture' })

  // Its packets, one by one.
  await page.locator('.chip', { hasText: 'r.pcap' }).click()
  const list = page.getByRole('listbox', { name: 'Packets' })
  const lines = list.getByRole('option')
  await lines.nth(2).filter({ hasText: 'MM3' }).waitFor()
  expect(await lines.count()).toBe(13)
  await lines.nth(0).click()
  await looked('R1')
  await page.keyboard.press('ArrowDown')
  await looked('R2')
  await page.getByRole('tab', { name: 'As captured' }).waitFor()

  // Of ESP, which the report tells in sums, the numbers at the ends are asked for.
  await lines.nth(5).click()
  await looked('R6')
  await seenAs.getByRole('button', { name: 'A6' }).waitFor()
  expect(await seenAs.getByRole('button').allTextContents()).toEqual(['A6', 'R6', 'B6'])
  await page.keyboard.press('d')
  await page.getByText('A6 and R6 are the same packet, unchanged but for what every router changes.').waitFor()
  await page.getByRole('group', { name: 'Compared with' }).getByRole('button', { name: 'B6' }).click()
  await page.getByText('B6 and R6 are the same packet, unchanged but for what every router changes.').waitFor()
  await seenAs.getByRole('button', { name: 'A6' }).click()
  await looked('A6')
  await page.locator('.chip[aria-pressed=true]', { hasText: 'a.pcap' }).waitFor()

  // By number, and by what a field says.
  await page.keyboard.press('g')
  await page.getByRole('textbox', { name: 'Number of the packet' }).fill('r4')
  await page.keyboard.press('Enter')
  await looked('R4')
  await page.locator('.chip[aria-pressed=true]', { hasText: 'r.pcap' }).waitFor()
  await page.keyboard.press('/')
  await page.getByRole('combobox').fill('r13')
  await page.getByRole('option', { name: /Packet R13/ }).click()
  await looked('R13')
  await page.keyboard.press('/')
  await page.getByRole('combobox').fill('exchange:2')
  await page.getByText('5 packets of A, 5 of B and 5 of R have such a field').waitFor()
  await page.getByRole('option', { name: /MM1 · A1, R1, B1/ }).waitFor()
  expect(await page.getByRole('option', { name: /Exchange Type/ }).count()).toBe(6)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  // In an opened band each packet has its number at the router.
  await page.keyboard.press('2')
  await row('MM1').waitFor()
  expect(await page.locator('.chip[aria-pressed=true]').textContent()).toMatch(/^[AB]/)
  await page.locator('.row', { hasText: 'ESP' }).first().click()
  await page.keyboard.press('ArrowRight')
  await row('sequence 1').waitFor()
  const first = page.locator('.row', { hasText: 'sequence 1' }).first()
  expect(await first.locator('text', { hasText: /^6$/ }).count()).toBeGreaterThan(0)
  rmSync(folder, { recursive: true })
})

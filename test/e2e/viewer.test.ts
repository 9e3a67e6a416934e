import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { huge } from './support/huge.ts'
import { long } from './support/long.ts'
import { longestTask } from './support/longestTask.ts'
import { mixed } from './support/mixed.ts'
import { captures, choose, drop, type Offer, type view } from './support/page.ts'
import { stage } from './support/stage.ts'

const psk = 'lab/v1_main_psk_ok/a.pcap'
const natt = 'lab/v1_natt_4500_blocked/a.pcap'
const cut = 'lab/v1_cert_fragdrop_both'
const refusing = 'lab/v1_resp_not_running/a.pcap'
const rekey = 'lab/v2_rekey/a.pcap'
const bytesOf = (path: string) => new Uint8Array(readFileSync(captures + path))

const show = stage()
let page: Page

async function start(offer?: Offer, options?: Parameters<typeof view>[2]): Promise<void> {
  page = await show(offer, options)
}
const selectedRow = () => page.locator('.row.on').getAttribute('aria-label')
const selectedField = () => page.getByRole('treeitem', { selected: true }).getAttribute('data-path')
const litBytes = () => page.locator('.hex .in[role=gridcell]').allTextContents()
const row = (text: string) => page.getByRole('option', { name: text }).first()

describe('opening', () => {
  test('a file that was chosen: its negotiation, its messages, nothing selected', async () => {
    await start()
    await choose(page, natt)
    await row('MM1, left to right, SA, VID ×4').waitFor()
    expect(await page.getByRole('option', { name: /^MM5/ }).count()).toBe(4)
    expect(await row('MM5, left to right, encrypted, again, 4th copy after 13.0 s, arrival unknown').count()).toBe(1)
    expect(await page.locator('.neg').textContent()).toMatch(/Main Mode, pre-shared key.*MM5 of 6.*MM5 sent 4×/)
    expect(await page.title()).toBe('a.pcap · ikescope')
    await page.getByText('Initiator', { exact: true }).waitFor()
  })

  test('a key table that is dropped later says what it opens, and keeps what was open', async () => {
    await start()
    await choose(page, psk)
    await row('MM5, left to right, encrypted').waitFor()
    await row('MM5').click()
    const text = 'fafaeb49382a763c,000102030405060708090a0b0c0d0e0f\n'
    await drop(page, 'body', [{ name: 'ikev1_decryption_table', bytes: new TextEncoder().encode(text) }])
    await page.getByText('1 key: none is for an IKE message or an ESP packet that was captured').waitFor()
    expect(await selectedRow()).toMatch(/^MM5/)
    await page.getByRole('button', { name: 'Close', exact: true }).click()
  })

  test('two files that were dropped: a chip each, the ladder of either', async () => {
    await start()
    await drop(page, '.dropz', [
      { name: 'a.pcap', bytes: bytesOf(`${cut}/a.pcap`) },
      { name: 'b.pcap', bytes: bytesOf(`${cut}/b.pcap`) },
    ])
    await row('MM5, left to right').waitFor()
    expect(await page.locator('button.chip').count()).toBe(2)
    expect(await page.locator('.rungs').innerHTML()).toContain('1480–2355')
    await page.getByRole('button', { name: 'Ladder' }).click()
    await page.locator('button.chip', { hasText: 'b.pcap' }).click()
    await page.getByText('not in this capture').first().waitFor()
    expect(await page.locator('button.chip', { hasText: 'b.pcap' }).getAttribute('aria-pressed')).toBe('true')
  })

  test('the other end joins when it falls on its field, elsewhere a file replaces what is open', async () => {
    await start()
    await choose(page, `${cut}/a.pcap`)
    await drop(page, '[data-drop=join]', [{ name: 'b.pcap', bytes: bytesOf(`${cut}/b.pcap`) }])
    await page.locator('button.chip', { hasText: 'b.pcap' }).waitFor()
    await drop(page, '.main', [{ name: 'other.pcap', bytes: bytesOf(psk) }])
    await page.locator('.chip', { hasText: 'other.pcap' }).waitFor()
    expect(await page.locator('button.chip.add').count()).toBe(1)
  })

  test('files and examples that the host of the page serves', async () => {
    const files = { 'x/1': { bytes: bytesOf(rekey) } }
    await start({
      files,
      session: { files: [], examples: [{ name: 'v2_rekey', title: 'A rekey that works', files: [{ name: 'rekey.pcap', url: 'x/1' }] }] },
    })
    await page.getByRole('button', { name: /A rekey that works/ }).click()
    await row('CREATE_CHILD_SA request').waitFor()
    expect(await page.locator('.chip').first().textContent()).toContain('rekey.pcap')
  })

  test('a file named on the command line opens by itself', async () => {
    await start({ files: { 'x/1': { bytes: bytesOf(psk) } }, session: { files: [{ name: 'named.pcap', url: 'x/1' }], examples: [] } })
    await row('QM3').waitFor()
  })

  test('a file that is no capture: one line why, and the next file opens', async () => {
    await start()
    await drop(page, 'body', [{ name: 'notes.txt', bytes: new TextEncoder().encode('hello, this is no capture at all') }])
    const alert = page.getByRole('alert')
    await alert.waitFor()
    expect(await alert.textContent()).toMatch(/notes\.txt.*not a capture/)
    await choose(page, psk)
    await row('MM1').waitFor()
    expect(await alert.count()).toBe(0)
    await drop(page, '.main', [{ name: 'empty', bytes: new Uint8Array() }])
    await page.getByRole('alert').waitFor()
    expect(await row('MM1').count()).toBe(1)
    await page.keyboard.press('Escape')
    await alert.waitFor({ state: 'detached' })
  })

  test('a file that was cut off: what was whole, and the problem', async () => {
    await start()
    await drop(page, 'body', [{ name: 'cut.pcap', bytes: bytesOf(psk).subarray(0, 3001) }])
    await page.getByRole('button', { name: /1 problem/ }).click()
    expect(await page.getByRole('dialog').textContent()).toMatch(/ends at byte 3001/)
    expect(await page.getByRole('option', { name: /^MM/ }).count()).toBe(6)
  })

  test('a capture without IKE says what is in it', async () => {
    await start()
    const none = new Uint8Array(24)
    new DataView(none.buffer).setUint32(0, 0xa1b2c3d4, true)
    new DataView(none.buffer).setUint32(4, 0x00040002, true)
    new DataView(none.buffer).setUint32(16, 65535, true)
    new DataView(none.buffer).setUint32(20, 1, true)
    await drop(page, 'body', [{ name: 'none.pcap', bytes: none }])
    await page.getByRole('heading', { name: 'No IKE in this capture' }).waitFor()
    expect(await page.locator('.empty').textContent()).toMatch(/holds no packets/)
  })
})

describe('while a file is being read', () => {
  const slow = () => ({ 'x/1': { bytes: long(bytesOf(psk), 40 << 20), delay: 250 } })
  const session = { files: [{ name: 'long.pcap', url: 'x/1' }], examples: [] }

  test('negotiations are there before its end; cancelling leads back to the start', async () => {
    await start({ files: slow(), session })
    await row('QM3').waitFor()
    const progress = page.getByRole('progressbar')
    expect(await progress.count()).toBe(1)
    await row('MM3').click()
    expect(await page.locator('.inspector').textContent()).toMatch(/MM3.*once the file has been read/)
    await page.keyboard.press('5')
    await page.locator('.packets').getByText('The capture is still being read.').waitFor()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('heading', { name: 'What went wrong between these two hosts?' }).waitFor()
    expect(await progress.count()).toBe(0)
  })

  test('cancelling a second file brings the first back, with its packets', async () => {
    await start({ files: slow(), session: { files: [], examples: [{ name: 'x', title: 'Long', files: session.files }] } })
    await page.getByRole('button', { name: /Long/ }).click()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await choose(page, natt)
    await row('MM5').click()
    await page.getByRole('treeitem', { name: /Non-ESP Marker/ }).waitFor()
  })
})

describe('looking', () => {
  test('a message shows its fields and its bytes; each lights the other', async () => {
    await start()
    await choose(page, psk)
    await row('MM1').click()
    await page.getByRole('treeitem', { name: /Exchange Type/ }).click()
    expect(await litBytes()).toEqual(['02'])
    expect(await page.locator('.hexbox .cap').textContent()).toContain('0x3c–0x3c, Exchange Type')
    await page.locator('[role=gridcell][data-byte="42"]').click()
    expect(await selectedField()).toMatch(/Initiator Cookie$/)
    expect((await litBytes()).join('')).toBe('edee75d9e90ab2dc')
    await page.locator('[role=gridcell][data-byte="23"]').hover()
    await page.locator('.f.over, .hex .over').first().waitFor()
    await page.locator('[role=gridcell][data-byte="23"]').click()
    expect(await selectedField()).toBe('IPv4/Protocol')
    expect(await litBytes()).toEqual(['11'])
  })

  test('a byte that is clicked stays where it is, however long its field', async () => {
    await start()
    await choose(page, `${cut}/a.pcap`)
    await row('MM5, left to right').click()
    const bytes = page.getByRole('grid', { name: 'Bytes' })
    await page.locator('[role=gridcell][data-byte="64"]').waitFor()
    await bytes.evaluate(pane => pane.scrollTo(0, 600))
    const box = (await bytes.boundingBox())!
    const at = [box.x + 80, box.y + 60] as const
    await page.waitForFunction(([x, y]) => document.elementFromPoint(x, y)?.closest('[data-byte]'), at)
    await page.mouse.click(...at)
    await page.locator('.hex .in').first().waitFor()
    await page.waitForTimeout(200)
    expect(await bytes.evaluate(pane => pane.scrollTop)).toBe(600)
    expect(await selectedField()).toMatch(/Encrypted Payloads/)
  })

  test('a message in pieces shows itself reassembled, and each piece as it was captured', async () => {
    await start()
    await choose(page, `${cut}/a.pcap`)
    await row('MM5').click()
    await page.getByRole('tab', { name: 'Reassembled', selected: true }).waitFor()
    expect(await page.locator('.pieces').textContent()).toMatch(/A7 0–1479.*A8 1480–2355/)
    await page.getByRole('tab', { name: 'As captured' }).click()
    await page.getByRole('treeitem', { name: /Ethernet/ }).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('ArrowRight')
    await page.locator('.rfc', { hasText: 'Packet A8 · one of 7–8' }).waitFor()
  })

  test('copies value, hex and path of a field', async () => {
    await start()
    await choose(page, psk)
    await row('MM1').click()
    await page.getByRole('treeitem', { name: /Initiator Cookie/ }).click()
    const copied = async (name: string) => {
      await page.getByRole('button', { name, exact: true }).click()
      await page
        .getByRole('status')
        .filter({ hasText: new RegExp(`^${name} copied`, 'i') })
        .waitFor()
      return page.evaluate(() => navigator.clipboard.readText())
    }
    expect([await copied('value'), await copied('hex'), await copied('path')]).toEqual([
      'edee75d9e90ab2dc',
      'edee75d9e90ab2dc',
      'ISAKMP Header/Initiator Cookie',
    ])
  })

  test('a fold opens and closes', async () => {
    await start()
    await choose(page, `${cut}/a.pcap`)
    const copies = page.getByRole('option', { name: /^MM5, .*again, [345]\w\w copy/ })
    await page.getByText('4 more copies').click()
    await copies.first().waitFor()
    await page.locator('.rungs').evaluate(element => element.scrollTo(0, element.scrollHeight))
    await row('MM5, left to right, encrypted, again, 6th copy').waitFor()
    await page.locator('.rungs').evaluate(element => element.scrollTo(0, 0))
    await page.getByText('4 more copies').click()
    await copies.first().waitFor({ state: 'detached' })
  })

  test('the arrows lead into a fold and out again', async () => {
    await start()
    await choose(page, `${cut}/a.pcap`)
    const third = page.getByRole('option', { name: /^MM5, .*again, 3rd copy/ })
    await row('MM5: 4 more copies').click()
    await third.waitFor()
    await page.keyboard.press('ArrowRight')
    expect(await selectedRow()).toMatch(/3rd copy/)
    await page.keyboard.press('ArrowLeft')
    expect(await selectedRow()).toMatch(/4 more copies/)
    await page.keyboard.press('ArrowLeft')
    await third.waitFor({ state: 'detached' })
    await page.keyboard.press('ArrowLeft')
    expect(await selectedRow()).toMatch(/2nd copy/)
    await page.keyboard.press('ArrowRight')
    expect(await selectedRow()).toMatch(/4 more copies/)
    await page.keyboard.press('ArrowRight')
    await third.waitFor()
  })

  test('a citation leads to its packet', async () => {
    await start()
    await choose(page, natt)
    await page.locator('.case .cite', { hasText: 'A8' }).first().click()
    expect(await selectedRow()).toMatch(/2nd copy.*packet 8/)
  })

  test('a finding lights all its packets in the ladder, the strip and the list; F goes on, Escape puts them out', async () => {
    await start()
    await choose(page, refusing)
    await row('MM1').waitFor()
    await page.keyboard.press('f')
    expect(await selectedRow()).toMatch(/^MM1.*packet 3/)
    const lit = page.locator('.row.cited')
    expect(await lit.count()).toBe(8)
    expect(await page.locator('.strip .cite-mark').count()).toBe(4)
    await page.getByRole('button', { name: 'Packets' }).click()
    expect(await page.locator('.prow.cited').count()).toBe(8)
    await page.getByRole('button', { name: 'Ladder' }).click()
    await page.keyboard.press('f')
    expect(await page.getByRole('button', { pressed: true, name: /MM1 gets no answer/ }).count()).toBe(1)
    expect(await lit.count()).toBe(4)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    expect(await lit.count()).toBe(0)
  })

  test('other traffic of the hosts is off until somebody wants it, and told in runs', async () => {
    await start()
    await drop(page, 'body', [{ name: 'mixed.pcap', bytes: mixed(bytesOf(psk)) }])
    await row('MM1').waitFor()
    const lanes = page.locator('.row[data-kind=context]')
    expect(await lanes.count()).toBe(0)
    await page.getByRole('button', { name: 'Other traffic' }).click()
    await row('DNS, in the clear, query example.com').waitFor()
    await row('Ping, in the clear, 2 packets').waitFor()
    await page.getByRole('option', { name: /^TCP port 445, in the clear, 400 packets/ }).click()
    await page.locator('.ins-head', { hasText: 'TCP port 445' }).waitFor()
    await page.keyboard.press('x')
    await lanes.first().waitFor({ state: 'detached' })
  })

  test('the packet list: every record, and the same inspector', async () => {
    await start()
    await choose(page, natt)
    await page.getByRole('button', { name: 'Packets' }).click()
    await page.getByRole('option', { name: /^6 .*IKE.*MM4/ }).click()
    await page.locator('.ins-head', { hasText: 'MM4' }).waitFor()
    expect(await page.locator('.plist .prow').count()).toBe(15)
  })

  test('the packet list: addresses of IPv6 are whole where there is room, else their end stays', async () => {
    const hex = Buffer.from(bytesOf('composed/ipv6-packet-too-big/a.pcap')).toString('hex')
    const long = hex.replaceAll(/(20010db8000[ab])0000(?:0000){3}/g, '$1bbbbccccddddeeee')
    await start(undefined, { viewport: { width: 1920, height: 900 } })
    await drop(page, 'body', [{ name: 'a.pcap', bytes: new Uint8Array(Buffer.from(long, 'hex')) }])
    await row('MM1').waitFor()
    await page.keyboard.press('5')
    const cells = page.locator('.plist .prow .long')
    await cells.first().waitFor()
    const cut = () => cells.evaluateAll(all => all.filter(({ firstElementChild: one }) => one!.scrollWidth > one!.clientWidth).length)
    expect(await cut()).toBe(0)
    await page.setViewportSize({ width: 1000, height: 900 })
    await expect.poll(cut).toBeGreaterThan(0)
    const ends = await cells.evaluateAll(all =>
      all.every(one => one.lastElementChild!.getBoundingClientRect().right <= one.getBoundingClientRect().right + 1),
    )
    expect(ends).toBe(true)
  })

  test('a hundred thousand messages: only the rows in view are in the page, the last one is a key away', async () => {
    await start()
    const longest = await longestTask(page)
    await drop(page, 'body', [{ name: 'huge.pcap', bytes: huge(100_000) }])
    await row('INFORMATIONAL request').waitFor()
    await page.getByRole('progressbar').waitFor({ state: 'detached', timeout: 50_000 })
    // The rows follow the reading by some frames. Beside the messages: the capture's begin, the negotiation's head, the capture's end.
    await page.locator('.row[aria-setsize="100003"]').first().waitFor()
    expect(await page.locator('.row').count()).toBeLessThan(60)
    expect(await page.locator('.strip path, .strip line').count()).toBeLessThan(2000)
    console.log(`100,000 messages: the longest task while they were opened took ${await longest()} ms`)
    await page.locator('.rungs').evaluate(element => element.scrollTo(0, element.scrollHeight))
    await row('the capture ends').waitFor()
    for (let part = 9; part >= 0; part--) {
      await page.locator('.rungs').evaluate((element, part) => element.scrollTo(0, (element.scrollHeight * part) / 10), part)
      await page.waitForTimeout(30)
    }
    console.log(`100,000 messages: the longest task while they were scrolled took ${await longest()} ms`)
    expect(await page.locator('.row').count()).toBeLessThan(60)
    await page.keyboard.press('g')
    await page.keyboard.type('50001')
    await page.keyboard.press('Enter')
    expect(await selectedRow()).toMatch(/INFORMATIONAL request.*packet 50001/)
    await page.keyboard.press('ArrowDown')
    expect(await selectedRow()).toMatch(/INFORMATIONAL response.*packet 50002/)
  })

  test('a part of the strip narrows the ladder', async () => {
    await start()
    await choose(page, natt)
    await row('MM1').waitFor()
    const box = (await page.locator('.strip .line').boundingBox())!
    await page.mouse.move(box.x + box.width * 0.05, box.y + 30)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.3, box.y + 30, { steps: 4 })
    await page.mouse.up()
    await row('MM1').waitFor({ state: 'detached' })
    expect(await page.getByRole('option', { name: /^MM5/ }).count()).toBe(2)
    await page.getByRole('button', { name: 'Show all' }).click()
    await row('MM1').waitFor()
  })
})

describe('hands', () => {
  test('the keyboard alone: messages, copies, negotiations, fields, views, packets', async () => {
    await start()
    await choose(page, rekey)
    await row('IKE_SA_INIT request').waitFor()
    const press = async (...keys: readonly string[]) => {
      for (const key of keys) await page.keyboard.press(key)
    }
    await press('ArrowDown', 'ArrowDown')
    expect(await selectedRow()).toMatch(/^IKE_SA_INIT response/)
    await press('ArrowUp')
    expect(await selectedRow()).toMatch(/^IKE_SA_INIT request/)
    await press(']')
    await page.locator('.row.on[data-kind=start]').waitFor()
    await press('ArrowDown')
    expect(await page.locator('.neg[aria-current=true]').getAttribute('data-negotiation')).toBe('N2')
    await press('[', 'ArrowDown')
    expect(await selectedRow()).toMatch(/packet 3/)
    await press('g')
    await page.keyboard.type('21')
    await press('Enter')
    expect(await selectedRow()).toMatch(/^CREATE_CHILD_SA request.*packet 21/)
    await page.getByRole('treeitem', { name: /SPI/ }).first().waitFor()
    await press('Enter', 'ArrowDown', 'ArrowDown')
    expect(await selectedField()).not.toBeNull()
    await press('Escape', '/')
    await page.keyboard.type('c3237d4a')
    await press('Enter')
    expect(await selectedRow()).toMatch(/^ESP c3237d4a/)
    await press('t', 't')
    expect(await page.locator('.rungs').textContent()).toMatch(/19:\d\d:\d\d\.\d{3}/)
    await press('5')
    await page.getByRole('option', { name: /^7 / }).and(page.locator('[aria-selected=true]')).waitFor()
    await press('ArrowDown')
    await page.getByRole('option', { name: /^8 / }).and(page.locator('[aria-selected=true]')).waitFor()
    await press('1', '?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    const before = await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--u'))
    await press('+', '+')
    expect([before, await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--u'))]).toEqual([
      '1px',
      '1.2px',
    ])
  })

  test('search: what may come next, fields inside packets, the list of what was found', async () => {
    await start()
    await choose(page, natt)
    await row('MM5').waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('po')
    await page.getByRole('button', { name: 'port:' }).waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.type('4500')
    const found = page.getByRole('option', { name: /^Source Port/ })
    await page.getByText('5 packets have such a field').waitFor()
    expect(await found.count()).toBe(5)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('treeitem', { name: /Source Port/, selected: true }).waitFor()
    expect(await selectedRow()).toMatch(/packet 8/)
    await page.keyboard.press('/')
    await page.getByRole('button', { name: 'Show only what fits' }).click()
    await page.getByText('Only what fits port:4500: 5 packets').waitFor()
    expect(await page.getByRole('option', { name: /^MM[1-4]/ }).count()).toBe(0)
    await page.keyboard.press('5')
    expect(await page.locator('.plist .prow').count()).toBe(5)
    await page.getByRole('button', { name: 'Show all' }).click()
    expect(await page.locator('.plist .prow').count()).toBe(15)
  })

  test('a search in many packets tells how far it is, and stops', async () => {
    await start()
    await drop(page, 'body', [{ name: 'long.pcap', bytes: long(bytesOf(psk), 6 << 20) }])
    await row('MM1').waitFor()
    await page.getByRole('progressbar').waitFor({ state: 'detached' })
    await page.keyboard.press('/')
    await page.keyboard.type('nothing:such')
    await page.getByText(/Searching in packet [1-9]/).waitFor()
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByText(/No packet has such a field, in the first [\d,]+ packets/).waitFor()
  })

  test('P shows the verdict and the ladder to a room, large; the size is not kept', async () => {
    await start()
    await choose(page, refusing)
    await row('MM1').waitFor()
    await page.keyboard.press('p')
    await page.locator('.inspector').waitFor({ state: 'hidden' })
    const size = () => page.evaluate(() => document.documentElement.style.getPropertyValue('--u'))
    expect([await size(), await page.locator('.strip').isVisible()]).toEqual(['1.4px', false])
    await page.reload()
    await page.getByRole('heading', { name: /What went wrong/ }).waitFor()
    expect(await size()).toBe('1px')
  })

  test('who wants less motion gets none', async () => {
    await start({}, { reducedMotion: 'reduce' })
    await choose(page, psk)
    await row('MM1').click()
    const moving = await page.evaluate(
      () =>
        Array.from(document.querySelectorAll('*')).filter(one => {
          const style = getComputedStyle(one)
          return style.transitionDuration !== '0s' || style.animationDuration !== '0s'
        }).length,
    )
    expect(moving).toBe(0)
  })

  test('copies of a message by the arrows', async () => {
    await start()
    await choose(page, natt)
    await row('MM5').click()
    await page.keyboard.press('ArrowRight')
    expect(await selectedRow()).toMatch(/2nd copy/)
    await page.keyboard.press('ArrowLeft')
    expect(await selectedRow()).toMatch(/packet 7/)
  })
})

describe('light and dark', () => {
  const paper = () => page.evaluate(() => getComputedStyle(document.querySelector('.main') ?? document.body).backgroundColor)
  test('follows the system, until somebody chooses; the choice stays', async () => {
    await start({}, { colorScheme: 'dark' })
    await choose(page, psk)
    await row('MM1').waitFor()
    expect(await paper()).toBe('rgb(25, 27, 32)')
    await page.emulateMedia({ colorScheme: 'light' })
    await page.getByRole('button', { name: 'Dark' }).waitFor()
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.getByRole('button', { name: 'Light' }).click()
    expect(await paper()).toBe('rgb(255, 255, 255)')
    await page.reload()
    await page.getByRole('heading', { name: /What went wrong/ }).waitFor()
    expect(await page.evaluate(() => document.documentElement.className)).toBe('light')
    expect(await page.locator('.recent').textContent()).toContain('a.pcap')
  })
})

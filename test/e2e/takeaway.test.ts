import { readFileSync } from 'node:fs'
import type { Download, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { readCapture } from '../../src/capture/index.ts'
import { xml } from '../support/picture/xml.ts'
import { onDisk } from '../support/recordings/index.ts'
import { choose } from './support/page.ts'
import { stage } from './support/stage.ts'

const cut = 'lab/v1_cert_fragdrop_both'
const psk = 'lab/v1_main_psk_ok/a.pcap'

const show = stage()
let page: Page

async function start(...files: readonly string[]): Promise<void> {
  page = await show()
  await choose(page, ...files)
  await page.getByRole('option', { name: /^MM1/ }).first().waitFor()
}

/** Takes one thing away by the keyboard alone: Tab to the menu is not counted, the rest is. */
async function taken(name: string): Promise<Download> {
  await page.getByRole('button', { name: 'Export', exact: true }).focus()
  await page.keyboard.press('Enter')
  const item = page.getByRole('menuitem', { name })
  await item.waitFor()
  const coming = page.waitForEvent('download')
  await item.focus()
  await page.keyboard.press('Enter')
  return coming
}

async function contents(download: Download): Promise<Buffer> {
  return readFileSync(await download.path())
}

async function packetsOf(path: string): Promise<number> {
  let count = 0
  const read = await readCapture(onDisk(path), { record: () => count++ })
  expect(read.ok).toBe(true)
  return count
}

describe('one end', () => {
  test('the report, as the command line writes it', async () => {
    await start(`${cut}/a.pcap`)
    const download = await taken('Report')
    expect(download.suggestedFilename()).toBe('a.report.html')
    const html = (await contents(download)).toString()
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">.*default-src &#x27;none&#x27;/)
    expect(html).toContain('Only one end was captured.')
  })

  test('drawing, text and JSON', async () => {
    await start(`${cut}/a.pcap`)
    const svg = await taken('Ladder as a drawing')
    expect(svg.suggestedFilename()).toBe('a.ladder.svg')
    expect(xml((await contents(svg)).toString()).text).toContain('2 IP fragments, 2,356 bytes in all')
    const text = await taken('Ladders as text')
    expect((await contents(text)).toString()).toMatch(/MM5 {2}encrypted/)
    const json = await taken('All that was found')
    expect(JSON.parse((await contents(json)).toString())).toMatchObject({
      schema: 'ikescope-report/1',
      traces: [{ name: 'a.pcap', packets: 40 }],
    })
  })

  test('a picture in which the ladder is drawn in the page’s own face', async () => {
    await start(`${cut}/a.pcap`)
    const png = await contents(await taken('Ladder as a picture'))
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
    expect(width).toBe(1720)
    expect(height).toBeGreaterThan(1000)
    const inks = await page.evaluate(async base64 => {
      const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0))
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!
      context.drawImage(bitmap, 0, 0)
      const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height)
      const seen = new Set<string>()
      for (let at = 0; at < data.length; at += 4) seen.add(`${data[at]},${data[at + 1]},${data[at + 2]}`)
      return [...seen]
    }, png.toString('base64'))
    for (const ink of ['255,255,255', '10,106,98', '146,86,0']) expect(inks).toContain(ink)
  })

  test('packets that matter', async () => {
    await start(`${cut}/a.pcap`)
    const download = await taken('Packets that matter')
    expect(download.suggestedFilename()).toBe('a.cut.pcapng')
    expect(await packetsOf(await download.path())).toBeGreaterThan(5)
  })

  test('of a capture without a fault, the messages of the negotiation', async () => {
    await start(psk)
    expect(await packetsOf(await (await taken('Packets that matter')).path())).toBeGreaterThan(8)
  })
})

describe('packets that were chosen', () => {
  test('what the filter shows; without one the entry is not to be pressed', async () => {
    await start(psk)
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    expect(await page.getByRole('menuitem', { name: 'Packets that the filter shows' }).getAttribute('aria-disabled')).toBe('true')
    await page.keyboard.press('Escape')
    await page.getByRole('option', { name: /^MM1/ }).first().click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Show only MM1' }).click()
    await page.getByRole('status').filter({ hasText: '1 packet' }).first().waitFor()
    const download = await taken('Packets that the filter shows')
    expect(download.suggestedFilename()).toBe('a.cut.pcapng')
    expect(await packetsOf(await download.path())).toBe(1)
  })

  test('those of a row', async () => {
    await start(`${cut}/a.pcap`)
    await page.getByRole('option', { name: /^MM5/ }).first().click({ button: 'right' })
    const coming = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: 'Save its 2 packets as pcapng' }).click()
    expect(await packetsOf(await (await coming).path())).toBe(2)
  })
})

describe('both ends', () => {
  const both = [`${cut}/a.pcap`, `${cut}/b.pcap`]

  test('the ladder of both; two cut-outs, each saved by its own press', async () => {
    await start(...both)
    expect(xml((await contents(await taken('Ladder as a drawing'))).toString()).text).toContain('never came')
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Packets that matter' }).click()
    for (const end of ['a', 'b']) {
      const coming = page.waitForEvent('download')
      await page.getByRole('button', { name: `Save ${end}.cut.pcapng` }).click()
      expect(await packetsOf(await (await coming).path())).toBeGreaterThan(2)
    }
    await page.getByRole('button', { name: 'Done' }).click()
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  test('captures without names: nobody’s address is in them, and the list stays apart', async () => {
    await start(...both)
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Captures without names' }).click()
    await page.getByText('whoever has it can undo the replacements').waitFor()
    const coming = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save a.anonymised.pcap' }).click()
    const path = await (await coming).path()
    expect(await packetsOf(path)).toBe(40)
    expect(readFileSync(path).includes(Buffer.from([192, 0, 2, 10]))).toBe(false)
    const list = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save do-not-share.replaced.json' }).click()
    expect((await contents(await list)).toString()).toContain('192.0.2.10')
  })
})

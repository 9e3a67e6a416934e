/** In Electron's program: what is dropped is given out by the program, so that a workspace file is kept beside it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { captures, drop } from './support/page.ts'
import { stage } from './support/stage.ts'

const show = stage()

/** Stands in for the preload script's bridge: a.pcap is a capture on the disk, nothing else is. */
function bridged(): void {
  const asked: string[] = []
  const files = (all: readonly File[]) =>
    all.map(({ name }) => (name === 'a.pcap' ? { name, url: './files/1/a.pcap', kept: './files/1/a.pcap.ikescope.json' } : null))
  const opened = async (all: readonly File[]) => {
    asked.push(...all.map(({ name }) => name))
    return files(all)
  }
  Object.assign(window, {
    asked,
    ikescope: { onOpen: () => () => {}, onCommand: () => () => {}, choose: async () => [], dragOut: () => {}, opened },
  })
}

test('a capture is read as the program gives it out; keys are read as they were dropped', async () => {
  const bytes = readFileSync(join(captures, 'lab/v1_main_psk_ok/a.pcap'))
  const page = await show({ files: { 'files/1/a.pcap': { bytes } } }, {}, bridged)
  // Nothing of what the browser holds of it is looked at.
  await drop(page, 'body', [
    { name: 'a.pcap', bytes: Buffer.from('d4c3b2a1', 'hex') },
    { name: 'ikev1_decryption_table', bytes: Buffer.from('edee75d9e90ab2dc,00112233445566778899aabbccddeeff\n') },
  ])
  await page.getByRole('option', { name: 'MM1' }).first().waitFor()
  await page.getByText(/1 key:/).waitFor()
  expect(await page.evaluate(() => (window as unknown as { asked: string[] }).asked)).toEqual(['a.pcap', 'ikev1_decryption_table'])
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pcapFile } from '../../src/compose/files/pcap.ts'
import { Application, type Frame } from '../support/trace/application.ts'
import { launch, view } from './support/page.ts'

function file(frames: readonly Frame[]): Uint8Array {
  return pcapFile(
    frames.map(({ time, data }) => ({ data, seconds: 1000 + Math.floor(time), nanoseconds: Math.round((time % 1) * 1e6) * 1000 })),
  )
}

const page = (how = {}) => new Application(how).open().ask('GET /one HTTP/1.1\r\n\r\n', 3000).wait(1).ask('GET /two HTTP/1.1\r\n\r\n', 9000)

test('two captures of one conversation: what IPsec added, a turn by the keyboard, its packet beside it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'baseline-'))
  const browser = await launch()
  try {
    writeFileSync(join(folder, 'clear.pcap'), file(page().frames))
    writeFileSync(join(folder, 'esp.pcap'), file(page({ protection: 'esp', way: 0.02 }).frames))
    const viewer = await view(browser)
    await viewer.page
      .locator('input[type=file]')
      .first()
      .setInputFiles([join(folder, 'clear.pcap'), join(folder, 'esp.pcap')])
    await viewer.page.getByRole('button', { name: 'Baseline' }).click()
    await viewer.page.getByText(/^IPsec added 60 ms and \d % of bytes to this conversation\.$/).waitFor()
    await viewer.page.getByRole('row', { name: 'connection opened' }).focus()
    await viewer.page.keyboard.press('ArrowDown')
    await viewer.page.keyboard.press('Enter')
    await viewer.page.getByRole('button', { name: 'B4', exact: true, pressed: true }).waitFor()
    expect(viewer.complaints).toEqual([])
    await viewer.close()
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true })
  }
})

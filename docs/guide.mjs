#!/usr/bin/env node
/** `npm run guide`: takes the pictures of docs/user-guide.md anew, from captures that come with the project, in Chromium. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { build } from '../build.mjs'
import { root } from '../install.mjs'
import { findBrowser } from '../test/browser.mjs'

const captures = join(root, 'captures')
const pictures = join(root, 'docs/pictures')
const program = join(root, 'dist/cli/ikescope.js')
const both = name => [join(captures, name, 'a.pcap'), join(captures, name, 'b.pcap')]
const button = (page, name) => page.getByRole('button', { name, exact: true })
const row = (page, name) => page.getByRole('option', { name }).first()

/** Every picture: its name, the captures opened for it, what is done before it is taken. */
const scenes = [
  { name: 'start', files: [] },
  { name: 'one-end', files: both('lab/v1_natt_4500_blocked').slice(0, 1) },
  { name: 'both-ends', files: both('lab/v1_cert_fragdrop_both') },
  { name: 'side-by-side', files: both('lab/v1_cert_fragdrop_both'), go: page => page.keyboard.press('3') },
  { name: 'packets', files: both('lab/v1_cert_fragdrop_both'), go: page => page.keyboard.press('5') },
  {
    name: 'message',
    files: both('lab/v1_main_psk_ok'),
    go: page => row(page, /^MM1/).click(),
  },
  {
    name: 'clocks',
    files: both('lab/v1_netem_loss20'),
    go: page =>
      page
        .locator('.bar .clocks, .bar button', { hasText: /ahead|behind/ })
        .first()
        .click(),
  },
  { name: 'nat', files: both('lab/v1_natt_ok') },
  {
    name: 'mtu',
    files: both('lab/v1_pmtu_icmp'),
    async go(page) {
      await page.locator('.rungs').evaluate(rungs => rungs.scrollTo(0, rungs.scrollHeight))
      await row(page, /^ICMP 3\/4/).click()
    },
  },
  {
    name: 'offers',
    files: both('lab/v1_noprop_p1'),
    async go(page) {
      await page.keyboard.press('f')
      await page.keyboard.press('a')
      await page.getByRole('table', { name: /^Offered by/ }).waitFor()
    },
  },
  {
    name: 'keys',
    files: [...both('lab/v1_main_psk_ok'), join(captures, 'lab/v1_main_psk_ok/keys-a/ikev1_decryption_table')],
    go: page => row(page, /^QM1/).click(),
  },
  {
    name: 'monitor',
    files: both('lab/v1_main_psk_ok'),
    async go(page) {
      await page.keyboard.press('4')
      for (let times = 0; times < 2; times++) await page.getByRole('button', { name: /Change before/ }).click()
    },
  },
  {
    name: 'search',
    files: both('lab/v1_main_psk_ok'),
    async go(page) {
      await page.keyboard.press('/')
      await page.keyboard.type('NAT')
      await page.getByRole('listbox', { name: 'Found' }).waitFor()
    },
  },
  { name: 'export', files: both('lab/v1_cert_fragdrop_both'), go: page => button(page, 'Export').click() },
  {
    name: 'lesson',
    files: [],
    async go(page) {
      await page
        .getByRole('button', { name: /Since they use certificates, no tunnel comes up/ })
        .last()
        .click()
      await page.locator('.lesson-place').waitFor()
    },
  },
]

await build(true)
mkdirSync(pictures, { recursive: true })
const viewer = spawn(process.execPath, [program, 'open', '--no-open'], { stdio: ['ignore', 'pipe', 'inherit'] })
const address = await new Promise((found, failed) => {
  let said = ''
  viewer.stdout.on('data', piece => {
    said += piece
    const url = /http:\/\/127\.0\.0\.1:\S+/.exec(said)?.[0]
    if (url) found(url)
  })
  viewer.on('exit', () => failed(new Error(said)))
})
const browser = await chromium.launch({ executablePath: process.env.CHROME_PATH ?? findBrowser(), args: ['--no-sandbox', '--disable-gpu'] })
try {
  const context = await browser.newContext({ viewport: { width: 1160, height: 720 }, colorScheme: 'light', reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(address)
  const home = page.url()
  for (const { name, files, go } of scenes) {
    await page.goto(home)
    await page.evaluate(() => localStorage.clear())
    await page.reload()
    if (files.length > 0) {
      await page.getByTestId('files').setInputFiles(files)
      await page.locator('.row').first().waitFor()
    } else await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForTimeout(400)
    await go?.(page)
    await page.mouse.move(580, 716)
    await page.waitForTimeout(400)
    await page.screenshot({ path: join(pictures, `${name}.png`) })
    console.log(`${name}.png`)
  }
  const folder = mkdtempSync(join(tmpdir(), 'ikescope-guide-'))
  const report = join(folder, 'report.html')
  spawnSync(process.execPath, [program, 'report', ...both('lab/v1_cert_fragdrop_both'), '--html', report])
  await page.setViewportSize({ width: 1000, height: 900 })
  await page.goto(pathToFileURL(report).href)
  await page.screenshot({ path: join(pictures, 'report.png') })
  console.log('report.png')
  rmSync(folder, { recursive: true })
} finally {
  await browser.close()
  viewer.kill()
}
const known = new Set(['report.png', ...scenes.map(({ name }) => `${name}.png`)])
for (const name of readdirSync(pictures)) if (!known.has(name)) rmSync(join(pictures, name))

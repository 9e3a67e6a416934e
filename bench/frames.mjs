#!/usr/bin/env node
// How the page behaves with a great deal to show, in Chromium: the longest task while a capture is opened, the time of a frame while its rows
// are scrolled, and the ratio of both to a small capture; memory; when the first negotiation is there; how soon cancelling is done.
//   npm run bench -- --page [--only ladder,both,packets] [--packets 10000000]
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from '../build.mjs'
import { writeMessages, writePackets } from './page/captures.mjs'
import { launch, longest, memory, open, scroll, view } from './page/viewer.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const option = (name, otherwise) => {
  const at = process.argv.indexOf(name)
  return at < 0 ? otherwise : process.argv[at + 1]
}
const many = Number(option('--packets', '10000000'))
const only = option('--only')?.split(',')
const FRAMES = 400

const views = {
  packets: ['Packets', '.plist'],
  both: ['Both ends', '.rungs'],
  side: ['Side by side', '.rungs'],
  ladder: ['Ladder', '.rungs'],
}
const ladder = count => [path => writeMessages(path, { count })]
const ends = count => [path => writeMessages(path, { count }), path => writeMessages(path, { count, lost: 50, later: 0.02 })]

/** What is opened, which of its views is scrolled; each row of a group is held against the first. */
const groups = [
  { group: 'ladder', name: '100 messages', files: ladder(100), scrolled: ['ladder'] },
  { group: 'ladder', name: '100,000 messages of one negotiation', files: ladder(100_000), scrolled: ['ladder'] },
  {
    group: 'ladder',
    name: '100,000 messages of 10,000 negotiations',
    files: [path => writeMessages(path, { count: 100_000, negotiations: 10_000 })],
    scrolled: ['ladder'],
  },
  { group: 'both', name: '2 × 100 messages', files: ends(100), scrolled: ['both', 'side'] },
  { group: 'both', name: '2 × 50,000 messages', files: ends(50_000), scrolled: ['both', 'side'] },
  { group: 'packets', name: '100 packets', files: [path => writePackets(path, 100)], scrolled: ['packets'] },
  {
    group: 'packets',
    name: `${many.toLocaleString('en')} packets`,
    files: [path => writePackets(path, many)],
    scrolled: ['packets'],
    cancel: true,
  },
].filter(({ group }) => !only || only.includes(group))

const folder = mkdtempSync(join(tmpdir(), 'ikescope-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
await build(true)
const browser = await launch()
console.log(`${cpus().length} × ${cpus()[0]?.model.trim()}; Chromium ${browser.version()}`)
const base = new Map()
try {
  for (const one of groups) await measure(one)
} finally {
  await browser.close()
}

async function measure({ group, name, files, scrolled, cancel }) {
  const paths = files.map((make, i) => {
    const path = join(folder, `${'ab'[i]}.pcap`)
    make(path)
    return path
  })
  const size = paths.reduce((sum, path) => sum + statSync(path).size, 0)
  const viewer = await view(browser, join(root, 'dist/page'))
  const opened = await open(viewer, paths)
  const { heap, peak } = await memory(browser, viewer)
  console.log(`\n${name}, ${mega(size)}`)
  console.log(`  first negotiation ${ms(opened.first)}, all ${ms(opened.done)}, progress told ${opened.progress} times`)
  console.log(
    `  longest task ${ms(opened.longest)}, ${opened.long} over 50 ms; heap of the page ${mega(heap)}, its process at most ${mega(peak)}`,
  )
  for (const one of scrolled) await measureScrolling(viewer, `${group} ${one}`, ...views[one])
  await viewer.close()
  if (cancel) console.log(`  cancelled in the middle within ${ms(await measureCancel(paths))}`)
  for (const path of paths) rmSync(path)
}

async function measureScrolling(viewer, key, button, selector) {
  const { page } = viewer
  await page.getByRole('button', { name: button, exact: true }).click()
  await page.locator(selector).waitFor()
  await page.waitForTimeout(1000)
  console.log(`  ${button}: longest task until it was shown ${ms(await longest(viewer))}`)
  for (const [how, by] of [
    ['a row a frame', 53],
    ['a screen a frame', 1009],
  ]) {
    const { median, late, work, bare } = await scroll(viewer, selector, by, FRAMES)
    const task = await longest(viewer)
    const first = base.get(`${key} ${how}`) ?? { median, late, work }
    base.set(`${key} ${how}`, first)
    const ratios = [median / first.median, late / first.late, work / first.work].map(ratio => ratio.toFixed(2)).join(' ')
    const frames = `${ms(median)}, 95 % of frames within ${ms(late)}, work ${ms(work)} (ratios ${ratios})`
    console.log(`    scrolled ${how}: ${frames}; longest task ${ms(task)}, ${bare} frames before their rows`)
  }
}

/** Cancelling once a third was read: milliseconds until the start screen is back. */
async function measureCancel(paths) {
  const viewer = await view(browser, join(root, 'dist/page'))
  const { page } = viewer
  await page.getByTestId('files').setInputFiles(paths)
  await page.waitForFunction(() => (document.querySelector('.progress progress')?.position ?? 0) > 0.3)
  const took = await page.evaluate(async () => {
    const began = performance.now()
    document.querySelector('.progress button').click()
    while (!document.querySelector('.start')) await new Promise(requestAnimationFrame)
    return performance.now() - began
  })
  await viewer.close()
  return took
}

function ms(milliseconds) {
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds).toLocaleString('en')} ms`
}

function mega(bytes) {
  return `${Math.round(bytes / 2 ** 20).toLocaleString('en')} MiB`
}

#!/usr/bin/env node
// How the page behaves with a great deal to show, in Chromium: when the first negotiation is there, the longest task while a capture is
// opened, memory, how soon cancelling is done; the time of a frame while rows are scrolled, and its ratio to that of a small capture.
//   npm run bench -- --page [--only ladder,both,packets] [--packets 10000000] [--rounds 3]
// Processor time is that of the page's own thread: it says the same on a busy machine. The browser draws as many frames as it can: a frame's time is what it takes, not what the screen makes it wait. Best of the rounds.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from '../build.mjs'
import { writeCapture } from './capture.mjs'
import { writeMessages, writePackets } from './page/captures.mjs'
import { launch, longest, memory, open, scroll, view } from './page/viewer.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const option = (name, otherwise) => {
  const at = process.argv.indexOf(name)
  return at < 0 ? otherwise : process.argv[at + 1]
}
const many = Number(option('--packets', '10000000'))
const rounds = Number(option('--rounds', '3'))
const only = option('--only')?.split(',')
const FRAMES = 300

const views = {
  packets: ['Packets', '.plist'],
  both: ['Both ends', '.rungs'],
  side: ['Side by side', '.rungs'],
  ladder: ['Ladder', '.rungs'],
}
const ladder = (count, negotiations) => [path => writeMessages(path, { count, negotiations })]
const ends = count => [path => writeMessages(path, { count }), path => writeMessages(path, { count, lost: 50, later: 0.02 })]

/** What is opened, and which of its views are scrolled. In each group the first is what the others are held against, round by round. */
const groups = {
  ladder: [
    { name: '100 messages', files: ladder(100), scrolled: ['ladder'] },
    { name: '100,000 of one negotiation', files: ladder(100_000), scrolled: ['ladder'] },
    { name: '100,000 of 10,000 negotiations', files: ladder(100_000, 10_000), scrolled: ['ladder'] },
  ],
  both: [
    { name: '2 × 100 messages', files: ends(100), scrolled: ['both', 'side'] },
    { name: '2 × 50,000 messages', files: ends(50_000), scrolled: ['both', 'side'] },
  ],
  packets: [
    { name: '100 packets', files: [path => writePackets(path, 100)], scrolled: ['packets'] },
    { name: '1 GB, 200 pairs of hosts', files: [path => writeCapture(path, 1e9)], scrolled: ['packets'] },
    { name: `${grouped(many)} packets`, files: [path => writePackets(path, many)], scrolled: ['packets'] },
  ],
}

const folder = mkdtempSync(join(tmpdir(), 'ikescope-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
await build(true)
const browser = await launch()
console.log(`${cpus().length} × ${cpus()[0]?.model.trim()}, Chromium ${browser.version()}, best of ${rounds}\n`)
const opening = []
const scrolling = []
try {
  for (const [name, all] of Object.entries(groups)) if (!only || only.includes(name)) await measure(all)
} finally {
  await browser.close()
}
print(['opened', 'size', 'first shown', 'all shown', 'longest task', 'over 50 ms', 'passed', 'heap', 'process', 'cancelled'], opening)
print(['scrolled', 'by', 'processor', 'median', '95 %', 'ratios', 'longest task', 'bare'], scrolling)

async function measure(group) {
  const viewers = []
  for (const one of group) viewers.push(await measureOpening(one))
  for (const shown of group[0].scrolled) await measureScrolling(group, viewers, shown)
  for (const viewer of viewers) await viewer.close()
}

/** Opens it as often as there are rounds, what is large only once; the last viewer stays open. */
async function measureOpening({ name, files }) {
  // Not removed before the end: the page reads a file again when its packets are looked at.
  const own = mkdtempSync(join(folder, 'capture-'))
  const paths = files.map((make, i) => {
    const path = join(own, `${'ab'[i]}.pcap`)
    make(path)
    return path
  })
  const size = paths.reduce((sum, path) => sum + statSync(path).size, 0)
  const large = size > 1e8
  let best
  let viewer
  for (let round = 0; round < (large ? 1 : rounds); round++) {
    await viewer?.close()
    viewer = await view(browser, join(root, 'dist/page'))
    const opened = { ...(await open(browser, viewer, paths)), ...(await memory(browser, viewer)) }
    if (!best || opened.longest < best.longest) best = opened
  }
  const cancelled = large ? ms(await measureCancel(paths)) : ''
  const { first, done, longest: task, long, lasted, heap, peak } = best
  opening.push([name, mega(size), ms(first), ms(done), ms(task), `${long}`, longestText(lasted), mega(heap), mega(peak), cancelled])
  console.log(`${name}: all shown after ${ms(done)}, longest task ${ms(task)}`)
  return viewer
}

/** Scrolls the same view of all captures of a group, one after the other in each round, so that a busy machine is busy for all of them. */
async function measureScrolling(group, viewers, shown) {
  const [button, selector] = views[shown]
  for (const { page } of viewers) {
    await page.getByRole('button', { name: button, exact: true }).click()
    await page.locator(selector).waitFor()
  }
  for (const [by, px] of [
    ['rows', 53],
    ['screens', 1009],
  ]) {
    const best = []
    for (let round = 0; round < rounds; round++)
      for (const [i, viewer] of viewers.entries()) {
        await viewer.page.bringToFront()
        await viewer.page.waitForTimeout(500)
        await longest(viewer)
        const now = { ...(await scroll(viewer, selector, px, FRAMES)), task: await longest(viewer) }
        if (!best[i] || now.work < best[i].work) best[i] = now
      }
    for (const [i, { work, median, late, task, bare }] of best.entries()) {
      const ratios = ['work', 'median', 'late'].map(what => (best[i][what] / best[0][what]).toFixed(2)).join(' ')
      scrolling.push([`${group[i].name}, ${button}`, by, ms(work), ms(median), ms(late), ratios, longestText(task), `${bare}`])
    }
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

function print(heads, rows) {
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map(row => row[i].length)))
  const line = row => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ')
  console.log(`\n${[heads, ...rows].map(line).join('\n')}`)
}

function ms(milliseconds) {
  return milliseconds < 10 ? `${milliseconds.toFixed(1)} ms` : `${grouped(Math.round(milliseconds))} ms`
}

/** Tasks below 50 ms are not told of (W3C Long Tasks). */
function longestText(milliseconds) {
  return milliseconds === 0 ? '< 50 ms' : ms(milliseconds)
}

function mega(bytes) {
  return bytes < 2 ** 20 ? '< 1 MiB' : `${grouped(Math.round(bytes / 2 ** 20))} MiB`
}

function grouped(count) {
  return count.toLocaleString('en')
}

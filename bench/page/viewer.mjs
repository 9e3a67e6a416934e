// The built page in a Chromium without a window, on a server of its own, and what is measured of it.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname } from 'node:path'
import { chromium } from 'playwright-core'
import { findBrowser } from '../../test/browser.mjs'

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }

/** A browser that draws as many frames as it can, so that the time between two of them is what one takes. */
export function launch() {
  const executablePath = findBrowser()
  if (!executablePath) throw new Error('no Chromium found: set CHROME_PATH')
  const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync']
  return chromium.launch({ executablePath, args: [...args, '--disable-frame-rate-limit', '--disable-gpu-vsync'] })
}

/** Opens the page anew, in a process of its own. */
export async function view(browser, folder) {
  const server = createServer((request, response) => {
    const path = request.url.split('?')[0]
    try {
      const bytes = readFileSync(folder + (path === '/' ? '/index.html' : path))
      response
        .writeHead(200, { 'content-type': types[extname(path)] ?? (path === '/' ? 'text/html' : 'application/octet-stream') })
        .end(bytes)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise(ready => server.listen(0, '127.0.0.1', ready))
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  context.setDefaultTimeout(300_000)
  const page = await context.newPage()
  await page.goto(`http://127.0.0.1:${server.address().port}/`)
  const cdp = await context.newCDPSession(page)
  await cdp.send('Performance.enable')
  await page.evaluate(watch)
  const close = async () => {
    await context.close()
    server.closeAllConnections()
    server.close()
  }
  return { page, cdp, close }
}

/** In the page: keeps the long tasks, and the moments at which something was first there. */
function watch() {
  const seen = { tasks: [], first: undefined, done: undefined, began: 0, progress: 0, shown: 0 }
  window.bench = seen
  new PerformanceObserver(list => {
    for (const { duration, startTime } of list.getEntries()) seen.tasks.push([duration, startTime])
  }).observe({ type: 'longtask' })
  const look = () => {
    if (!seen.began) return
    const now = performance.now() - seen.began
    const value = document.querySelector('.progress progress')?.value
    if (value !== undefined && value !== seen.shown) {
      seen.shown = value
      seen.progress++
    }
    seen.first ??= document.querySelector('.row[data-kind=message], .neg') ? now : undefined
    if (seen.first !== undefined && !document.querySelector('.progress') && document.querySelector('.row')) seen.done ??= now
  }
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true })
}

/**
 * Gives the page files, and waits until all of them are read and shown. Milliseconds; `longest` is processor time of the page's own
 * thread, which says the same on a busy machine, `lasted` the time that passed.
 */
export async function open(browser, { page }, files) {
  await browser.startTracing(page, { categories: ['toplevel'] })
  await page.evaluate(() =>
    Object.assign(window.bench, { tasks: [], first: undefined, done: undefined, progress: 0, shown: 0, began: performance.now() }),
  )
  await page.getByTestId('files').setInputFiles(files)
  await page.waitForFunction(() => window.bench.done !== undefined)
  await page.waitForTimeout(1500)
  const tasks = tasksIn(JSON.parse((await browser.stopTracing()).toString()).traceEvents)
  const seen = await page.evaluate(() => {
    const { first, done, progress } = window.bench
    return { first, done, progress, lasted: Math.max(0, ...window.bench.tasks.splice(0).map(([duration]) => duration)) }
  })
  return { ...seen, longest: Math.max(...tasks), long: tasks.filter(task => task >= 50).length }
}

/** Processor time of each task of the busiest page's main thread. */
function tasksIn(events) {
  const key = ({ pid, tid }) => `${pid} ${tid}`
  const threads = new Map(
    events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(event => [key(event), []]),
  )
  for (const event of events)
    if (event.name.endsWith('RunTask') && event.tdur !== undefined) threads.get(key(event))?.push(event.tdur / 1000)
  const sum = all => all.reduce((one, other) => one + other, 0)
  return [...threads.values()].sort((one, other) => sum(other) - sum(one))[0] ?? []
}

/** The longest task since it was last asked for; 0: none took 50 ms. */
export function longest({ page }) {
  return page.evaluate(() => Math.max(0, ...window.bench.tasks.splice(0).map(([duration]) => duration)))
}

/** Scrolls an element so far with each of so many frames; the time each took, in ms, in order of length, and how many came before their rows did. */
export async function scroll({ page, cdp }, selector, by, frames) {
  const busy = async () => Object.fromEntries((await cdp.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value]))
  const before = await busy()
  const { took, bare } = await page.evaluate(scrolled, [selector, by, frames])
  const { ThreadTime } = await busy()
  took.sort((one, other) => one - other)
  return {
    median: took[took.length >> 1],
    late: took[Math.floor(took.length * 0.95)],
    worst: took.at(-1),
    bare,
    work: ((ThreadTime - before.ThreadTime) * 1000) / frames,
  }
}

async function scrolled([selector, by, frames]) {
  const element = document.querySelector(selector)
  const frame = () => new Promise(requestAnimationFrame)
  const [most] = [element.scrollHeight - element.clientHeight]
  const took = []
  let bare = 0
  let way = 1
  let at = element.scrollTop
  let last = await frame()
  for (let i = 0; i < frames; i++) {
    if (at + way * by > most || at + way * by < 0) way = -way
    at += way * by
    element.scrollTop = at
    const now = await frame()
    took.push(now - last)
    last = now
    const drawing = element.querySelector('.drawing')
    const top = drawing && Number.parseFloat(drawing.style.top)
    if (drawing ? top > at || top + Number(drawing.getAttribute('height')) < Math.min(at + 400, most) : element.querySelector('.wait'))
      bare++
  }
  return { took, bare }
}

/** Bytes of the page's own heap after a collection, and of its whole process, the worker's included: now and at most. */
export async function memory(browser, { cdp }) {
  await cdp.send('HeapProfiler.collectGarbage')
  const { metrics } = await cdp.send('Performance.getMetrics')
  const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize').value
  const all = await browser.newBrowserCDPSession()
  const { processInfo } = await all.send('SystemInfo.getProcessInfo')
  await all.detach()
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => resident(id))
  return { heap, now: Math.max(...renderers.map(([now]) => now)), peak: Math.max(...renderers.map(([, peak]) => peak)) }
}

function resident(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return [/VmRSS:\s+(\d+)/, /VmHWM:\s+(\d+)/].map(what => Number(what.exec(status)?.[1] ?? Number.NaN) * 1024)
  } catch {
    return [Number.NaN, Number.NaN]
  }
}

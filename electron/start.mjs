#!/usr/bin/env node
/** `npm start [-- FILE…]`: from a clean clone to the viewer. Installs what is missing, builds what is old, fetches
 *  Electron if it can, and opens the captures named, or one that comes with the project.
 *  --browser: the page in the browser, even where Electron would run. --no-open: print its address only. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { install, isInstalled, nodeTooOld, root, run } from '../install.mjs'

const shipped = 'captures/lab/v1_cert_fragdrop_both/a.pcap'
/** Milliseconds that fetching Electron (about 120 MB) may take before the browser is used instead. */
const patience = 120_000

const args = process.argv.slice(2)
const obstacle = nodeTooOld()
if (obstacle) {
  console.error(obstacle)
  process.exit(2)
}

if (!(await isInstalled())) await stage('installing', install)
await stage('building', async () => {
  const { build } = await import('../build.mjs')
  return build(true).then(
    () => ({ code: 0, output: '' }),
    error => ({ code: 1, output: `${error.message}\n` }),
  )
})
if (!args.some(arg => arg === '--browser' || arg === '--no-open') && couldRunElectron()) await fetchElectron()

const files = args.some(arg => !arg.startsWith('-')) ? [] : [join(root, shipped)]
const viewer = spawn(process.execPath, [join(root, 'dist/cli/ikescope.js'), 'open', ...args, ...files], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => viewer.kill(signal))
viewer.on('exit', code => process.exit(code ?? 1))

/** One line on the screen; on failure what was said, and the end. */
async function stage(name, work) {
  const started = Date.now()
  process.stdout.write(`${name} … `)
  const { code, output } = await work()
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  process.stdout.write(code === 0 ? `${seconds} s\n` : `failed after ${seconds} s\n${output}`)
  if (code !== 0) process.exit(1)
}

/** No use in fetching what would not start: no display, or root, whom Chromium's sandbox refuses. */
function couldRunElectron() {
  return process.platform !== 'linux' || ((process.env.DISPLAY || process.env.WAYLAND_DISPLAY) && process.getuid() !== 0)
}

async function fetchElectron() {
  const home = join(root, 'node_modules/electron')
  if (existsSync(join(home, 'path.txt')) && existsSync(join(home, 'dist'))) return
  process.stdout.write('fetching Electron … ')
  const { code } = await run(process.execPath, [join(home, 'install.js')], { limit: patience })
  process.stdout.write(code === 0 ? 'done\n' : 'not to be had here\n')
}

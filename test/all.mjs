#!/usr/bin/env node
/** `npm test`: everything, from a clean clone. One line for each stage; what a stage said only when it failed; at the end
 *  the sum of all tests and stages. Node's built-ins only: it begins before anything is installed. */
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { install, isInstalled, nodeTooOld, root, run } from '../install.mjs'
import { fetchBrowser, findBrowser } from './browser.mjs'

const cache = join(root, '.cache')
const bin = { tsc: 'typescript/bin/tsc', biome: '@biomejs/biome/bin/biome', vitest: 'vitest/vitest.mjs' }
/** What the tools are told: no colours, for what they say is kept and may be printed anywhere. */
const env = { ...process.env, NO_COLOR: '1' }
delete env.FORCE_COLOR
const tool = (name, ...args) => run(process.execPath, [join(root, 'node_modules', bin[name]), ...args], { env })
const total = { passed: 0, failed: 0 }

const obstacle = nodeTooOld()
if (obstacle) {
  console.error(obstacle)
  process.exit(2)
}

await mkdir(cache, { recursive: true })
if (!(await isInstalled()) && !(await stage('install', install))) finish()
await stage('types', () => tool('tsc', '--noEmit', '-p', '.'))
await stage('lint', () => tool('biome', 'check', '.'))
const built = await stage('build', () => run(process.execPath, ['build.mjs', '--old'], { env }))
await stage('units', () => vitest('units'))
if (built && (await stage('browser', browser))) await stage('end to end', () => vitest('e2e', '--config', 'test/e2e/vitest.config.ts'))
finish()

/** Runs one stage and writes its line. A stage without tests of its own counts as one. */
async function stage(name, work) {
  const started = Date.now()
  const { code, output, passed = code === 0 ? 1 : 0, failed = code === 0 ? 0 : 1, skipped = 0, note = '' } = await work()
  total.passed += passed
  total.failed += failed
  const counts =
    passed + failed > 1 || skipped > 0
      ? `${passed} passed${failed ? `, ${failed} failed` : ''}${skipped ? `, ${skipped} skipped` : ''}`
      : note
  const seconds = `${((Date.now() - started) / 1000).toFixed(1)} s`
  console.log(`${failed === 0 ? 'ok    ' : 'FAILED'}  ${name.padEnd(12)}${seconds.padStart(8)}  ${counts}`.trimEnd())
  if (failed > 0) console.log(output)
  return failed === 0
}

/** Runs vitest and counts by its own report; a file that does not even load counts as one failure. */
async function vitest(name, ...args) {
  const report = join(cache, `${name}.json`)
  await rm(report, { force: true })
  const { code, output } = await tool('vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args)
  if (!existsSync(report)) return { code: 1, output }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(await readFile(report, 'utf8'))
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every(one => one.status !== 'failed'),
  )
  const failed = numFailedTests + broken.length
  return { output, passed: numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed, skipped: numPendingTests + numTodoTests }
}

/** The browser of the end-to-end tests, told to them in CHROME_PATH. */
async function browser() {
  const found = findBrowser()
  const { path, said } = found || process.env.CHROME_PATH ? { path: found, said: '' } : await fetchBrowser()
  if (!path) return { code: 1, output: `${said}No browser: install Chromium, Chrome or Edge, or set CHROME_PATH to its program.` }
  env.CHROME_PATH = path
  return { code: 0, output: '', note: path }
}

function finish() {
  console.log(`${total.passed} passed, ${total.failed} failed`)
  process.exit(total.failed === 0 ? 0 : 1)
}

/** Installs the dependencies when they are missing or are not those of package-lock.json. Node's built-ins only:
 *  this runs before anything is installed. */
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const root = fileURLToPath(new URL('.', import.meta.url))
const least = [20, 19]

/** Why this Node cannot run the project, or null. */
export function nodeTooOld(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number)
  if (major > least[0] || (major === least[0] && minor >= least[1])) return null
  return `ikescope needs Node ${least.join('.')} or newer, this is ${version}: https://nodejs.org`
}

/** Whether node_modules holds what the lock file names. Packages for other platforms (optional) may be absent. */
export async function isInstalled(folder = root) {
  const wanted = await packages(`${folder}/package-lock.json`)
  const present = await packages(`${folder}/node_modules/.package-lock.json`)
  if (!wanted || !present) return false
  const named = Object.entries(wanted).filter(([path]) => path !== '')
  return (
    named.every(([path, { version, optional }]) => (present[path] ? present[path].version === version : optional === true)) &&
    Object.keys(present).every(path => path in wanted)
  )
}

async function packages(path) {
  try {
    return JSON.parse(await readFile(path, 'utf8')).packages
  } catch {
    return undefined
  }
}

/** Runs `npm ci` in the project; gives its exit code and what it said. */
export function install() {
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund']
  const npm = process.env.npm_execpath
  if (npm && /^np[mx]-cli\.c?js$/.test(basename(npm))) return run(process.execPath, [npm.replace(/npx-cli/, 'npm-cli'), ...args])
  return run('npm', args, { shell: process.platform === 'win32' })
}

/** Runs a program in the project's folder; gives its exit code and all it said. Killed when `limit` ms have passed. */
export function run(program, args, { shell = false, env = process.env, limit = 0 } = {}) {
  return new Promise(done => {
    const child = spawn(program, args, { cwd: root, shell, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: limit })
    let output = ''
    child.stdout.on('data', data => (output += data))
    child.stderr.on('data', data => (output += data))
    child.on('error', error => done({ code: 1, output: `${output}${error.message}\n` }))
    child.on('close', code => done({ code: code ?? 1, output }))
  })
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (!(await isInstalled())) {
    const { code, output } = await install()
    process.stdout.write(output)
    process.exitCode = code
  }
}

/** A browser of the Chromium family for the end-to-end tests: CHROME_PATH, then the places where each system keeps them,
 *  then one that is fetched: with apt as root on Debian and Ubuntu, otherwise with playwright's own installer. */
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { root, run } from '../install.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'microsoft-edge-stable']

/** The program of a browser, or null. */
export function findBrowser(env = process.env, platform = process.platform) {
  if (env.CHROME_PATH) return isThere(env.CHROME_PATH) ? env.CHROME_PATH : null
  return places(env, platform).find(isThere) ?? null
}

/** Fetches one; gives its program, or null and what was said. */
export async function fetchBrowser() {
  const isRoot = process.platform === 'linux' && process.getuid() === 0
  let said = ''
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    await run('apt-get', ['update'], { env })
    said += (await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env })).output
    const path = findBrowser()
    if (path) return { path, said }
  }
  const installer = join(root, 'node_modules/playwright-core/cli.js')
  said += (
    await run(process.execPath, [installer, 'install', '--no-shell', ...(isRoot ? ['--with-deps'] : []), 'chromium'], { limit: 300_000 })
  ).output
  const { chromium } = await import('playwright-core')
  const path = chromium.executablePath()
  return { path: isThere(path) ? path : null, said }
}

function places(env, platform) {
  if (platform === 'win32')
    return [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA]
      .filter(Boolean)
      .flatMap(folder =>
        ['Google/Chrome/Application/chrome.exe', 'Chromium/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'].map(path =>
          join(folder, path),
        ),
      )
  if (platform === 'darwin')
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].flatMap(name =>
      ['/Applications', `${env.HOME}/Applications`].map(folder => `${folder}/${name}.app/Contents/MacOS/${name}`),
    )
  const folders = [...(env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome']
  return names.flatMap(name => folders.map(folder => join(folder, name)))
}

function isThere(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

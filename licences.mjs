/** Licence texts of the packages that a bundle holds: MIT, ISC, OFL and Apache want theirs to go wherever the code goes. */
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export const FILE = 'THIRD-PARTY-LICENSES.txt'

/** Of bundled files (paths, as bundlers tell them) those of packages become one text, a package after the other. */
export async function licencesOf(files) {
  const folders = new Set([...files].flatMap(file => packageOf(file) ?? []))
  const packages = await Promise.all([...folders].map(about))
  const byName = new Map(packages.map(one => [`${one.name} ${one.version}`, one]))
  const texts = [...byName.keys()].sort().map(key => {
    const { licence, text } = byName.get(key)
    return `${key}\nLicence: ${licence}\n\n${text.trim()}\n`
  })
  return texts.join(`\n${'-'.repeat(80)}\n\n`)
}

/** For vite: remembers which modules a build took in. */
export function remembering(files) {
  return {
    name: 'remembering',
    buildEnd() {
      for (const id of this.getModuleIds()) files.add(id)
    },
  }
}

/** The folder of the package that a file belongs to; undefined for the project's own. */
function packageOf(file) {
  const path = file
    .replace(/^[\0]?/, '')
    .replaceAll('\\', '/')
    .split('?')[0]
  const inside = /^(.*\/)?node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0]
  if (!inside) return undefined
  let folder = inside
  // A package inside another one, and folders that only say how to load their files.
  for (let up = dirname(path); up.length > inside.length; up = dirname(up))
    if (existsSync(join(up, 'package.json')) && up.includes('/node_modules/', inside.length)) {
      folder = up
      break
    }
  return existsSync(join(folder, 'package.json')) ? folder : undefined
}

async function about(folder) {
  const { name, version, license, author, repository } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const file = (await readdir(folder)).find(one => /^(licen[cs]e|copying)/i.test(one))
  const licence = typeof license === 'string' ? license : (license?.type ?? 'see its text')
  const who = [typeof author === 'string' ? author : author?.name, typeof repository === 'string' ? repository : repository?.url]
  const text = file ? await readFile(join(folder, file), 'utf8') : `No text lies in the package. ${who.filter(Boolean).join(', ')}`
  return { name, version, licence, text }
}

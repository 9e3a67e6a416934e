/** What `npm pack` would give away: all that the command line and the page need, and no other package. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { lessonIn } from '../src/lessons/index.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const about = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

test('needs no other package: everything is in what was built, and the registry would take it', () => {
  expect(about).not.toHaveProperty('private')
  expect(about.bin).toEqual({ ikescope: 'dist/cli/ikescope.js' })
  expect(['dependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies'].filter(name => name in about)).toEqual([])
  expect(Object.keys(about.scripts).filter(name => /^(pre|post)?install$/.test(name))).toEqual([])
})

test('holds the captures of the start screen and of every lesson', () => {
  const said = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const report: unknown = JSON.parse(said)
  const [packed] = (Array.isArray(report) ? report : Object.values(report as object)) as [{ files: { path: string }[]; size: number }]
  const paths = new Set(packed.files.map(({ path }) => path))
  const examples = JSON.parse(readFileSync(join(root, 'captures/examples.json'), 'utf8')) as { files: string[] }[]
  const lessons = readdirSync(join(root, 'captures/lessons')).map(name => readFileSync(join(root, 'captures/lessons', name), 'utf8'))
  const needed = [
    ...examples.flatMap(({ files }) => files),
    ...lessons.flatMap(text => {
      const read = lessonIn(text)
      return read.ok ? [...read.lesson.captures, ...read.lesson.keys].map(name => join('lessons', name)) : []
    }),
  ]
  expect(needed.length).toBeGreaterThan(20)
  expect(needed.map(name => join('captures', name).replaceAll('\\', '/')).filter(path => !paths.has(path))).toEqual([])
  expect([...paths].filter(path => /^(src|test|node_modules)\//.test(path))).toEqual([])
  expect([...paths].filter(path => /^captures\/.*\.svg$/.test(path))).toEqual([])
  // Nobody can read what V8 keeps of one Node version; whoever builds makes their own.
  expect([...paths].filter(path => path.startsWith('dist/cli/compiled/'))).toEqual([])
  expect(packed.size).toBeLessThan(8e6)
})

/** Which part may know which: ui → host → trace → dissectors, host → capture, cli → host; never back. compose stands beside
 *  them and makes what they read. trace, dissectors, capture and compose know no DOM, no Node and no Electron, so that one core runs in a worker, in a browser and on the command line. */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What each part may import: parts of src (`type` for types only), and packages by name. */
const allowed: Readonly<
  Record<string, { readonly parts: readonly string[]; readonly types?: readonly string[]; readonly packages: readonly string[] }>
> = {
  dissectors: { parts: ['dissectors'], packages: ['asn1js', '@noble/hashes', '@noble/ciphers', 'des.js', 'egoroof-blowfish'] },
  keys: { parts: ['keys', 'dissectors'], packages: [] },
  trace: { parts: ['trace', 'dissectors'], packages: ['@noble/hashes'] },
  capture: { parts: ['capture', 'dissectors/linkTypes.ts'], types: ['dissectors/field.ts'], packages: [] },
  compose: {
    parts: ['compose', 'capture', 'dissectors', 'trace/negotiation/retransmissionPatterns.ts', 'trace/instant.ts'],
    packages: ['@noble/hashes', '@noble/ciphers', 'des.js', 'yaml'],
  },
  anonymise: {
    parts: [
      'anonymise',
      'compose/files/pcap.ts',
      'compose/files/pcapng.ts',
      'capture',
      'dissectors',
      'trace/protected/ciphers.ts',
      'trace/path/natHash.ts',
      'trace/path/natSearch.ts',
    ],
    packages: ['@noble/hashes'],
  },
  text: { parts: ['text', 'trace'], packages: [] },
  cut: {
    parts: ['cut', 'compose/files/bytes.ts', 'dissectors/joined.ts', 'dissectors/linkTypes.ts', 'compose/files/pcapng.ts', 'capture'],
    types: ['trace/report.ts'],
    packages: [],
  },
  host: {
    parts: ['host', 'trace', 'keys', 'dissectors', 'capture', 'cut', 'anonymise'],
    packages: ['node:', '@noble/hashes'],
  },
  lessons: { parts: ['lessons', 'trace', 'dissectors'], types: ['host/protocol.ts'], packages: ['yaml'] },
  workspace: { parts: ['workspace'], packages: [] },
  handbook: { parts: ['handbook'], packages: [] },
  shell: { parts: ['shell', 'lessons', 'handbook', 'workspace'], packages: ['node:'] },
  cli: {
    parts: [
      'cli',
      'host',
      'cut',
      'compose',
      'anonymise',
      'lessons',
      'trace',
      'dissectors',
      'shell',
      '../package.json',
      'ui/picture/figures.ts',
      'ui/picture/svg.tsx',
      'ui/handout/handout.tsx',
      'ui/notes/added.ts',
      'workspace',
      'text',
    ],
    types: ['capture/source.ts', 'ui/picture/figure.ts'],
    packages: ['node:', '@resvg/resvg-wasm'],
  },
  ui: {
    parts: ['ui', 'host', 'text', 'cut/because.ts', 'lessons', 'handbook', 'trace', 'dissectors', 'workspace', '../package.json'],
    types: ['../electron/bridge.ts'],
    packages: ['@noble/hashes', 'react', 'react-dom', 'react-aria-components', '@tanstack/react-virtual', 'd3', '@fontsource-variable/'],
  },
  '../electron': { parts: ['../electron', 'shell'], packages: ['node:', 'electron'] },
}

/** Files that may be longer, each with the reason: tables of one row of data a line, and one class that is one thing. */
const longer: Readonly<Record<string, string>> = {
  'dissectors/cursor.ts': 'one class around one position; every reader of it needs all of it',
  'trace/report.ts': 'the contract of the report, types only, read in one piece',
}
const most = 250
/** The middle one of the dissectors: one file reads like one figure of an RFC. */
const middle = 140

interface Import {
  readonly from: string
  readonly typeOnly: boolean
}

const source = join(root, 'src')
const files = [...filesBelow(source), ...filesBelow(join(root, 'electron'))].filter(path => /\.(tsx?|mts)$/.test(path))

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
}

/** What a module exports without a docstring right above it, by name. */
function undescribed(text: string): readonly string[] {
  const lines = text.split('\n').filter(line => !line.startsWith('// biome-ignore'))
  return lines.flatMap((line, i) => {
    const name = /^export (?:default |declare |abstract |async )*(?:function\*?|class|interface|type|const|let|enum) (\w+)/.exec(line)?.[1]
    return name === undefined || isBelowDocstring(lines, i) ? [] : [name]
  })
}

function isBelowDocstring(lines: readonly string[], at: number): boolean {
  let above = at - 1
  if (!lines[above]?.endsWith('*/')) return false
  while (lines[above]?.startsWith(' *')) above--
  return lines[above]?.startsWith('/**') ?? false
}

/** All import and export … from statements, dynamic imports and worker addresses of a module. */
function importsOf(text: string): readonly Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  const statements = [...code.matchAll(/^\s*(?:import|export)\s+(type\s+)?([^'"`;]*?from\s*)?['"]([^'"]+)['"]/gm)]
  const calls = [...code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g), ...code.matchAll(/new URL\(\s*['"]([^'"]+\.tsx?)['"]/g)]
  return [
    ...statements.map(([, type, names, from]) => ({
      from: from!,
      typeOnly: type !== undefined || /^\{(\s*type\s+[^,}]+,?)+\s*\}/.test(names ?? ''),
    })),
    ...calls.map(([, from]) => ({ from: from!, typeOnly: false })),
  ]
}

/** Paths below src, with slashes; Electron's own lie one up. */
const named = (path: string): string => relative(source, path).split(sep).join('/')
const partOf = (name: string): string => /^(\.\.\/)?[^/]+/.exec(name)![0]

/** What is wrong with one import of one file, or null. */
function objection(file: string, { from, typeOnly }: Import): string | null {
  const rule = allowed[partOf(named(file))]
  if (!rule) return `${partOf(named(file))} is no known part`
  if (!from.startsWith('.')) {
    const known = rule.packages.some(name => from === name || from.startsWith(name.endsWith('/') || name.endsWith(':') ? name : `${name}/`))
    return known ? null : `may not use the package ${from}`
  }
  const target = named(join(file, '..', from))
  if (rule.parts.includes(partOf(target)) || rule.parts.includes(target)) return null
  if (typeOnly && rule.types?.includes(target)) return null
  return `may not import ${target}`
}

describe('imports', () => {
  test('go downwards only', () => {
    const wrong = files.flatMap(file =>
      importsOf(readFileSync(file, 'utf8')).flatMap(one => {
        const why = objection(file, one)
        return why === null ? [] : [`${named(file)}: ${why}`]
      }),
    )
    expect(wrong).toEqual([])
  })

  test.each([
    ['dissectors/x.ts', `import { a } from '../trace/x.ts'`],
    ['dissectors/ike/x.ts', `import fs from 'node:fs'`],
    ['trace/x.ts', `export * from '../capture/index.ts'`],
    ['trace/x.ts', `import type { A } from '../host/protocol.ts'`],
    ['capture/x.ts', `import { a } from '../dissectors/field.ts'`],
    ['capture/x.ts', `import {\n  type A,\n  b,\n} from '../dissectors/field.ts'`],
    ['host/x.ts', `const a = await import('../ui/x.ts')`],
    ['ui/x.tsx', `import { a } from '../capture/index.ts'`],
    ['ui/x.tsx', `import { app } from 'electron'`],
    ['cli/x.ts', `import '../ui/x.ts'`],
    ['../electron/x.ts', `import { a } from '../src/host/session.ts'`],
    ['host/x.ts', `new Worker(new URL('../ui/worker.ts', import.meta.url))`],
  ])('%s may not say %s', (name, text) => {
    expect(importsOf(text).map(one => objection(join(source, name), one))).toEqual([expect.stringMatching(/^may not /)])
  })

  test.each([
    ['capture/x.ts', `import type { Problem } from '../dissectors/field.ts'`],
    ['capture/x.ts', `import { type Problem } from '../dissectors/field.ts'`],
    ['ui/x.tsx', `import type { Bridge } from '../../electron/bridge.ts'`],
    ['ui/x.tsx', `import { scaleTime } from 'd3'`],
    ['host/x.ts', `/** import { a } from '../ui/x.ts' */\n// import '../ui/x.ts'`],
  ])('%s may say %s', (name, text) => {
    expect(
      importsOf(text)
        .map(one => objection(join(source, name), one))
        .filter(why => why !== null),
    ).toEqual([])
  })
})

describe('docstrings', () => {
  test('stand above everything that is exported', () => {
    const missing = files.flatMap(file => undescribed(readFileSync(file, 'utf8')).map(name => `${named(file)}: ${name}`))
    expect(missing).toEqual([])
  })

  test.each([
    ['export const a = 1', ['a']],
    ['/** One. */\nexport const a = 1\nexport const b = 2', ['b']],
    ['/** Of the file. */\n\nexport interface A {}', ['A']],
    ['// One.\nexport function* a() {}', ['a']],
    ['/* One. */\nexport async function a() {}', ['a']],
    ['/** One. */\nconst a = 1 /* more */\nexport abstract class A {}', ['A']],
  ] as const)('are missed in %j', (text, names) => {
    expect(undescribed(text)).toEqual(names)
  })

  test.each([
    '/** One. */\nexport const a = 1',
    '/**\n * One,\n * and more.\n */\nexport interface A {}',
    '/** One. */\n// biome-ignore lint/suspicious/noExplicitAny: so it is\nexport type A = any',
    "const a = 1\nexport { a }\nexport * from './b.ts'",
  ])('are not missed in %j', text => {
    expect(undescribed(text)).toEqual([])
  })
})

test('dissectors, capture, trace, compose, anonymise and cut compile without DOM and Node', () => {
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const { stdout } = spawnSync(process.execPath, [tsc, '--noEmit', '-p', 'test/layers.tsconfig.json'], { cwd: root, encoding: 'utf8' })
  const missing = stdout
    .split('\n')
    .filter(line => !line.includes("module '.") && /error TS(2304|2307|2552|2580|2581|2584|2591|2867|2868)\b/.test(line))
  expect(missing).toEqual([])
})

test(`a file is no longer than ${most} lines`, () => {
  const long = files.map(file => ({ name: named(file), lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
  expect(long.filter(({ name, lines }) => lines > most && !(name in longer))).toEqual([])
  for (const name of Object.keys(longer)) expect(long.find(file => file.name === name)?.lines ?? 0).toBeGreaterThan(most)
})

test(`the middle one of the dissectors has fewer than ${middle} lines`, () => {
  const lengths = files.filter(file => named(file).startsWith('dissectors/')).map(file => readFileSync(file, 'utf8').split('\n').length - 1)
  expect(lengths.length).toBeGreaterThan(150)
  expect(lengths.sort((a, b) => a - b)[lengths.length >> 1]).toBeLessThan(middle)
})

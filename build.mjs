#!/usr/bin/env node
/** Builds what the project runs: the command line, the page and Electron's two scripts.
 *  `node build.mjs` builds all, `node build.mjs --old` only what is missing or older than its sources. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmod, cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './install.mjs'
import { FILE, licencesOf, remembering } from './licences.mjs'

const shared = [
  'build.mjs',
  'licences.mjs',
  'package.json',
  'package-lock.json',
  'src/capture',
  'src/dissectors',
  'src/trace',
  'src/host',
  'src/cut',
  'src/text',
  'src/anonymise',
  'src/compose/files',
  'src/lessons',
  'src/handbook',
  'src/workspace',
]

/** What is built: its name, what it is made of, one file it leaves, how. */
const parts = [
  {
    name: 'cli',
    from: [...shared, 'src/compose', 'src/ui', 'src/cli', 'src/shell'],
    leaves: 'dist/cli/ikescope.js',
    make: commandLine,
  },
  { name: 'page', from: [...shared, 'vite.config.ts', 'src/ui', 'electron/bridge.ts'], leaves: 'dist/page/index.html', make: page },
  {
    name: 'electron',
    from: ['build.mjs', 'licences.mjs', 'package-lock.json', 'electron', 'src/shell', 'src/lessons', 'src/handbook', 'src/workspace'],
    leaves: 'dist/electron/main.cjs',
    make: electron,
  },
]
const stamp = join(root, 'dist/built.json')

/** Builds; gives the names of the parts that were made. */
export async function build(onlyOld = false) {
  const built = await json(stamp)
  const made = []
  for (const part of parts) {
    const digest = await digestOf(part.from)
    if (onlyOld && built[part.name] === digest && (await exists(join(root, part.leaves)))) continue
    await part.make()
    made.push(part.name)
    built[part.name] = digest
    await mkdir(join(root, 'dist'), { recursive: true })
    await writeFile(stamp, JSON.stringify(built, null, 2))
  }
  return made
}

/** One file, and what V8 made of it when a few commands had run (src/cli/start.ts). Names stay, for whoever reports a fault. */
async function commandLine() {
  const outdir = join(root, 'dist/cli')
  await rm(outdir, { recursive: true, force: true })
  const common = { format: 'cjs', minifyWhitespace: true, minifySyntax: true }
  const files = await bundle({
    ...common,
    entryPoints: [join(root, 'src/cli/main.ts')],
    outfile: join(outdir, 'program.cjs'),
    define: { 'import.meta.url': 'programUrl' },
    // The function that start.ts calls: a text of its own made around the file would be three megabytes more at every start.
    banner: {
      js: '(function (exports, require, module, __filename, __dirname) {const programUrl = require("node:url").pathToFileURL(__filename).href',
    },
    footer: { js: '})' },
  })
  const entry = join(outdir, 'ikescope.js')
  files.push(
    ...(await bundle({ ...common, entryPoints: [join(root, 'src/cli/start.ts')], outfile: entry, banner: { js: '#!/usr/bin/env node' } })),
  )
  await chmod(entry, 0o755)
  await writeFile(join(outdir, 'package.json'), '{ "type": "commonjs" }\n')
  files.push(...(await drawing(join(outdir, 'drawing'))))
  await writeFile(join(outdir, FILE), await licencesOf(files))
  for (const args of rehearsed) await rehearse(entry, args)
}

/** The commands whose code is kept: all rules, and one more way to look at their result. */
const rehearsed = [
  ['analyze', 'captures/lab/v1_natt_4500_blocked/a.pcap', 'captures/lab/v1_natt_4500_blocked/b.pcap'],
  ['analyze', 'captures/lab/v2_rekey/a.pcap', '--json'],
  ['ladder', 'captures/lab/v1_main_psk_ok/a.pcap'],
  ['show', 'captures/lab/v2_psk_ok/a.pcap', '1'],
]

/** Runs a command, and keeps what it was compiled to. */
async function rehearse(entry, args) {
  const code = "process.prependOnceListener('exit', require(process.argv[1]).keep)"
  const child = spawn(process.execPath, ['-e', code, entry, ...args], { cwd: root, stdio: 'ignore' })
  await once(child, 'exit')
}

/** What the command line draws PNG pictures with lies beside it; gives the files. */
async function drawing(folder) {
  const faces = ['400Regular/Inter_400Regular.ttf', '500Medium/Inter_500Medium.ttf', '600SemiBold/Inter_600SemiBold.ttf']
  const files = [['@resvg/resvg-wasm', 'index_bg.wasm'], ...faces.map(face => ['@expo-google-fonts/inter', face])]
  for (const [name, file] of files) await cp(join(root, 'node_modules', name, file), join(folder, file))
  return files.map(([name, file]) => join(root, 'node_modules', name, file))
}

async function page() {
  const vite = await import('vite')
  const files = new Set()
  const plugins = [remembering(files)]
  await vite.build({ configFile: join(root, 'vite.config.ts'), logLevel: 'silent', plugins, worker: { plugins: () => plugins } })
  await writeFile(join(root, 'dist/page', FILE), await licencesOf(files))
}

/** A sandboxed preload script must be CommonJS, and so starts the main script: nothing may wait before `ready`. */
async function electron() {
  const files = []
  for (const name of ['main', 'preload'])
    files.push(
      ...(await bundle({
        entryPoints: [join(root, `electron/${name}.ts`)],
        outfile: join(root, `dist/electron/${name}.cjs`),
        format: 'cjs',
        external: ['electron'],
      })),
    )
  await writeFile(join(root, 'dist/electron', FILE), await licencesOf(files))
}

/** Gives the files that were taken in. */
async function bundle(options) {
  const esbuild = await import('esbuild')
  // yaml's file for Node is CommonJS, which asks for `process` at run time; its other one is a module.
  // `?raw` is vite's word for a file as text.
  const raw = {
    name: 'raw',
    setup: build =>
      build.onLoad({ filter: /./, namespace: 'file' }, async ({ path, suffix }) =>
        suffix === '?raw' ? { contents: await readFile(path, 'utf8'), loader: 'text' } : undefined,
      ),
  }
  const alias = { yaml: './node_modules/yaml/browser/index.js' }
  const { metafile } = await esbuild.build({
    bundle: true,
    metafile: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
    alias,
    plugins: [raw],
    absWorkingDir: root,
    ...options,
    define: { 'process.env.NODE_ENV': '"production"', ...options.define },
  })
  return Object.keys(metafile.inputs).map(file => join(root, file))
}

/** Names, sizes and times of all files a part is made of; and Node's version, for which code is kept. */
async function digestOf(paths) {
  const hash = createHash('sha256').update(process.version)
  for (const path of paths)
    for (const file of await filesOf(join(root, path))) {
      const { size, mtimeMs } = await stat(file)
      hash.update(`${file} ${size} ${mtimeMs}\n`)
    }
  return hash.digest('hex')
}

async function filesOf(path) {
  if (!(await exists(path))) return []
  if ((await stat(path)).isFile()) return [path]
  const names = await readdir(path, { recursive: true, withFileTypes: true })
  return names
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
}

async function exists(path) {
  return stat(path).then(
    () => true,
    () => false,
  )
}

async function json(path) {
  return readFile(path, 'utf8')
    .then(JSON.parse)
    .catch(() => ({}))
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  build(process.argv.includes('--old')).then(
    made => console.log(made.length > 0 ? `built ${made.join(', ')}` : 'nothing to build'),
    error => {
      console.error(error.message)
      process.exitCode = 1
    },
  )

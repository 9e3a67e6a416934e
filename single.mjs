#!/usr/bin/env node
/** `npm run build:single`: the whole viewer in one HTML file, dist/ikescope.html, for desks without a network: it opens from
 *  a disk or a stick by a double click. The same page, with its script, its styles, its faces, its worker and the lessons with their captures inside. Its policy
 *  lets it run exactly these and reach nothing: not even the folder it lies in. */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parse } from 'yaml'
import { root } from './install.mjs'
import { licencesOf, remembering } from './licences.mjs'

const target = join(root, 'dist/ikescope.html')

/** A worker with an address is another file, which `file:` forbids; one made of text is not. */
const workersInside = {
  name: 'workers-inside',
  enforce: 'pre',
  transform(code, id) {
    if (!/\.tsx?$/.test(id) || !code.includes('new Worker(new URL(')) return
    const imports = []
    const inside = code.replace(/new Worker\(new URL\('([^']+)', import\.meta\.url\), \{[^}]*\}\)/g, (_, path) => {
      imports.push(`import Inside${imports.length} from '${path}?worker&inline'`)
      return `new Inside${imports.length - 1}()`
    })
    return { code: `${imports.join('\n')}\n${inside}`, map: null }
  },
}

/** Builds the file; gives its size in bytes. */
export async function single() {
  const vite = await import('vite')
  const files = new Set()
  const { output } = await vite.build({
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'silent',
    plugins: [workersInside, remembering(files)],
    worker: { format: 'iife', plugins: () => [remembering(files)] },
    build: {
      write: false,
      assetsInlineLimit: Number.MAX_SAFE_INTEGER,
      cssCodeSplit: false,
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })
  const scripts = output.filter(({ type }) => type === 'chunk')
  const styles = output.filter(({ fileName }) => fileName.endsWith('.css'))
  const page = output.find(({ fileName }) => fileName === 'index.html')
  if (scripts.length !== 1 || styles.length !== 1 || !page) throw new Error(`not one file: ${output.map(one => one.fileName).join(', ')}`)
  const script = scripts[0].code.replace(/<\/(script)/gi, '<\\/$1').replace(/<!--/g, '<\\!--')
  const style = String(styles[0].source)
  const carried = `<template id="inside">${(await inside()).replace(/[<&]/g, one => `\\u00${one.charCodeAt(0).toString(16)}`)}</template>`
  const html = String(page.source)
    .replace(/\s*<(script|link)\b[^>]*\b(src|href)="[^"]*\.(js|css)"[^>]*>(<\/script>)?/g, '')
    .replace(/href="\.\/([^"]+\.svg)"/g, (_, name) => `href="${dataUrl(output.find(({ fileName }) => fileName === name))}"`)
    .replace(
      '</title>',
      () => `</title>\n    <meta http-equiv="content-security-policy" content="${policy(script, style)}" />\n    <style>${style}</style>`,
    )
    .replace('</body>', () => `  ${carried}\n    <script type="module">${script}</script>\n  </body>`)
    .concat(`\n<!-- What this file holds of others:\n\n${(await licencesOf(files)).replace(/--+!?>?/g, '—')}\n-->\n`)
  await mkdir(join(root, 'dist'), { recursive: true })
  await rm(target, { force: true })
  await writeFile(target, html)
  return Buffer.byteLength(html)
}

/** The shipped lessons with their captures, as `src/ui/offered.ts` reads them. */
async function inside() {
  const captures = join(root, 'captures')
  const filled = async path => ({ name: basename(path), base64: await readFile(join(captures, path), 'base64') })
  const all = await lessons(join(captures, 'lessons'))
  return JSON.stringify(
    await Promise.all(all.map(async ({ files, ...rest }) => ({ ...rest, files: await Promise.all(files.map(filled)) }))),
  )
}

/** A lesson's own file first, then its captures and keys. */
async function lessons(folder) {
  const names = (await readdir(folder)).filter(name => name.endsWith('.yaml')).sort()
  return Promise.all(
    names.map(async name => {
      const { title, symptom, scenario, steps, captures, keys = [] } = parse(await readFile(join(folder, name), 'utf8'))
      return { name, title, symptom, scenario, steps: steps.length, files: [name, ...captures, ...keys].map(path => join('lessons', path)) }
    }),
  )
}

function dataUrl({ source }) {
  return `data:image/svg+xml;base64,${Buffer.from(source).toString('base64')}`
}

function policy(script, style) {
  const hash = text => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  return [
    `default-src 'none'`,
    `script-src ${hash(script)}`,
    `worker-src blob:`,
    `style-src ${hash(style)}`,
    `font-src data:`,
    `img-src data: blob:`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ')
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  single().then(
    size => console.log(`built ${target}, ${(size / 1e6).toFixed(1)} MB`),
    error => {
      console.error(error.message)
      process.exitCode = 1
    },
  )

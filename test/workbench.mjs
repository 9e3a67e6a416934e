#!/usr/bin/env node
/** Writes dist/workbench.html: all golden pictures on one page, to be looked at as a reader of the product would. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { root } from '../install.mjs'

const captures = join(root, 'captures')
const names = (await readdir(captures, { recursive: true })).filter(name => name.endsWith('.svg')).sort()
const places = grouped(names)
const parts = []
for (const [place, pictures] of places) {
  const shows = /^shows: (.*)$/m.exec(await readFile(join(captures, place, 'card.yaml'), 'utf8').catch(() => ''))?.[1] ?? ''
  parts.push(`<h2 id="${place}">${place}</h2><p>${text(shows)}</p>`)
  for (const picture of pictures) {
    const drawing = await readFile(join(captures, picture), 'utf8')
    parts.push(`<figure><figcaption>${basename(picture)}</figcaption>${drawing}</figure>`)
  }
}
const style =
  'body{font:14px system-ui;margin:24px;background:#e9eaec}figure{display:inline-block;vertical-align:top;margin:0 16px 24px 0}figure{content-visibility:auto}h2{margin:32px 0 4px}p{margin:0 0 12px}'
const page = join(root, 'dist/workbench.html')
await mkdir(dirname(page), { recursive: true })
await writeFile(page, `<!doctype html><meta charset="utf-8"><title>ikescope workbench</title><style>${style}</style>${parts.join('\n')}\n`)
console.log(`${page}: ${names.length} pictures`)

function grouped(all) {
  const groups = new Map()
  for (const name of all) groups.set(dirname(name), [...(groups.get(dirname(name)) ?? []), name])
  return groups
}

function text(words) {
  return words.replace(/&/g, '&amp;').replace(/</g, '&lt;')
}

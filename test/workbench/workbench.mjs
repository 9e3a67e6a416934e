#!/usr/bin/env node
/** Writes dist/workbench.html: the golden pictures of all captures on one page, to be looked at as a reader of the product
 *  would, in both themes. The page is one file; each picture leads to its own, as a user gets it. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { parse } from 'yaml'
import { root } from '../../install.mjs'

const captures = join(root, 'captures')
const { resolve } = createRequire(import.meta.url)
const read = path => readFile(path, 'utf8')

/** Folders of captures in the order in which they are told of. */
const SETS = {
  lab: 'Recorded at both ends',
  recorded: 'More of both ends',
  injected: 'What a capture can do to the truth',
  composed: 'Stories that cannot be recorded',
  containers: 'One recording in every format',
}

const names = (await readdir(captures, { recursive: true })).map(name => name.replaceAll('\\', '/'))
const pictures = names.filter(name => name.endsWith('.svg')).sort()
const sets = [...grouped(pictures, name => name.split('/')[0])].sort(([one], [other]) => place(one) - place(other))
const links = []
const parts = []
for (const [set, all] of sets) {
  parts.push(`<section aria-labelledby="${set}"><h2 id="${set}">${SETS[set] ?? set}</h2>`)
  links.push(`<h2>${SETS[set] ?? set}</h2><ul>`)
  for (const [event, own] of grouped(all, dirname)) {
    const id = event.replaceAll('/', '-')
    links.push(`<li><a href="#event-${id}">${text(basename(event))}</a></li>`)
    parts.push(await eventPart(event, id, own))
  }
  parts.push('</section>')
  links.push('</ul>')
}

const [tokens, marks, picture, own, script] = await Promise.all([
  read(join(root, 'src/ui/tokens.css')),
  read(join(root, 'src/ui/ladder/marks.css')),
  read(join(root, 'src/ui/picture/picture.css')),
  read(join(root, 'test/workbench/workbench.css')),
  read(join(root, 'test/workbench/page.js')),
])
const face = await readFile(resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'), 'base64')
const hatch = /<pattern id="hatch"[\s\S]*?<\/pattern>/.exec(await read(join(captures, pictures[0])))[0]
const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Golden pictures · ikescope</title>
<style>@font-face{font-family:"Inter Variable";font-weight:100 900;src:url(data:font/woff2;base64,${face})}
${tokens}${marks}${picture}${own}</style>
<body>
<a class="skip" href="#pictures">To the pictures</a>
<header>
  <h1>Golden pictures</h1>
  <p id="count" role="status">${pictures.length} pictures</p>
  <label>Find <input id="find" type="search" placeholder="name, fault, words of a picture"></label>
  <fieldset><legend>Theme</legend>
    ${['system', 'light', 'dark'].map(one => `<label><input type="radio" name="theme" value="${one}"${one === 'system' ? ' checked' : ''}>${one}</label>`).join('')}
  </fieldset>
</header>
<nav aria-label="Captures">${links.join('')}</nav>
<svg class="shared" aria-hidden="true" width="0" height="0"><defs>${hatch}</defs></svg>
<main id="pictures" tabindex="-1">${parts.join('\n')}</main>
<script>${script}</script>
</body>
</html>
`
const page = join(root, 'dist/workbench.html')
await mkdir(dirname(page), { recursive: true })
await writeFile(page, html)
console.log(`${page}: ${pictures.length} pictures, ${(html.length / 1e6).toFixed(1)} MB`)

function grouped(all, by) {
  const groups = new Map()
  for (const one of all) groups.set(by(one), [...(groups.get(by(one)) ?? []), one])
  return groups
}

/** Where a set stands; one that is not known yet comes last. */
function place(set) {
  return (Object.keys(SETS).indexOf(set) + 1 || Number.POSITIVE_INFINITY) - 1
}

/** What one event shows, and its pictures: of both ends first. */
async function eventPart(event, id, own) {
  const card = parse(await read(join(captures, event, 'card.yaml')).catch(() => '{}'))
  const ordered = own.toSorted((one, other) => Number(basename(other) === 'both.svg') - Number(basename(one) === 'both.svg'))
  const figures = await Promise.all(ordered.map(figure))
  const truth = card.truth ? `<p>${text(card.truth)}</p>` : ''
  return `<article aria-labelledby="event-${id}"><h3 id="event-${id}" tabindex="-1">${text(basename(event))}</h3><p class="shows">${text(card.shows ?? '')}</p>${truth}
<div class="row">${figures.join('\n')}</div></article>`
}

/** A picture without the style that all have in common, under its name. */
async function figure(name) {
  const drawing = await read(join(captures, name))
  const bare = drawing.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<defs>[\s\S]*?<\/defs>/, '')
  const file = basename(name)
  const of = file === 'both.svg' ? 'both ends' : file.replace(/\.svg$/, '')
  return `<figure><figcaption><a href="../captures/${encodeURI(name)}">${text(of)}</a></figcaption>${bare}</figure>`
}

function text(words) {
  return String(words).replace(/&/g, '&amp;').replace(/</g, '&lt;')
}

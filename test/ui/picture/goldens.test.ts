/** The pictures of every capture that comes with the project lie beside it: its ladder, and of a pair both ends. They are
 *  the product, and are looked at as such: `UPDATE=1 npx vitest run test/ui/picture/goldens.test.ts`, then `npm run workbench`. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openSession } from '../../../src/host/session.ts'
import type { Figure } from '../../../src/ui/picture/figure.ts'
import { bothEndsOf, laddersOf } from '../../../src/ui/picture/figures.ts'
import { svgOf } from '../../../src/ui/picture/svg.tsx'
import { xml } from '../../support/picture/xml.ts'
import { onDisk } from '../../support/recordings/index.ts'

const folder = fileURLToPath(new URL('../../../captures/', import.meta.url))
const all = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
const captures = all.filter(name => /\.(pcap|pcapng|cap|gz)$/.test(name))
/** Nothing reached these ends: there is nothing to draw, and `ikescope ladder --svg` says so. */
const bare = ['lab/v1_path_firewalled/b.pcap', 'lab/v1_path_rejected/b.pcap', 'recorded/v2_no_route/b.pcap']
const drawable = captures.filter(name => !bare.includes(name))
const pairs = [...new Set(captures.map(name => dirname(name)))].flatMap(place => {
  const ends = captures.filter(name => dirname(name) === place && /^[ab]\./.test(basename(name)))
  return ends.length === 2 ? [[place, ends] as const] : []
})

async function figuresOf(...names: readonly string[]): Promise<readonly Figure[]> {
  const opened = await openSession(names.map(name => onDisk(join(folder, name))))
  if (!opened.ok) throw new Error(opened.why)
  const report = await opened.session.report()
  return names.length > 1 ? bothEndsOf(opened.session, report) : laddersOf(opened.session, report, 0)
}

async function drawn(...names: readonly string[]): Promise<string> {
  const figures = await figuresOf(...names)
  expect(figures.length).toBeGreaterThan(0)
  return svgOf(figures).svg
}

/** Held to what lies there; written where nothing does, or where that is asked for. It is the file that a user gets, byte for byte. */
function held(picture: string, golden: string): void {
  expect(xml(picture).text).not.toMatch(/undefined|NaN|Infinity|\[object/)
  expect(picture).not.toMatch(/="[^"]*(NaN|undefined|Infinity)/)
  if (process.env.UPDATE || !existsSync(golden)) writeFileSync(golden, picture)
  expect(picture === readFileSync(golden, 'utf8'), `${golden} is drawn otherwise now`).toBe(true)
}

test.each(drawable)('%s', async name => {
  held(await drawn(name), join(folder, `${name}.svg`))
})

test.each(pairs)('%s: both ends', async (place, ends) => {
  held(await drawn(...ends), join(folder, place, 'both.svg'))
})

test.each(bare)('%s: nothing to draw', async name => {
  expect(captures).toContain(name)
  expect(await figuresOf(name)).toEqual([])
})

test('no picture is left over', () => {
  const there = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.svg'))
  expect(there.sort()).toEqual([...drawable.map(name => `${name}.svg`), ...pairs.map(([place]) => join(place, 'both.svg'))].sort())
})

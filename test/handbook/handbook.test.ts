/** The handbook says something of every rule, and each capture that it points to shows what it says. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { analyze } from '../../src/cli/commands/analyze.ts'
import { chapters, entries, entriesWith, entryOf } from '../../src/handbook/index.ts'
import { words } from '../../src/handbook/words.ts'
import { answer } from '../../src/shell/answer.ts'
import { createShelf } from '../../src/shell/shelf.ts'
import { rules } from '../../src/trace/findings/index.ts'
import type { Report } from '../../src/trace/report.ts'

const captures = fileURLToPath(new URL('../../captures/', import.meta.url))

test('every rule has its entry, and every entry its rule', () => {
  const known = new Set(rules.map(rule => rule.id))
  expect([...known].filter(id => entryOf(id) === undefined)).toEqual([])
  expect(entries.filter(({ rule }) => rule !== undefined && !known.has(rule)).map(({ rule }) => rule)).toEqual([])
  expect(rules.filter(({ id, scenario }) => entryOf(id)?.scenario !== scenario).map(({ id }) => id)).toEqual([])
})

test('no rule and no title stands in it twice', () => {
  const twice = (all: readonly (string | undefined)[]) => all.filter((one, i) => one !== undefined && all.indexOf(one) !== i)
  expect(twice(entries.map(({ rule }) => rule))).toEqual([])
  expect(twice(entries.map(({ title }) => title))).toEqual([])
  expect(twice(chapters.map(({ title }) => title))).toEqual([])
})

test('its texts are whole sentences, and short', () => {
  const texts = entries.flatMap(({ title, see, means, act, mistaken }) => [see, means, act, mistaken].map(text => [title, text] as const))
  expect(texts.filter(([, text]) => !/^["A-Z0-9].*[.]$/.test(text) || text.length > 420)).toEqual([])
  expect(texts.filter(([, text]) => /\s{2}|–|—/.test(text))).toEqual([])
})

async function analyzed(paths: readonly string[]): Promise<Report> {
  let text = ''
  const write = async (piece: string) => {
    text += piece
  }
  await analyze.run([...paths, '--json'], { write, line: piece => write(`${piece}\n`) })
  return JSON.parse(text)
}

describe('captures', async () => {
  const shelf = await createShelf(join(captures, 'no page'), captures)
  const offered = new Map(
    shelf.offer().handbook.map(({ name, files }) => [name, files.map(({ url }) => shelf.at(decodeURIComponent(url.slice(2)))!)]),
  )
  const shown = entries.filter(({ capture }) => capture !== undefined)

  const reports = new Map<string, Promise<Report>>()
  const reportOf = (capture: string) => {
    const known = reports.get(capture) ?? analyzed(offered.get(capture)!)
    reports.set(capture, known)
    return known
  }

  test.each(shown)('$capture shows: $title', async ({ capture, rule }) => {
    const { findings, negotiations } = await reportOf(capture!)
    if (rule) expect(findings.map(one => one.rule)).toContain(rule)
    else expect([negotiations.length > 0, findings.filter(({ severity }) => severity !== 'note')]).toEqual([true, []])
  })

  test('are given out by the shell', async () => {
    const [first] = shelf.offer().handbook
    const path = first!.files[0]!.url.slice(1)
    expect((await answer({ method: 'GET', path }, shelf)).status).toBe(200)
  })
})

test('search: all words, anywhere', () => {
  const titles = (text: string) => entriesWith(text).map(({ title }) => title)
  expect(titles('')).toEqual(entries.map(({ title }) => title))
  expect(titles('4500 blocked')).toContain('Port 4500 is blocked')
  expect(titles('pmtu-black-hole')).toEqual(['Large packets vanish'])
  for (const event of ['4285', '4960']) expect(titles(event)).toEqual(['Something on the way changed the packet'])
  expect(titles('xyzzy')).toEqual([])
})

test('words: each once, in order, explained in a sentence or three', () => {
  const names = words.map(({ word }) => word)
  expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en', { sensitivity: 'base' })))
  expect(new Set(names).size).toBe(names.length)
  expect(words.filter(({ says }) => !/^["A-Z0-9].*[.]$/.test(says) || says.length > 300)).toEqual([])
})

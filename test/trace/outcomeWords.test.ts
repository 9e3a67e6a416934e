/** One set of words for how a negotiation ended: nowhere do people read the report's own names, and the glossary has the words. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { words } from '../../src/handbook/words.ts'
import { ending, outcomeWords } from '../../src/trace/outcomeWords.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')

test('an ending in words', () => {
  expect(ending({ outcome: 'unanswered' })).toBe('not answered')
  expect(ending({ outcome: 'unanswered', answeredInstead: 'N1' })).toBe('not needed, N1 was answered')
})

test('what the product prints of the sample captures has these words and not the names', () => {
  const goldens = readdirSync(join(root, 'captures'), { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.pcap.txt'))
  expect(goldens.length).toBeGreaterThan(200)
  const texts = goldens.map(path => read(join('captures', path)))
  const named = texts.flatMap(text => text.match(/^.*\b(unanswered|incomplete(?! datagrams)|not completed)\b.*$/gm) ?? [])
  expect(named).toEqual([])
  expect(texts.filter(text => text.includes(outcomeWords.incomplete)).length).toBeGreaterThan(20)
})

test('the glossary and the guide use them too', () => {
  const outcome = words.find(({ word }) => word === 'Outcome')!.says
  for (const name of ['established', 'failed', 'unanswered', 'incomplete'] as const) expect(outcome).toContain(outcomeWords[name])
  expect(read('docs/user-guide.md')).not.toMatch(/\bunanswered|\bincomplete/)
})

import { expect, test } from 'vitest'
import type { Rewrite } from '../../../src/trace/report.ts'
import { firstTranslated, translations, translationText } from '../../../src/ui/sideBySide/translations.ts'

const at = (address: string, port: number) => ({ address, port })
const [host, nat, server] = ['192.0.2.10', '203.0.113.9', '198.51.100.20']

function rewrite(from: number, to: number, first: readonly [number, number], direction: Rewrite['direction'] = 'a-to-b'): Rewrite {
  const [inside, outside] = [at(host!, from), at(nat!, to)]
  const other = at(server!, from)
  return direction === 'a-to-b'
    ? { direction, before: { source: inside, destination: other }, after: { source: outside, destination: other }, packets: 1, first }
    : { direction, before: { source: other, destination: outside }, after: { source: other, destination: inside }, packets: 1, first }
}

const all = [rewrite(4500, 40002, [19, 26]), rewrite(500, 40000, [1, 1]), rewrite(500, 40000, [2, 2], 'b-to-a'), rewrite(0, 0, [5, 5])]

test('a NAT is told with addresses and ports before and after, each translation once', () => {
  expect(translationText(translations(all, 0), 0)).toBe('192.0.2.10:500 → 203.0.113.9:40000, :4500 → :40002')
  expect(translations(all, 1)).toEqual([])
  expect(translationText(translations([rewrite(0, 0, [5, 5])], 0), 0)).toBe('192.0.2.10 → 203.0.113.9')
})

test('each translation stands at the first packet that shows it', () => {
  expect([...firstTranslated(all)]).toEqual([
    [1, '192.0.2.10:500 → 203.0.113.9:40000'],
    [19, '192.0.2.10:4500 → 203.0.113.9:40002'],
  ])
})

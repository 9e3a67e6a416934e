import { expect, test } from 'vitest'
import { sketchOf, unsolved } from '../../src/ui/start/sketches.ts'

test('an example that nobody has looked into yet shows what its one end sees, and ends in a question', () => {
  const before = (name: string) => unsolved(sketchOf(name)).join(' ')
  expect(before('v1_cert_fragdrop_both')).toBe('> < > >? +> +>?')
  expect(before('v1_oneway_b_lost')).toBe('>? +>? +>?')
  expect(before('v1_resp_not_running')).toBe('>? +>? +>?')
  expect(before('v1_noprop_p1')).toBe('>? <')
  expect(before('v1_natt_ok')).toBe('> < > < ?')
  for (const name of ['pmtu', 'qm3', 'wrong', '4500', 'blackhole', 'rekey']) {
    expect(before(name)).toContain('?')
    expect(before(name)).not.toMatch(/[x!]/)
  }
})

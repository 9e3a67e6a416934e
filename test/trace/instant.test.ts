import { afterEach, expect, test, vi } from 'vitest'
import { instant, secondsBetween } from '../../src/trace/instant.ts'

afterEach(() => vi.unstubAllEnvs())

test.each([
  ['to the nanosecond', '2026-03-01T12:00:00.999999999Z', '2026-03-01T12:00:01.000000001Z', 0.000000002],
  ['backwards', '2026-03-01T12:00:01.5Z', '2026-03-01T12:00:00.25Z', -1.25],
  ['of one zone and another', '2026-03-01T12:00:00Z', '2026-03-01T12:00:00+01:00', -3600],
  // In Berlin the clock was put forward between these two; a capture's local clock is not the reader's.
  ['of a local clock', '2026-03-29T01:30:00.0', '2026-03-29T03:30:00.5', 7200.5],
])('seconds between times: %s', (_, from, to, seconds) => {
  vi.stubEnv('TZ', 'Europe/Berlin')
  expect(secondsBetween(from, to)).toBeCloseTo(seconds, 9)
})

test('no seconds between what is no time', () => {
  expect(secondsBetween(null, '2026-03-01T12:00:00Z')).toBeUndefined()
  expect(secondsBetween('2026-03-01T12:00:00Z', '2026-13-41T00:00:00Z')).toBeUndefined()
})

test('a moment beyond the years that ISO 8601 writes has no text', () => {
  expect(instant(0n, 'utc')).toBe('1970-01-01T00:00:00.000000000Z')
  expect(instant(10n ** 21n, 'utc')).toBeNull()
})

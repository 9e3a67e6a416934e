/** What the end that asks can only note, the other one tells as a fault: once, and where nothing is wrong the note stays. */
import { expect, test } from 'vitest'
import { openSession } from '../../../src/host/session.ts'
import { onDisk } from '../../support/capture/collect.ts'

const rulesOf = async (path: string, ...ends: readonly string[]) => {
  const opened = await openSession(ends.map(end => onDisk(`captures/${path}/${end}.pcap`)))
  if (!opened.ok) throw new Error(opened.why)
  return (await opened.session.report()).findings.map(one => one.rule)
}

test.each([
  ['composed/group-not-taken', 'group-retry', 'group-not-taken'],
  ['composed/cookie-not-sent', 'cookie-challenge', 'cookie-not-sent'],
])('%s', async (path, note, fault) => {
  expect(await rulesOf(path, 'b')).toContain(note)
  const both = await rulesOf(path, 'a', 'b')
  expect(both[0]).toBe(fault)
  expect(both).not.toContain(note)
})

test.each([
  ['lab/v2_invalid_ke', 'group-retry', 'group-not-taken'],
  ['lab/v2_cookie', 'cookie-challenge', 'cookie-not-sent'],
])('near miss: %s, where the initiator follows', async (path, note, fault) => {
  const both = await rulesOf(path, 'a', 'b')
  expect(both).toContain(note)
  expect(both).not.toContain(fault)
})

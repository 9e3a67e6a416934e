import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openSession } from '../../src/host/session.ts'
import { onDisk } from '../support/recordings/index.ts'

const place = 'captures/composed/kerberos-healthy'
const keys = ['ikev1_decryption_table', 'esp_sa'].map(name => ({ name, text: readFileSync(`${place}/${name}`, 'utf8') }))

async function taken(...ends: readonly string[]) {
  const opened = await openSession(ends.map(end => onDisk(`${place}/${end}.pcap`)))
  if (!opened.ok) throw new Error(opened.why)
  const { tried, opened: open, espTried, espOpened } = await opened.session.keys(keys)
  await opened.session.close()
  return { tried, open, espTried, espOpened }
}

test('a message and an SA that both captures have are counted once', async () => {
  const once = { tried: 10, open: 10, espTried: 2, espOpened: 2 }
  expect(await taken('a')).toEqual(once)
  expect(await taken('b')).toEqual(once)
  expect(await taken('a', 'b')).toEqual(once)
})

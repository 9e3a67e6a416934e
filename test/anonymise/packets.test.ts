import { expect, test } from 'vitest'
import { packetsOf } from '../../src/anonymise/packets.ts'
import { pcapFile } from '../../src/compose/files/pcap.ts'
import { memory } from '../support/capture/collect.ts'

test('many small packets are refused before they fill the memory', async () => {
  const file = pcapFile(Array.from({ length: 1000 }, (_, i) => ({ data: new Uint8Array(60), seconds: i, nanoseconds: 0 })))
  expect((await packetsOf(memory(file), 2_000_000)).ok).toBe(true)
  expect(await packetsOf(memory(file), 1_000_000)).toMatchObject({ ok: false, why: expect.stringContaining('of memory') })
})

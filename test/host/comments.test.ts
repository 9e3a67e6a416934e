import { expect, test } from 'vitest'
import { pcapngWriter } from '../../src/compose/files/pcapng.ts'
import { joined } from '../../src/dissectors/joined.ts'
import { openSession } from '../../src/host/session.ts'
import { memory } from '../support/capture/collect.ts'

const COMMENT = 1
const text = (says: string) => new TextEncoder().encode(says)

test('of very many comments the report lists the first thousand and counts the others, and each is beside its packet', async () => {
  const w = pcapngWriter()
  const packets = Array.from({ length: 1200 }, (_, i) =>
    w.enhanced(new Uint8Array(20), BigInt(i), 0, [
      [COMMENT, text(`first of ${i + 1}`)],
      [COMMENT, text('second')],
    ]),
  )
  const opened = await openSession([memory(joined(w.section(), w.port(101), ...packets), 'said.pcapng')])
  if (!opened.ok) throw new Error(opened.why)
  const [trace] = (await opened.session.report()).traces
  expect(trace!.comments).toHaveLength(1000)
  expect(trace!.moreComments).toBe(1400)
  expect((await opened.session.packet(0, 1200)).comments).toEqual(['first of 1200', 'second'])
})

import { expect, test } from 'vitest'
import { openSession } from '../../src/host/session.ts'
import { howFar } from '../../src/ui/case/progress.ts'
import { onDisk } from '../support/recordings/index.ts'

test('of both ends together it is the same whichever is looked at, copies of every exchange among them', async () => {
  const folder = 'captures/lab/v1_netem_loss20'
  const opened = await openSession([onDisk(`${folder}/a.pcap`), onDisk(`${folder}/b.pcap`)])
  if (!opened.ok) throw new Error(opened.why)
  const { negotiations } = await opened.session.report()
  const [one] = negotiations
  const { says, pips, again } = howFar(one!, 0, true)
  expect({ says, pips, again }).toEqual({
    says: howFar(one!, 1, true).says,
    pips: howFar(one!, 1, true).pips,
    again: howFar(one!, 1, true).again,
  })
  const most = Math.max(...one!.exchanges.flatMap(e => e.messages.map(m => m.transmissions.length)))
  expect(most).toBeGreaterThan(1)
  expect(again).toMatch(new RegExp(` sent ${most}×$`))
  await opened.session.close()
})

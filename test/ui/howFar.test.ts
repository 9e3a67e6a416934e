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

test('what the other end never got whole is a cross, and a quick mode whose last message is lost is not done', async () => {
  const told = async (name: string) => {
    const opened = await openSession([onDisk(`captures/lab/${name}/a.pcap`), onDisk(`captures/lab/${name}/b.pcap`)])
    if (!opened.ok) throw new Error(opened.why)
    const [one] = (await opened.session.report()).negotiations
    await opened.session.close()
    return [howFar(one!, 0, true), howFar(one!, 0)].map(({ pips, says }) => `${pips.map(pip => pip[0]).join('')} ${says}`)
  }
  expect(await told('v1_cert_fragdrop_both')).toEqual(['ssssld MM5 of 6', 'ssssad MM5 of 6'])
  expect(await told('v1_natt_4500_blocked')).toEqual(['ssssad MM5 of 6', 'ssssad MM5 of 6'])
  expect((await told('v1_qm3_lost'))[0]).toBe('ssssss QM3 of 3, not finished')
  expect((await told('v1_main_psk_ok'))[0]).toBe('ssssss QM3 of 3')
})

test('of one end, when several copies were sent and one was answered: the step is seen, whichever copy it was', async () => {
  const opened = await openSession([onDisk('captures/lab/v1_netem_loss20/a.pcap')])
  if (!opened.ok) throw new Error(opened.why)
  const [one] = (await opened.session.report()).negotiations
  await opened.session.close()
  expect(howFar(one!, 0).pips).toEqual(Array.from({ length: 6 }, () => 'seen'))
})

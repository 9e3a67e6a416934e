import { expect, test } from 'vitest'
import { openSession } from '../../src/host/session.ts'
import { answerWords, authenticationWords } from '../../src/text/monitor.ts'
import { onDisk } from '../support/recordings/index.ts'

const lab = 'captures/lab/'

/** The first IKE SA at a moment of A's capture, in words. */
async function told(time: number, ...files: string[]): Promise<readonly string[]> {
  const opened = await openSession(files.map(onDisk))
  if (!opened.ok) throw new Error(opened.why)
  const { mainMode } = await opened.session.monitor(0, time)
  await opened.session.close()
  return [answerWords(mainMode[0]!), authenticationWords(mainMode[0]!)]
}

test('before the answer the monitor says what comes later in the capture', async () => {
  const psk = `${lab}v1_main_psk_ok/a.pcap`
  expect(await told(0.01, psk)).toEqual(['not answered yet, later e26003b785a64be4', 'pre-shared key, chosen later'])
  expect(await told(9, psk)).toEqual(['e26003b785a64be4', 'pre-shared key'])
})

test('what never came here is told from the other capture, if there is one', async () => {
  const [a, b] = [`${lab}v1_oneway_b_lost/a.pcap`, `${lab}v1_oneway_b_lost/b.pcap`]
  expect(await told(20, a)).toEqual(['not answered', 'pre-shared key, offered, not chosen'])
  expect(await told(20, a, b)).toEqual([
    expect.stringMatching(/^not answered here; [0-9a-f]{16} in the other capture$/),
    'pre-shared key, as the other capture shows',
  ])
})

test('nobody ever answered', async () => {
  const [a, b] = [`${lab}v1_resp_firewalled/a.pcap`, `${lab}v1_resp_firewalled/b.pcap`]
  expect(await told(20, a, b)).toEqual(['not answered', 'pre-shared key, offered, not chosen'])
})

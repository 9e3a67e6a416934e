import { expect, test } from 'vitest'
import { openSession } from '../../src/host/session.ts'
import { verdictWords } from '../../src/text/verdict.ts'
import { onDisk } from '../support/recordings/index.ts'

// What stands under "A alone would say" is what is said of A's capture when it is opened alone.

test.each(['lab/v1_pmtu_icmp', 'lab/v1_cert_fragdrop_both', 'composed/ipv6-packet-too-big', 'lab/v2_psk_ok'])('%s', async folder => {
  const ends = ['a', 'b'].map(end => `captures/${folder}/${end}.pcap`)
  const both = await opened(ends)
  for (const [i, end] of ends.entries()) {
    const words = verdictWords(await both.alone(i))
    expect(words).toBe(verdictWords(await (await opened([end])).report()))
    expect(words).not.toBe('')
  }
})

test('a note that must not be missed is said of the one end that shows it', async () => {
  const both = await opened(['a', 'b'].map(end => `captures/lab/v1_pmtu_icmp/${end}.pcap`))
  expect(verdictWords(await both.alone(0))).toMatch(
    /^No fault found; note: the path to 198\.51\.100\.20 takes packets of up to 1,280 bytes only$/,
  )
})

async function opened(paths: readonly string[]) {
  const opened = await openSession(paths.map(onDisk))
  if (!opened.ok) throw new Error(opened.why)
  return opened.session
}

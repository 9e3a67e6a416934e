import { expect, test } from 'vitest'
import { monitor } from '../../src/cli/commands/monitor.ts'
import type { Output } from '../../src/cli/output.ts'
import type { Monitor } from '../../src/trace/monitor/monitor.ts'

const file = 'captures/lab/v2_rekey/a.pcap'

async function shown(...args: string[]): Promise<string> {
  const lines: string[] = []
  const out = {
    line: async (text: string) => void lines.push(text),
    write: async (text: string) => void lines.push(text),
  } as unknown as Output
  await monitor.run(args, out)
  return lines.join('\n')
}

test.each([
  ['no file', [], 'monitor takes one file'],
  ['two files', [file, file], 'monitor takes one file'],
  ['no time', [file, '--at'], '--at takes a time'],
  ['a word', [file, '--at', 'noon'], 'neither seconds nor a time'],
  ['a negative number', [file, '--at', '-3'], 'neither seconds nor a time'],
  ['no such day', [file, '--at=2026-13-41T00:00:00Z'], 'no such time'],
  ['a day that its month does not have', [file, '--at=2026-11-31T00:00:00Z'], 'no such time'],
  ['a time that no clock counts', [file, '--at', '9'.repeat(36)], 'no such time'],
  ['a number that is none', [file, '--at', '9'.repeat(400)], 'no such time'],
  ['a year that no clock counts', [file, '--at', '9999-01-01T00:00Z'], 'no such time'],
  ['before the capture', [file, '--at', '1999-01-01T00:00Z'], 'before the first packet'],
  ['an unknown option', [file, '--when', '3'], 'unknown option --when'],
])('wrong usage: %s', async (_, args, says) => {
  await expect(shown(...args)).rejects.toThrow(says)
})

test('seconds and ISO 8601 mean the same moment', async () => {
  const [one, other] = (await shown(file, '--at', '30', '--json', '--at=2026-11-23T19:47:24.983248Z'))
    .split('\n')
    .map(line => JSON.parse(line) as Monitor)
  expect(one!.time).toBe(30)
  expect(other!.time).toBeCloseTo(30, 6)
  expect({ ...other, time: 30, at: one!.at }).toEqual(one)
  const local = JSON.parse(await shown(file, '--at', '2026-11-23 19:47:24.983248', '--json')) as Monitor
  expect(local.time).toBeCloseTo(30, 6)
})

test('a moment in words', async () => {
  expect(await shown(file, '--at', '8.2')).toMatchInlineSnapshot(`
    "a.pcap at 8.200 s (2026-11-23T19:47:03.183248000Z), up to packet 22

    IKE SAs (IKEv2)
      N1  192.0.2.10:500 -> 198.51.100.20:500  up for 7.6 s  72eb2c48320b9628 / 29b53e5bc43affc1  IKEv2: authentication is encrypted, ENCR_AES_CBC 128 AUTH_HMAC_SHA2_256_128 PRF_HMAC_SHA2_256 256-bit random ECP group

    Child SAs (IPsec)
      N1  IPsec  up for 44.6 ms       to 198.51.100.20 SPI unknown: nothing            to 192.0.2.10 SPI unknown: nothing
      N1  ESP    rekeyed 44.6 ms ago  to 198.51.100.20 c3237d4a: 4 packets, 616 bytes  to 192.0.2.10 ca41911a: 4 packets, 616 bytes  10.10.0.1 and 10.20.0.1

    Statistics of 192.0.2.10
      IKE: Main Modes 1, Quick Modes 2, Authentication Failures 0, Negotiation Failures 0, Active Acquire 0, Active Receive 0
      IPSec: Active Assoc 2, Pending Key 0, Key Adds 2, Key Deletes 0, ReKeys 1, Confidential Bytes Sent 616, Confidential Bytes Received 616, Authenticated Bytes Sent 0, Authenticated Bytes Received 0

    Events that a host would have logged if it is Windows
      0.604 s  192.0.2.10     4650  IKE SA established (4651 if with a certificate), likely  packet 6
      0.604 s  198.51.100.20  4650  IKE SA established (4651 if with a certificate), likely  packet 6
      0.604 s  192.0.2.10     5451  child SA established, likely                             packet 6
      0.604 s  198.51.100.20  5451  child SA established, likely                             packet 6
      8.155 s  192.0.2.10     5451  child SA established, likely                             packet 22
      8.155 s  198.51.100.20  5451  child SA established, likely                             packet 22
      The numbers are those of Windows Vista and later."
  `)
})

test('what the last packet brought is there at the end, whatever its time is rounded to', async () => {
  expect(await shown('captures/lab/v1_aggressive_ok/b.pcap')).toMatch(
    /^b\.pcap at 8\.167 s \(.*\), up to packet 21\n\nMain mode SAs \(IKE\)\n {2}N1 .* deleted just now /,
  )
})

test('an IKE SA that replaced another was not authenticated: it says whose keys it renewed', async () => {
  const rows = (await shown(file)).split('\n').filter(line => /^ {2}N\d .* -> /.test(line))
  expect(rows.map(line => line.slice(2, 4) + line.slice(line.indexOf('  IKEv2') + 1))).toEqual([
    expect.stringMatching(/^N1 IKEv2: authentication is encrypted, ENCR_AES_CBC 128/),
    'N2 IKEv2: new keys of N1',
    'N3 IKEv2: new keys of N2',
  ])
})

test('without a time it is the end of the capture', async () => {
  const end = JSON.parse(await shown(file, '--json')) as Monitor
  expect(end.quickMode.map(sa => sa.state)).toEqual(Array(7).fill('deleted'))
})

test('an event that was due only behind the last packet says so; one within the capture does not', async () => {
  const silent = 'captures/lab/v1_resp_firewalled/a.pcap'
  const late = await shown(silent, '--at', '140')
  expect(late).toMatch(/131\.694 s {2}192\.0\.2\.10 {2}547 {2}.*Sent first \(SA\) payload, after the end of the capture, possible/)
  expect(late).toContain('the capture cannot show whether it came so')
  const within = await shown(file, '--at', '30')
  expect([within.includes('Events that'), within.includes('the end of the capture')]).toEqual([true, false])
})

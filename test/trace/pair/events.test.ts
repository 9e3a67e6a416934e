/** What Windows hosts would have logged, told by two captures: each event once, as the host's own end shows it. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import type { Written } from '../../../src/compose/files/written.ts'
import { openSession } from '../../../src/host/session.ts'
import type { Report } from '../../../src/trace/report.ts'
import { handoutFacts } from '../../../src/ui/handout/facts.ts'
import { htmlOf } from '../../../src/ui/handout/handout.tsx'
import { memory } from '../../support/capture/collect.ts'
import { A, B, converse, Network, type Path } from '../../support/pair/network.ts'

const QUICK = 32
const isQuick = (packet: Uint8Array) => packet[9] === 17 && packet[28 + 18] === QUICK

async function opened(path: Path, cut: (b: readonly Written[]) => readonly Written[] = b => b) {
  const net = new Network(path)
  converse(net, { pings: 3 })
  const [a, b] = net.captures().files
  const session = await openSession([memory(pcapFile(a), 'a'), memory(pcapFile(cut(b)), 'b')])
  if (!session.ok) throw new Error(session.why)
  return { session: session.session, report: await session.session.report() }
}

const told = ({ expectedEvents }: Report) =>
  expectedEvents!.map(({ event, host, trace, says }) => `${event} ${host === A ? 'A' : host === B ? 'B' : host} in ${'AB'[trace]}: ${says}`)

const healthy = [
  '541 B in B: main mode SA established',
  '541 A in A: main mode SA established',
  '541 A in A: quick mode SA established',
  '541 B in B: quick mode SA established',
]

test('each host by its own capture, in the order of one clock', async () => {
  expect(told((await opened({ clock: t => t + 37 })).report)).toEqual(healthy)
})

test('what left for a host and never got there it does not log', async () => {
  let quick = 0
  const { report } = await opened({ drop: (packet, way) => way === 'aToB' && isQuick(packet) && ++quick > 1 })
  expect(told(report).filter(one => one.includes('quick'))).toEqual(['541 A in A: quick mode SA established'])
})

test('where its own capture has ended, the other one tells', async () => {
  const { report } = await opened({}, b => b.slice(0, 5))
  expect(told(report)).toContain('541 B in A: quick mode SA established')
})

test('the report for others writes the times of both captures on one clock', async () => {
  const { session, report } = await opened({ clock: t => t + 37 })
  const html = htmlOf(await handoutFacts(session, report, 'now'))
  expect(html).toContain('Seconds, A&#x27;s clock')
  expect(html).toContain('The numbers are those of Windows 2000 to Server 2003.')
  const times = [...html.matchAll(/<td>([\d.]+)<\/td><td class="number">([\d.]+)<\/td><td class="number">541</g)].map(([, host, time]) => [
    host,
    Number(time),
  ])
  const [b, a] = times as [[string, number], [string, number]]
  expect([b[0], a[0]]).toEqual([B, A])
  expect(a[1] - b[1]).toBeGreaterThan(0)
  expect(a[1] - b[1]).toBeLessThan(0.1)
})

test.each([
  ['both say that they are Windows: each of their events says so', 'kerberos-healthy', ['192.0.2.10 windows', '198.51.100.20 windows']],
  ['one says that it is something else: nothing is told of it', 'selectors-refused', ['198.51.100.20']],
  ['nobody says what it is: of both, if they are', '../lab/v1_main_psk_ok', ['192.0.2.10', '198.51.100.20']],
])('%s', async (_, folder, logs) => {
  const file = readFileSync(fileURLToPath(new URL(`../../../captures/composed/${folder}/a.pcap`, import.meta.url)))
  const session = await openSession([memory(new Uint8Array(file), 'a')])
  if (!session.ok) throw new Error(session.why)
  const events = (await session.session.report()).expectedEvents!
  expect([...new Set(events.map(({ host, windows }) => `${host}${windows ? ' windows' : ''}`))].sort()).toEqual(logs)
})

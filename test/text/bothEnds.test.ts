/** Two traces in plain text: what stands in both, what went missing on the way, and on which side of a router. */
import { expect, test } from 'vitest'
import { pcapFile } from '../../src/compose/files/pcap.ts'
import { openSession } from '../../src/host/session.ts'
import { bothEndsLines } from '../../src/text/bothEnds.ts'
import { drawingBetween } from '../../src/text/ladder/bothEnds.ts'
import type { Report } from '../../src/trace/report.ts'
import { memory } from '../support/capture/collect.ts'
import { Line } from '../support/pair/line.ts'
import { converse, esp, exchange, ike, Network, type Path } from '../support/pair/network.ts'
import { onDisk } from '../support/recordings/index.ts'
import { sayV1 } from '../support/trace/phrases.ts'

async function reportOf(files: readonly Uint8Array[], between = false): Promise<Report> {
  const opened = await openSession(
    files.map((file, i) => memory(file, 'abr'[i]!)),
    undefined,
    undefined,
    { between },
  )
  if (!opened.ok) throw new Error(opened.why)
  return opened.session.report()
}

function story(path: Path, tell: (net: Network) => void = net => converse(net, { pings: 5 })): Promise<Report> {
  const net = new Network(path)
  tell(net)
  return reportOf(net.captures().files.map(file => pcapFile(file)))
}

const drawn = (report: Report) => report.negotiations.flatMap(drawingBetween(report))
const isEsp = (packet: Uint8Array) => packet[9] === 50

test('a negotiation whose answer is lost once, and its protected packets', async () => {
  let dropped = 0
  const report = await story({
    drop: (p, way) => (way === 'bToA' && !isEsp(p) && dropped++ === 0) || (isEsp(p) && way === 'aToB' && p[27] === 2),
  })
  expect(drawn(report)).toMatchInlineSnapshot(`
    [
      "N1  main mode, pre-shared key: established",
      "",
      "       A               192.0.2.10                         198.51.100.20               B",
      "       1     0.000000  |-- MM1 -------------------------------------->|      0.010000 1         104 bytes",
      "                    ·  |                x---------------------- MM2 --|      0.030000 2         84 bytes, lost: 2",
      "                       :  … 2.0 s pass",
      "       2     2.000000  |- MM1, again - - - - - - - - - - - - - - - - >|      2.010000 3         2nd copy",
      "       3     2.040000  |< - - - - - - - - - - - - - - - - MM2, again -|      2.030000 4         2nd copy",
      "       4     2.060000  |-- MM3 -------------------------------------->|      2.070000 5         184 bytes",
      "       5     2.100000  |<-------------------------------------- MM4 --|      2.090000 6         184 bytes",
      "       6     2.120000  |-- MM5 -------------------------------------->|      2.130000 7         92 bytes",
      "       7     2.160000  |<-------------------------------------- MM6 --|      2.150000 8         92 bytes",
      "       8     2.180000  |-- QM1 -------------------------------------->|      2.190000 9         188 bytes",
      "       9     2.220000  |<-------------------------------------- QM2 --|      2.210000 10        188 bytes",
      "      10     2.240000  |-- QM3 -------------------------------------->|      2.250000 11        76 bytes",
      "      11     2.240100  |== ESP c0ffee01 =============================>|      2.250100 12        5 packets in 0.81 s, 1 lost",
      "      12     2.261100  |<============================= ESP c0ffee02 ==|      2.251100 13        4 packets in 0.81 s",
    ]
  `)
  const doubt = "  B's capture itself dropped 8 packets: what it lacks may have arrived there"
  const lost = { ...report.pair!, lostAtoB: 2, lostBtoA: 0 }
  expect(bothEndsLines(lost, [{ dropped: 3 }, { dropped: 8 }]).at(-1)).toBe(doubt)
  expect(bothEndsLines(lost, [{ dropped: 3 }, {}])).toEqual(bothEndsLines(lost))
  expect(bothEndsLines(report.pair!)).toMatchInlineSnapshot(`
    [
      "Both ends",
      "  The clocks of A and B agree to within 10.2 ms.",
      "  18 packets in both; lost from A to B 1, from B to A 1; changed 0",
      "  on the way: A to B 10.0 ms, B to A 10.0 ms",
      "  ESP c0ffee01 from A: 1 of 5 lost, packet 13",
      "  1 of 11 packets from A (192.0.2.10) to B (198.51.100.20) was lost.",
      "  1 of 9 packets from B (198.51.100.20) to A (192.0.2.10) was lost: packet B2, MM2.",
    ]
  `)
})

test('five copies and more are one line for each message', async () => {
  const say = sayV1()
  const report = await story({ delay: 0.0103, drop: (_, way) => way === 'bToA' }, net => {
    exchange(net, 'aToB', say.mm1, say.mm2)
  })
  expect(drawn(report)).toMatchInlineSnapshot(`
    [
      "N1  main mode, pre-shared key: not finished",
      "",
      "       A               192.0.2.10                         198.51.100.20               B",
      "       1     0.000000  |-- MM1 -------------------------------------->|     -0.010000 1         104 bytes",
      "                    ·  |                x---------------------- MM2 --|      0.010000 2         84 bytes, lost: 2",
      "                       :  … 2.0 s pass",
      "     2-5     2.000000  |- MM1, again ×4 - - - - - - - - - - - - - - ->|      1.990000 3, 5, …   4 arrived, over 28.0 s",
      "                    ·  |                x- - - - - - - MM2, again ×4 -|      2.010000 4, 6, …   3 lost, 1 cannot be told, over 28.0 s",
    ]
  `)
})

test('captures that nothing relates claim nothing of what lies between', async () => {
  const one = new Network({})
  converse(one, { pings: 3 })
  const other = new Network({ seed: 9 })
  const say = sayV1({ initiator: 'c3c3c3c3c3c3c3c3', responder: 'd4d4d4d4d4d4d4d4' })
  other.now = 5000
  exchange(other, 'aToB', say.mm1, say.mm2)
  const report = await reportOf([pcapFile(one.captures().files[0]), pcapFile(other.captures().files[1])])
  expect(bothEndsLines(report.pair!)).toMatchInlineSnapshot(`
    [
      "Both ends",
      "  No packet stands in both traces, so nothing relates the two clocks.",
      "  9 packets between the two in one capture only: what became of them cannot be told",
    ]
  `)
  expect(report.findings.map(one => one.rule)).toContain('clock-step')
  for (const { severity, place } of report.findings) expect([severity, place]).toEqual(['note', 'unknown'])
  expect(drawn(report).join('\n')).not.toMatch(/missed it|lost/)
})

test('a router in between: what it has, and on which side of it a packet was lost', async () => {
  const say = sayV1()
  const line = new Line()
    .send('aToB', ike(say.mm1))
    .send('bToA', ike(say.mm2), 'lost behind')
    .send('aToB', ike(say.mm1))
    .send('bToA', ike(say.mm2))
    .send('aToB', ike(say.mm3), 'lost before')
    .send('aToB', ike(say.mm3))
    .send('bToA', ike(say.mm4))
    .send('aToB', esp('aToB', 1))
    .send('bToA', esp('bToA', 1))
  const report = await reportOf([line.bytes(0), line.bytes(1), line.bytes(2)], true)
  expect(drawn(report)).toMatchInlineSnapshot(`
    [
      "N1  main mode, pre-shared key: not finished",
      "",
      "       A               192.0.2.10              R          198.51.100.20               B",
      "       1     0.000000  |-- MM1 ----------------+--------------------->|      0.010000 1         104 bytes, R 1",
      "                    ·  |         x------------+---------------- MM2 --|      0.050000 2         84 bytes, lost behind R: 2, R 2",
      "       2     0.100000  |- MM1, again - - - - - + - - - - - - - - - - >|      0.110000 3         2nd copy, R 3",
      "       3     0.160000  |< - - - - - - - - - - + - - - - - MM2, again -|      0.150000 4         2nd copy, R 4",
      "       4     0.200000  |-- MM3 ----------x                            |  ·                      184 bytes, lost before R: 4",
      "       5     0.250000  |- MM3, again - - - - - + - - - - - - - - - - >|      0.260000 5         2nd copy, R 5",
      "       6     0.310000  |<---------------------+---------------- MM4 --|      0.300000 6         184 bytes, R 6, not answered",
      "       7     0.350000  |== ESP c0ffee01 =============================>|      0.360000 7         1 packet in 10.0 ms",
      "       8     0.410000  |<============================= ESP c0ffee02 ==|      0.400000 8         1 packet in 10.0 ms",
    ]
  `)
})

test('what was answered arrived, though the capture there had not begun; what a capture dropped itself is not told as lost', async () => {
  const tipsOf = async (a: string, b: string) => {
    const opened = await openSession([onDisk(a), onDisk(b)])
    if (!opened.ok) throw new Error(opened.why)
    const lines = drawn(await opened.session.report())
    return ['MM2', 'QM2', 'QM3'].map(name => /\|.*\|/.exec(lines.find(line => line.includes(` ${name} `))!)![0].replace(/[-\w ]/g, ''))
  }
  const late = 'captures/injected/starts-late'
  expect(await tipsOf(`${late}/a.pcap`, `${late}/b.pcap`)).toEqual(['|<|', '|<|', '|>|'])
  const dropped = 'captures/injected/capture-dropped'
  expect(await tipsOf(`${dropped}/a.pcapng`, `${dropped}/b.pcapng`)).toEqual(['|<|', '|<|', '|?|'])
  const lost = 'captures/lab/v1_qm3_lost'
  expect(await tipsOf(`${lost}/a.pcap`, `${lost}/b.pcap`)).toEqual(['|<|', '|<|', '||'])
})

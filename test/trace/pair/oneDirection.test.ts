/** Mirror ports that copy one direction: what such a capture lacks was neither lost nor left unsaid. */
import { describe, expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { openSession } from '../../../src/host/session.ts'
import type { Report } from '../../../src/trace/report.ts'
import { memory } from '../../support/capture/collect.ts'
import { A, B, converse, esp, ike, Network, type Path } from '../../support/pair/network.ts'
import { sayV2 } from '../../support/trace/phrases.ts'

type Taken = 'both' | 'in' | 'out'
type Talk = Parameters<typeof converse>[1]

/** What two such captures show. */
async function reportOf(taken: readonly [Taken, Taken], path: Path = {}, talk: Talk = {}): Promise<Report> {
  const net = new Network(path)
  converse(net, talk)
  const files = net.captures().files.map((all, trace) => {
    const own = (data: Uint8Array) => (source(data) === A) === (trace === 0)
    return pcapFile(all.filter(({ data }) => taken[trace as 0 | 1] === 'both' || own(data) === (taken[trace as 0 | 1] === 'out')))
  })
  const opened = await openSession([memory(files[0]!, 'a'), memory(files[1]!, 'b')])
  if (!opened.ok) throw new Error(opened.why)
  return opened.session.report()
}

function source(frame: Uint8Array): string {
  return frame.subarray(26, 30).join('.')
}

test('both captures hold what A says and no more: that B does not answer is not told', async () => {
  const say = sayV2()
  const net = new Network({ drop: (_, way) => way === 'bToA' })
  for (const message of [say.init, say.auth, say.request(37, 2), say.request(37, 2)]) {
    net.send('aToB', ike(message))
    net.now += 4
  }
  for (let sequence = 1; sequence <= 8; sequence++, net.now++) net.send('aToB', esp('aToB', sequence))
  const opened = await openSession(net.captures().files.map((all, trace) => memory(pcapFile(all), 'ab'[trace]!)) as never)
  if (!opened.ok) throw new Error(opened.why)
  const { findings } = await opened.session.report()
  expect(findings.map(one => one.title).join('; ')).toContain(`Each capture lacks all that ${B} sends`)
  expect(findings.map(one => one.title).join('; ')).not.toContain('does not answer')
  expect(findings.filter(one => one.place !== 'unknown')).toEqual([])
})

describe('A asks, B refuses, and A begins anew', () => {
  const say = sayV2()
  const told = async (copies: number) => {
    const net = new Network({ drop: (_, way) => way === 'bToA' })
    for (const one of [say, sayV2({ initiator: 'c1c1c1c1c1c1c1c1' })]) {
      for (let i = 0; i < copies; i++, net.now += 4) net.send('aToB', ike(one.init))
      net.send('bToA', ike(one.initRefusal(14)))
      net.now += 5
    }
    net.send('aToB', esp('aToB', 1))
    const opened = await openSession(net.captures().files.map((all, trace) => memory(pcapFile(all), 'ab'[trace]!)) as never)
    if (!opened.ok) throw new Error(opened.why)
    return opened.session.report()
  }
  test('the capture at A holds nothing of B, and A repeats nothing: whether the answers arrived cannot be told', async () => {
    const { pair, findings } = await told(1)
    expect(pair).toMatchObject({ lostBtoA: 0, outsideBtoA: 2 })
    expect(JSON.stringify(findings)).not.toContain('lost on')
  })
  test('near miss: A repeats what it asked', async () => expect((await told(3)).pair).toMatchObject({ lostBtoA: 2 }))
})

describe('A takes what it sends itself, and began late: that nothing protected of B is there is no fault', () => {
  const told = async (copies: number, hears: boolean) => {
    const say = sayV2()
    const net = new Network({ drop: (packet, way) => hears && way === 'bToA' && packet[9] === 50 })
    const late = 1
    for (const [way, message] of [
      ['aToB', say.init],
      ['bToA', say.initAnswer],
      ['aToB', say.auth],
      ['bToA', say.authAnswer],
    ] as const) {
      net.send(way, ike(message))
      net.now += 0.1
    }
    net.now = late
    for (let sequence = 1; sequence <= 8; sequence++, net.now++) {
      net.send('aToB', esp('aToB', sequence))
      net.now += 0.01
      net.send('bToA', esp('bToA', sequence))
      if (sequence > 2 && sequence <= 2 + copies) net.send('aToB', ike(say.request(37, 2)))
    }
    net.send('bToA', ike(say.answer(37, 2)))
    net.now++
    net.send('aToB', esp('aToB', 9))
    const [a, b] = net.captures().files
    const of = a.filter(({ data }, i) => (hears || source(data) === A) && (hears || i > 3))
    const opened = await openSession([memory(pcapFile(of), 'a'), memory(pcapFile(b), 'b')])
    if (!opened.ok) throw new Error(opened.why)
    const { findings, pair } = await opened.session.report()
    return { rules: findings.filter(one => one.severity !== 'note').map(one => one.rule), lost: pair!.lostBtoA }
  }
  test('it has protected packets alone', async () => expect(await told(0, false)).toEqual({ rules: [], lost: 0 }))
  test('it repeats a question as well', async () => {
    const { rules } = await told(3, false)
    expect(rules).not.toContain('esp-blocked')
    expect(rules).not.toContain('esp-loss')
  })
  test('near miss: it has what else B sends', async () => expect((await told(0, true)).rules).toContain('esp-blocked'))
})

const faults = ({ findings }: Report) => findings.filter(one => one.severity !== 'note')

describe.each<[Taken, Taken]>([
  ['in', 'both'],
  ['out', 'both'],
  ['both', 'in'],
  ['both', 'out'],
  ['in', 'in'],
  ['in', 'out'],
  ['out', 'in'],
  ['out', 'out'],
])('A takes %s, B takes %s', (ofA, ofB) => {
  const isSame = `${ofA} ${ofB}` === 'in out' || `${ofA} ${ofB}` === 'out in'

  test('all is well: nothing is lost, nobody is silent', async () => {
    const report = await reportOf([ofA, ofB])
    expect(faults(report)).toEqual([])
    expect(report.pair).toMatchObject({ lostAtoB: 0, lostBtoA: 0 })
    const lacking = report.findings.filter(one => one.title.includes('lacks all that')).map(one => one.title.split(' lacks ')[0])
    expect(lacking).toEqual(
      isSame ? ['Each capture'] : [...(ofA === 'both' ? [] : ["A's capture"]), ...(ofB === 'both' ? [] : ["B's capture"])],
    )
  })

  test('port 4500 is blocked: whatever is said of it is no other place', async () => {
    const blocked: Path = { drop: packet => packet[9] === 17 && ((packet[22]! << 8) | packet[23]!) === 4500 }
    const report = await reportOf([ofA, ofB], blocked, { port: 4500 })
    for (const { place, severity, confidence } of faults(report))
      if (severity === 'error' && confidence === 'certain') expect(['unknown', 'a-to-b']).toContain(place)
  })
})

import { describe, expect, test } from 'vitest'
import { pcapFile } from '../../src/compose/files/pcap.ts'
import { openSession } from '../../src/host/session.ts'
import { memory } from '../support/capture/collect.ts'
import { type Carried, ethernet, icmp, ipv4, tcp, u16, udp } from '../support/packets/index.ts'

// What two hosts say beside IPsec, told as a file of packets: time, sender, receiver, what.

const A = '192.0.2.10'
const B = '198.51.100.20'
const DC = '192.0.2.53'
type Said = readonly [time: number, from: string, to: string, what: Carried]

async function session(said: readonly Said[]) {
  const packets = said.map(([time, from, to, what]) => ({
    data: ethernet(ipv4(from, to, what)),
    seconds: 1_600_000_000 + Math.floor(time),
    nanoseconds: Math.round((time % 1) * 1e9),
  }))
  const opened = await openSession([memory(pcapFile(packets))])
  if (!opened.ok) throw new Error(opened.why)
  return opened.session
}
const echo = (type: 0 | 8, sequence: number) => icmp(type, 0, u16(1, sequence))
const question = '1234 0100 0001 0000 0000 0000 0161 0000 0100 01'.replaceAll(' ', '')

describe('what two hosts say beside IPsec', () => {
  test('a conversation without a pause is one run, both ways counted; after a pause another begins', async () => {
    const one = await session([
      [0, A, B, echo(8, 1)],
      [0.01, B, A, echo(0, 1)],
      [1, A, B, echo(8, 2)],
      [9, B, A, echo(8, 3)],
    ])
    const runs = await one.context(0, [A, B], [3, 4])
    expect(runs).toMatchObject([
      { kind: 'ping', host: A, other: B, begins: 'host', forth: 2, back: 1, firstPacket: 1, lastPacket: 3, holds: [3] },
      { kind: 'ping', host: A, other: B, begins: 'other', forth: 0, back: 1, firstPacket: 4, lastPacket: 4, holds: [4] },
    ])
  })

  test('a thousand connections to one service are one conversation, kept apart from other services', async () => {
    const said = Array.from({ length: 1000 }, (_, i): Said => [i / 1000, A, B, tcp(20_000 + i, 445, [], { flags: 2 })])
    const one = await session([...said, [1, B, A, tcp(445, 20_000)], [1.1, A, B, tcp(20_000, 80)]])
    expect((await one.context(0, [A, B], [])).map(({ kind, port, forth, back }) => [kind, port, forth, back])).toEqual([
      ['tcp', 445, 1000, 1],
      ['tcp', 80, 1, 0],
    ])
  })

  test('DNS of either host with anybody belongs to it and says what is asked; TCP with others does not', async () => {
    const one = await session([
      [0, B, DC, udp(5353, 53, question)],
      [1, A, DC, tcp(30_000, 445)],
      [2, DC, '203.0.113.1', udp(5353, 53, question)],
    ])
    const runs = await one.context(0, [A, B], [])
    expect(runs).toMatchObject([{ kind: 'dns', host: B, other: DC, begins: 'host', forth: 1, says: ['query a'] }])
    expect(runs.length).toBe(1)
  })

  test('a conversation that stutters is told with longer pauses instead of in thousands of runs', async () => {
    const said = Array.from({ length: 2000 }, (_, i): Said => [3 * i, A, B, udp(5000, 161, [])])
    const runs = await (await session(said)).context(0, [A, B], [])
    expect(runs.length).toBeLessThanOrEqual(50)
    expect(runs.reduce((sum, run) => sum + run.forth, 0)).toBe(2000)
  })

  test('hosts that said nothing, a trace that is not there', async () => {
    const one = await session([[0, A, B, echo(8, 1)]])
    expect(await one.context(0, [DC, '203.0.113.9'], [])).toEqual([])
    await expect(async () => one.context(1, [A, B], [])).rejects.toThrow('there is no trace 1')
  })
})

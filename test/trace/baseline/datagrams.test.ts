import { expect, test } from 'vitest'
import { ethernet, icmp, ipv4, u16, udp } from '../../support/packets/index.ts'
import { comparison, espNull, type Frame } from '../../support/trace/application.ts'

const [HOST, SERVER] = ['192.0.2.10', '198.51.100.20']

/** Packets one after another, in the clear or in ESP; a step without a packet is a loss. */
function frames(steps: readonly (readonly [time: number, back: boolean, what: ReturnType<typeof udp>])[], isProtected: boolean): Frame[] {
  return steps.map(([time, back, what], i) => {
    const [source, destination] = back ? [SERVER, HOST] : [HOST, SERVER]
    const inside = isProtected ? espNull(back ? 0xc0ffee02 : 0xc0ffee01, i + 1, what) : what
    return { time, data: ethernet(ipv4(source, destination, inside, { id: 100 + i })) }
  })
}

const query = (id: number, port: number, back = false) => {
  const message = [...u16(id), back ? 0x81 : 0x01, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 0x67, 0x77, 0x30 + id, 0, 0, 1, 0, 1]
  return back ? udp(53, port, Uint8Array.from([...message, 1, 2, 3, 4])) : udp(port, 53, Uint8Array.from(message))
}

test('DNS: each question has its answer by its id, from whatever port; one asked again counts in its turn', async () => {
  const clear = frames(
    [
      [0, false, query(1, 4001)],
      [0.01, true, query(1, 4001, true)],
      [1, false, query(2, 4002)],
      [1.01, true, query(2, 4002, true)],
    ],
    false,
  )
  const under = frames(
    [
      [0, false, query(1, 5001)],
      [0.03, false, query(2, 5002)],
      [0.04, true, query(2, 5002, true)],
      [1, false, query(1, 5001)],
      [1.01, true, query(1, 5001, true)],
    ],
    true,
  )
  const { conversations } = await comparison(clear, under)
  expect(
    conversations.map(({ name, turns }) => [
      name,
      turns.map(({ says, alike, added }) => `${says} ${alike} ${Math.round(added!.time * 100) + 0} ${added!.resent}`),
    ]),
  ).toEqual([['DNS', ['DNS gw1 octets 100 1', 'DNS gw2 octets 0 0']]])
})

test('ping: an answer that never came is said and not measured', async () => {
  const echo = (sequence: number, back = false) => icmp(back ? 0 : 8, 0, Uint8Array.from([...u16(7), ...u16(sequence)]), new Uint8Array(40))
  const steps = (lost: readonly number[]) =>
    [1, 2, 3].flatMap(i => [[i, false, echo(i)] as const, ...(lost.includes(i) ? [] : [[i + 0.02, true, echo(i, true)] as const])])
  const { conversations } = await comparison(frames(steps([]), false), frames(steps([2]), true))
  const [ping] = conversations
  expect(
    ping!.turns.map(({ says, alike, added }) => `${says} ${alike} ${added ? Math.round(Math.abs(added.time) * 100) : 'not compared'}`),
  ).toEqual(['ping 1 octets 0', 'ping 2 question not compared', 'ping 3 octets 0'])
  expect(ping!.notes).toEqual(['1 of 3 turns have only one half in one of the captures and are not in the figures.'])
})

/** What network cards do behind a capture, and what changes without leaving a name: none of it is a loss. */
import { expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { random } from '../../../src/compose/random.ts'
import { openSession } from '../../../src/host/session.ts'
import { memory } from '../../support/capture/collect.ts'
import { carried, checksum, ethernet, ipv4, u16, u32 } from '../../support/packets/index.ts'
import { A, B, esp, ike } from '../../support/pair/network.ts'
import { sayV1 } from '../../support/trace/phrases.ts'

interface Seen {
  readonly trace: 0 | 1
  readonly time: number
  readonly packet: Uint8Array
}

async function reportOf(seen: readonly Seen[]) {
  const file = (trace: 0 | 1) =>
    pcapFile(
      seen
        .filter(one => one.trace === trace)
        .toSorted((x, y) => x.time - y.time)
        .map(({ time, packet }) => ({
          data: ethernet(packet),
          seconds: 1_700_000_000 + Math.floor(time),
          nanoseconds: Math.round((time % 1) * 1e6) * 1000,
        })),
    )
  const opened = await openSession([memory(file(0), 'a'), memory(file(1), 'b')])
  if (!opened.ok) throw new Error(opened.why)
  return opened.session.report()
}

/** Packets that stand in both, so that the clocks are related. */
function talk(): Seen[] {
  const say = sayV1()
  return [say.mm1, say.mm2, say.mm3, say.mm4, say.mm5, say.mm6, say.qm1(), say.qm2(), say.qm3()].flatMap((message, i): Seen[] => {
    const [source, destination] = i % 2 ? [B, A] : [A, B]
    const packet = (ttl: number) => ipv4(source, destination, ike(message), { id: 100 + i, ttl })
    const [near, far] = i % 2 ? ([1, 0] as const) : ([0, 1] as const)
    return [
      { trace: near, time: i * 0.1, packet: packet(64) },
      { trace: far, time: i * 0.1 + 0.0103, packet: packet(63) },
    ]
  })
}

const draw = random(7)
const stream = Uint8Array.from({ length: 20_000 }, () => draw(256))

function tcp(from: number, until: number, { id, ttl = 64, base = 0xfffff000 }: { id: number; ttl?: number; base?: number }): Uint8Array {
  const header = [...u16(40000, 445), ...u32((base + from) % 2 ** 32, 77), 0x50, 0x10, ...u16(8192, 0, 0)]
  return ipv4(A, B, carried(6, Uint8Array.from(header), stream.slice(from, until)), { id, ttl })
}

test('TCP segments that the sender’s card cuts are no losses, also where the numbers wrap', async () => {
  const seen = talk()
  seen.push({ trace: 0, time: 2, packet: tcp(0, 5840, { id: 7 }) })
  for (let i = 0; i < 4; i++)
    seen.push({ trace: 1, time: 2.0105 + i * 1e-4, packet: tcp(i * 1460, (i + 1) * 1460, { id: 7 + i, ttl: 63 }) })
  seen.push(
    { trace: 0, time: 3, packet: tcp(5840, 7300, { id: 20 }) },
    { trace: 1, time: 3.0104, packet: tcp(5840, 7300, { id: 20, ttl: 63 }) },
  )
  const { pair } = await reportOf(seen)
  expect(pair).toMatchObject({ lostAtoB: 0, modified: 0 })
  expect(pair!.packets.missedBySender).toEqual([])
})

test('segments that the receiver’s card joins are no losses; one that is missing among them is', async () => {
  const seen = talk()
  for (let i = 0; i < 4; i++) seen.push({ trace: 0, time: 2 + i * 1e-4, packet: tcp(i * 1460, (i + 1) * 1460, { id: 7 + i }) })
  seen.push(
    { trace: 1, time: 2.0105, packet: tcp(0, 2920, { id: 7, ttl: 63 }) },
    { trace: 1, time: 2.0106, packet: tcp(4380, 5840, { id: 10, ttl: 63 }) },
  )
  seen.push(
    { trace: 0, time: 3, packet: tcp(5840, 7300, { id: 20 }) },
    { trace: 1, time: 3.0104, packet: tcp(5840, 7300, { id: 20, ttl: 63 }) },
  )
  expect((await reportOf(seen)).pair).toMatchObject({ lostAtoB: 1, modified: 0 })
})

test('a card that encrypts: the clear packets at its host are not lost, and it is said', async () => {
  const seen = talk()
  for (let i = 0; i < 5; i++) {
    const at = 2 + i * 0.1
    seen.push({ trace: 0, time: at, packet: tcp(i * 100, i * 100 + 100, { id: 50 + i }) })
    seen.push({ trace: 1, time: at + 0.0104, packet: ipv4(A, B, esp('aToB', i + 1), { id: 50 + i, ttl: 63 }) })
  }
  const { pair, findings } = await reportOf(seen)
  expect(pair).toMatchObject({ lostAtoB: 0, modified: 0, outsideAtoB: 5 })
  expect(findings.find(one => one.rule === 'offload-artifacts')).toMatchObject({
    severity: 'note',
    title: `A (${A}) encrypts behind its capture`,
  })
})

test('a packet that is changed and late is one packet', async () => {
  const seen = talk()
  const late = ipv4(A, B, ike(sayV1().informational(0x4001)), { id: 900, ttl: 64 })
  const changed = late.slice()
  changed[8]! -= 1
  changed.set([0, 0], 10)
  changed.set(u16(checksum(changed.subarray(0, 20))), 10)
  changed[50]! ^= 4
  seen.push({ trace: 0, time: 2, packet: late }, { trace: 1, time: 5.2, packet: changed })
  seen.push(...talk().map(one => ({ ...one, time: one.time + 8, packet: renumbered(one.packet) })))
  expect((await reportOf(seen)).pair).toMatchObject({ lostAtoB: 0, modified: 1 })
})

test('a changed quote in an ICMP error counts, by its checksum', async () => {
  const seen = talk()
  const [first] = seen
  const body = [3, 3, 0, 0, 0, 0, 0, 0, ...first!.packet.slice(0, 60)]
  const sum = checksum(Uint8Array.from(body))
  body.splice(2, 2, ...u16(sum))
  const error = (ttl: number) => ipv4(B, A, carried(1, Uint8Array.from(body)), { id: 700, ttl })
  const changed = error(63)
  changed[60]! ^= 1
  seen.push({ trace: 1, time: 0.5005, packet: error(64) }, { trace: 0, time: 0.5109, packet: changed })
  expect((await reportOf(seen)).pair).toMatchObject({ lostBtoA: 0, modified: 1 })
  expect((await reportOf([...seen.slice(0, -1), { trace: 0, time: 0.5109, packet: error(63) }])).pair).toMatchObject({
    lostBtoA: 0,
    modified: 0,
  })
})

function renumbered(packet: Uint8Array): Uint8Array {
  const copy = packet.slice()
  copy.set(u16(((copy[4]! << 8) | copy[5]!) + 500), 4)
  copy.set([0, 0], 10)
  copy.set(u16(checksum(copy.subarray(0, 20))), 10)
  return copy
}

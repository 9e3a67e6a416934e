import { describe, expect, test } from 'vitest'
import type { Baseline } from '../../../src/trace/baseline/report.ts'
import { ethernet, ipv4, udp } from '../../support/packets/index.ts'
import { Application, type Conditions, comparison } from '../../support/trace/application.ts'
import { sayV2 } from '../../support/trace/phrases.ts'
import { A, B } from '../../support/trace/story.ts'

/** Two pages over one connection. */
function pages(how: Conditions, time = 0): Application {
  return new Application(how, time).open().ask('GET /one HTTP/1.1\r\n\r\n', 3000).wait(2).ask('GET /two HTTP/1.1\r\n\r\n', 8000)
}

/** Each turn in a few words: what, how alike, milliseconds added, octets added, sent again. */
function turns({ conversations }: Baseline): string[] {
  return conversations.flatMap(({ turns }) =>
    turns.map(({ says, alike, added }) =>
      [says, alike ?? 'alone', added ? `${Math.round(added.time * 1000)} ms ${added.wire} bytes ${added.resent} again` : ''].join(' | '),
    ),
  )
}

const clear = pages({}).frames

describe.each<[Conditions['protection'], string, number[]]>([
  ['esp', 'esp-null', [72, 119, 191]],
  ['tunnel', 'esp-null', [132, 219, 351]],
  ['ah', 'ah', [72, 120, 192]],
])('the same conversation under %s', (protection, shield, octets) => {
  test('is found and aligned by what was said, and only bytes are added', async () => {
    const told = await comparison(clear, pages({ protection }).frames)
    expect(told).toMatchObject({ clear: 0, secured: 1, alone: [], conversations: [{ name: 'TCP port 80', shield, negotiation: null }] })
    expect(turns(told)).toEqual([
      `connection opened | opening | 0 ms ${octets[0]} bytes 0 again`,
      `HTTP GET /one HTTP/1.1 | octets | 0 ms ${octets[1]} bytes 0 again`,
      `HTTP GET /two HTTP/1.1 | octets | 0 ms ${octets[2]} bytes 0 again`,
    ])
    expect(told.conversations[0]!.says).toMatch(/^IPsec added \d %? ?of bytes to this conversation\.$/)
  })
})

test('which capture is which is found out', async () => {
  expect(await comparison(pages({ protection: 'esp' }).frames, clear)).toMatchObject({
    clear: 1,
    secured: 0,
    conversations: [{ id: 'C1' }],
  })
})

test('smaller segments and a longer way: time, octets and packets of the turns', async () => {
  const told = await comparison(clear, pages({ protection: 'esp', way: 0.012, segment: 1300 }).frames)
  expect(turns(told).map(line => line.replace(/ \d+ bytes/, ''))).toEqual([
    'connection opened | opening | 4 ms 0 again',
    'HTTP GET /one HTTP/1.1 | octets | 4 ms 0 again',
    'HTTP GET /two HTTP/1.1 | octets | 4 ms 0 again',
  ])
  expect(told.conversations[0]!.total.time).toBeCloseTo(0.0121, 3)
  expect(told.conversations[0]!.total.answering).toBeCloseTo(0, 6)
})

test('what was lost under IPsec and sent again belongs to its turn', async () => {
  const told = await comparison(clear, pages({ protection: 'esp', lost: [5], again: 0.3 }).frames)
  expect(told.conversations[0]!.turns.map(({ added }) => [Math.round(added!.time * 1000), added!.resent, added!.waits])).toEqual([
    [0, 0, 0],
    [0, 0, 0],
    [300, 1, 1],
  ])
  expect(told.conversations[0]!.says).toContain('one packet sent again')
})

test('a question that had to be asked twice is no longer thinking of the server', async () => {
  const told = await comparison(clear, pages({ protection: 'esp', askedTwice: [1] }).frames)
  expect(told.conversations[0]!.turns[1]!.added).toMatchObject({ resent: 1, answering: 0 })
  expect(told.conversations[0]!.total.time).toBeCloseTo(0.3, 3)
})

test('a server that thinks longer is not held against IPsec', async () => {
  const told = await comparison(clear, pages({ protection: 'esp', think: 0.102 }).frames)
  const [{ total, says }] = told.conversations as [Baseline['conversations'][number]]
  expect(total.answering).toBeCloseTo(0.2, 5)
  expect(total.time).toBeCloseTo(0, 5)
  expect(says).toContain('began its answers 200 ms later than the path explains')
  const faster = await comparison(pages({ think: 0.102 }).frames, pages({ protection: 'esp' }).frames)
  expect(faster.conversations[0]!.total.answering).toBeCloseTo(-0.2, 5)
})

test('where the rows add up to another time than is said, the server is what differs, and it is told', async () => {
  const [{ total, turns, says }] = (await comparison(clear, pages({ protection: 'esp', way: 0.0106, think: 0.0014 }).frames))
    .conversations as [Baseline['conversations'][number]]
  const rows = turns.reduce((sum, { added }) => sum + added!.time, 0)
  expect(rows - total.answering).toBeCloseTo(total.time, 9)
  expect(says).toMatch(/^IPsec added 3\.6 ms .* The server began its answers 1\.2 ms sooner than the path explains; that is not counted/)
  const [near] = (await comparison(clear, pages({ protection: 'esp', think: 0.0019 }).frames)).conversations
  expect(near!.says).not.toContain('The server')
})

describe('the negotiation in front', () => {
  const negotiated = (idle: number) => {
    const say = sayV2()
    const told = new Application({ protection: 'esp' })
    const ike = (from: typeof A, to: typeof B, message: Uint8Array) =>
      told.put(ethernet(ipv4(from.address, to.address, udp(500, 500, message)))).wait(0.02)
    ike(A, B, say.init)
    ike(B, A, say.initAnswer)
    ike(A, B, say.auth)
    ike(B, A, say.authAnswer)
    told.wait(idle).open().ask('GET /one HTTP/1.1\r\n\r\n', 3000).wait(2).ask('GET /two HTTP/1.1\r\n\r\n', 8000)
    return told.frames
  }

  test('was waited for when the first packet follows at once', async () => {
    const told = await comparison(clear, negotiated(0.001))
    const [{ negotiation, total, says }] = told.conversations as [Baseline['conversations'][number]]
    expect(negotiation).toMatchObject({ roundTrips: 2, messages: 4, resent: 0, packets: [1, 2, 3, 4] })
    expect(negotiation!.waited).toBeCloseTo(0.081, 5)
    expect(total).toMatchObject({ roundTrips: 2 })
    expect(says).toMatch(/^IPsec added 81 ms, two round trips and \d+ % of bytes to this conversation; 81 ms of it was the negotiation\.$/)
  })

  test('was waited for when TCP had to send its SYN again', async () => {
    const told = await comparison(clear, negotiated(0.92))
    expect(told.conversations[0]!.negotiation!.waited).toBeCloseTo(1, 5)
    expect((await comparison(clear, negotiated(0.5))).conversations[0]!.negotiation).toMatchObject({ waited: 0 })
  })

  test('was not when the SA stood ready', async () => {
    const told = await comparison(clear, negotiated(20))
    expect(told.conversations[0]!.negotiation).toMatchObject({ waited: 0 })
    expect(told.conversations[0]!.total.time).toBeCloseTo(0, 5)
  })
})

describe('what cannot be aligned is said', () => {
  test('a turn that only one capture has', async () => {
    const more = new Application({ protection: 'esp' })
      .open()
      .ask('GET /one HTTP/1.1\r\n\r\n', 3000)
      .ask('GET /another HTTP/1.1\r\n\r\n', 99)
    const told = await comparison(clear, more.ask('GET /two HTTP/1.1\r\n\r\n', 8000).frames)
    expect(turns(told).map(line => line.split(' | ').slice(0, 2).join(' '))).toEqual([
      'connection opened opening',
      'HTTP GET /one HTTP/1.1 octets',
      'HTTP GET /another HTTP/1.1 alone',
      'HTTP GET /two HTTP/1.1 octets',
    ])
  })

  test('two captures in the clear, and a conversation that is another one', async () => {
    const both = await comparison(clear, clear)
    expect(both).toMatchObject({ clear: null, secured: null, conversations: [] })
    expect(both.notes[0]).toMatch(/^Neither capture holds a conversation under IPsec that can be read\./)
    const other = await comparison(clear, new Application({ protection: 'ah' }).open().ask('HELO', 5).frames)
    expect(other.conversations).toEqual([])
    expect(other.alone.map(({ trace, name }) => `${trace} ${name}`)).toEqual(['0 TCP port 80', '1 TCP port 80'])
    expect(other.notes[0]).toMatch(/^No conversation of one capture is found in the other/)
  })

  test('the two runs are not the same run', async () => {
    const told = await comparison(clear, pages({ protection: 'ah' }).frames)
    expect(told.notes.at(-1)).toMatch(/^The captures were taken one after the other/)
  })
})

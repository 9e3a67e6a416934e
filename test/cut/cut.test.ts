import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readCapture } from '../../src/capture/index.ts'
import type { Record } from '../../src/capture/record.ts'
import type { ByteSource } from '../../src/capture/source.ts'
import { cut } from '../../src/cli/commands/cut.ts'
import type { Output } from '../../src/cli/output.ts'
import { netmonFile } from '../../src/compose/files/netmon.ts'
import { pcapngWriter, text } from '../../src/compose/files/pcapng.ts'
import { wantedBy } from '../../src/cut/because.ts'
import { cutOut } from '../../src/cut/cut.ts'
import { openSession } from '../../src/host/session.ts'
import { capturesBelow, onDisk } from '../support/recordings/index.ts'
import { scratch } from '../support/scratch.ts'

const captures = fileURLToPath(new URL('../../captures/', import.meta.url))
const folder = scratch()
const withTshark = spawnSync('tshark', ['--version']).status === 0

function inMemory(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    size: bytes.length,
    async read(position, into) {
      const part = bytes.subarray(position, position + into.length)
      into.set(part)
      return part.length
    },
  }
}

/** All that a file says of its packets. */
async function packetsOf(source: ByteSource) {
  const records: (Omit<Record, 'bytes' | 'position' | 'start' | 'end'> & { hex: string })[] = []
  const comments: [number, string][] = []
  const ports: unknown[] = []
  const result = await readCapture(source, {
    record: ({ bytes, start, end, position: _, ...rest }) =>
      records.push({ ...rest, hex: Buffer.from(bytes.subarray(start, end)).toString('hex') }),
    comment: (says, packet = 0) => comments.push([packet, says]),
    interface: port => ports.push(port),
  })
  if (!result.ok) throw new Error(result.why)
  return { records, comments, ports, clock: result.clock }
}

async function madeOf(source: ByteSource, wanted: readonly (readonly [number, readonly string[]])[]) {
  const made = await cutOut(source, new Map(wanted))
  if (!made.ok) throw new Error(made.why)
  return { ...made, ...(await packetsOf(inMemory('cut.pcapng', made.bytes))) }
}

describe('packets in a file of their own', () => {
  const files = capturesBelow(captures).filter(path => /containers|v1_any_sll2|v1_snaplen96|network-monitor/.test(path))

  test.each(files.map(path => [path.slice(captures.length), path]))(
    '%s: bytes, times, lengths, links and directions stay',
    async (_, path) => {
      const whole = await packetsOf(onDisk(path))
      const wanted = whole.records.filter(({ number }) => number % 3 === 1).map(({ number }) => [number, [`why ${number}`]] as const)
      const { records, comments, packets, of } = await madeOf(onDisk(path), wanted)
      expect([packets, of]).toEqual([wanted.length, whole.records.length])
      const same = ({ hex, seconds, nanoseconds, original, linkType, direction }: (typeof records)[number]) => ({
        hex,
        seconds,
        nanoseconds,
        original,
        direction,
        linkType: linkType < 0 ? 162 : linkType,
      })
      expect(records.map(same)).toEqual(whole.records.filter(({ number }) => number % 3 === 1).map(same))
      for (const [i, [number]] of wanted.entries()) {
        expect(comments).toContainEqual([i + 1, `Packet ${number} of the capture`])
        expect(comments).toContainEqual([i + 1, `why ${number}`])
      }
    },
  )

  test('several interfaces with their names and filters; comments that were there', async () => {
    const w = pcapngWriter()
    const nine = [9, Uint8Array.of(9)] as const
    const filter = [11, Uint8Array.of(0, ...text('udp port 500'))] as const
    const blocks = [
      w.section([[1, text('of the whole file')]]),
      w.port(1, 96, [[2, text('eth0')], nine, filter]),
      w.port(101, 0, [[2, text('tun0')], nine]),
      w.enhanced(new Uint8Array(60), 1_000_000_001n, 0, [], 90),
      w.enhanced(new Uint8Array(20), 2_000_000_002n, 1, [[1, text('somebody said so')]]),
      w.enhanced(new Uint8Array(30), 3_000_000_003n, 0),
    ]
    const source = inMemory('two.pcapng', new Uint8Array(Buffer.concat(blocks)))
    const { records, ports, comments } = await madeOf(source, [
      [3, []],
      [2, ['mine']],
    ])
    expect(records.map(one => [one.linkType, one.seconds, one.nanoseconds])).toEqual([
      [101, 2, 2],
      [1, 3, 3],
    ])
    expect(ports).toMatchObject([
      { name: 'tun0', linkType: 101 },
      { name: 'eth0', linkType: 1, filter: 'udp port 500', snapLength: 96 },
    ])
    expect(comments).toContainEqual([1, 'somebody said so'])
    expect(comments).toContainEqual([1, 'mine'])
    expect(comments.filter(([packet]) => packet === 0).map(([, says]) => says)).toEqual([
      'Cut out of two.pcapng: 2 of 3 packets',
      'of the whole file',
    ])
  })

  test('a capture in local time says so; programs are named', async () => {
    const frame = { data: new Uint8Array(60), seconds: 1_000_000_000, nanoseconds: 0, process: 0 }
    const bytes = netmonFile([frame, frame], { version: [2, 2], processes: [{ path: 'C:\\lsass.exe', id: 584 }] })
    const { comments } = await madeOf(inMemory('a.cap', bytes), [[1, []]])
    expect(comments.map(([, says]) => says)).toContain('Times are those of the capturing machine, whose time zone the file does not tell')
    expect(comments).toContainEqual([1, 'Of the program C:\\lsass.exe, process 584'])
  })

  test('times that no clock has stay what they are', async () => {
    const w = pcapngWriter()
    const port = (since: bigint) => w.port(1, 0, [[14, w.u64(since)]])
    const packets = [0n, 2n ** 34n, 10n ** 12n].map(seconds => w.enhanced(new Uint8Array(60), seconds * 1_000_000n))
    const blocks = [w.section(), port(0n), port(-100n), ...packets, w.enhanced(new Uint8Array(60), 60_000_000n, 1)]
    const { records } = await madeOf(inMemory('far.pcapng', new Uint8Array(Buffer.concat(blocks))), [
      [1, []],
      [2, []],
      [3, []],
      [4, []],
    ])
    expect(records.map(({ seconds }) => seconds)).toEqual([0, 2 ** 34, 10 ** 12, -40])
  })

  test('a packet without a time has that of the one before it, and says so', async () => {
    const w = pcapngWriter()
    const blocks = [w.section(), w.port(1), w.enhanced(new Uint8Array(60), 5_000_000n), w.simple(new Uint8Array(60))]
    const source = inMemory('simple.pcapng', new Uint8Array(Buffer.concat(blocks)))
    const { records, comments } = await madeOf(source, [
      [1, []],
      [2, []],
    ])
    expect(records.map(({ seconds }) => seconds)).toEqual([5, 5])
    expect(comments).toContainEqual([2, 'The capture has no time for it'])
  })

  test('a capture that ends inside a packet says so', async () => {
    const whole = readFileSync(`${captures}lab/v1_main_psk_ok/a.pcap`)
    const { comments, unread } = await madeOf(inMemory('a.pcap', new Uint8Array(whole.subarray(0, whole.length - 30))), [[1, []]])
    expect(unread).toEqual([expect.stringMatching(/^packet \d+, cut: the file ends at byte /)])
    expect(comments).toContainEqual([0, `The capture could not be read whole: ${unread[0]}`])
  })

  test.skipIf(!withTshark)('Wireshark reads it, comments and all', async () => {
    const made = await cutOut(onDisk(`${captures}lab/v1_main_psk_ok/a.pcap`), new Map([[3, ['begins here, “so to say”']]]))
    if (!made.ok) throw new Error(made.why)
    const path = join(folder, 'one.pcapng')
    writeFileSync(path, made.bytes)
    const { stdout } = spawnSync('tshark', ['-r', path, '-T', 'fields', '-e', 'frame.comment', '-e', 'isakmp.exchangetype'], {
      encoding: 'utf8',
    })
    expect(stdout).toContain('begins here, “so to say”')
    expect(stdout.trim()).toMatch(/\t2$/)
  })
})

describe('ikescope cut', () => {
  const lines: string[] = []
  const out: Output = { write: async () => {}, line: async (says = '') => void lines.push(says) }
  const pair = ['a', 'b'].map(end => `${captures}lab/v1_cert_fragdrop_both/${end}.pcap`)
  const run = async (...args: string[]) => {
    lines.length = 0
    await cut.run(args, out)
    return lines.join('\n')
  }

  test('what a finding rests on, at both ends, whole datagrams, each packet with why', async () => {
    const path = join(folder, 'why.pcapng')
    expect(await run(...pair, '--finding', 'fragment-filtered', '--out', path)).toMatch(
      /why-a\.pcapng: \d+ packets of 40\n.*why-b\.pcapng: \d+ packets of 32/,
    )
    const { comments, records } = await packetsOf(onDisk(join(folder, 'why-a.pcapng')))
    const of = (number: number) => comments.filter(([packet]) => packet === number).map(([, says]) => says)
    const whole = createHash('sha256').update(readFileSync(pair[0]!)).digest('hex')
    expect(of(0)).toContain(`SHA-256 of the whole capture: ${whole}`)
    for (const { number } of records) expect(of(number).length).toBeGreaterThan(1)
    expect(comments.some(([, says]) => /It belongs together with packet/.test(says))).toBe(true)
    const again = await openSession([onDisk(join(folder, 'why-a.pcapng')), onDisk(join(folder, 'why-b.pcapng'))])
    expect(again.ok && (await again.session.report()).negotiations.length).toBe(1)
  })

  test('chosen packets', async () => {
    const path = join(folder, 'chosen.pcapng')
    expect(await run(pair[0]!, '--packets', '3,5-7', '--out', path)).toBe(`${path}: 4 packets of 40`)
    expect(await run(...pair, '--packets', 'B3,a1', '--out', path)).toMatch(/chosen-a.*1 packet of 40\n.*chosen-b.*1 packet of 32/)
  })

  test('what could not be read is told', async () => {
    const whole = readFileSync(pair[0]!)
    const half = join(folder, 'half.pcap')
    writeFileSync(half, whole.subarray(0, whole.length - 30))
    const path = join(folder, 'of-half.pcapng')
    expect(await run(half, '--packets', '3', '--out', path)).toMatch(
      /: 1 packet of 39\. A comment in it says why .*half\.pcap could not be read whole\n {2}packet 39, cut: the file ends at byte /,
    )
  })

  test.each([
    [['--packets', '3,x'], /^x is no packet/],
    [['--packets', '41'], /^41: the capture has packets 1 to 40/],
    [['--packets', '9-3'], /^9-3: /],
    [['--packets', 'B3'], /^B3: there is no such capture/],
    [['--finding', 'nothing-such'], /^no finding is called nothing-such; there is .*fragment/],
    [['--finding', 'x', '--packets', '3'], /two ways/],
  ])('wrong usage: %j', async (more, says) => {
    await expect(run(pair[0]!, ...more, '--out', join(folder, 'x.pcapng'))).rejects.toThrow(says)
  })

  test('without a file to write', async () => {
    await expect(run(pair[0]!)).rejects.toThrow('cut takes one or two files and --out OUT')
  })
})

test('why a packet matters: the title, and the sentences that name it', async () => {
  const opened = await openSession([
    onDisk(`${captures}lab/v1_cert_fragdrop_both/a.pcap`),
    onDisk(`${captures}lab/v1_cert_fragdrop_both/b.pcap`),
  ])
  if (!opened.ok) throw new Error(opened.why)
  const report = await opened.session.report()
  const finding = {
    ...report.findings[0]!,
    title: 'T',
    because: ['A7 left, B8 came.'],
    evidence: [{ trace: 0 as const, packet: 8, field: 'X/Y' }],
  }
  const [a, b] = wantedBy(report, [finding])
  expect([...a!]).toEqual([
    [8, ['T (see X/Y)']],
    [7, ['A7 left, B8 came.']],
  ])
  expect([...b!]).toEqual([
    [8, ['A7 left, B8 came.']],
    [7, ['The same message as packet A7 at the other end']],
  ])
})

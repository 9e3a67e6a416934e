import type { ByteSource } from '../capture/source.ts'
import { instant } from '../trace/instant.ts'
import { judgedOf } from '../trace/judged.ts'
import { everywhere, onlyThis } from '../trace/pair/everywhere.ts'
import { middleOf } from '../trace/pair/middle.ts'
import { twinOf } from '../trace/pair/twin.ts'
import { baseline } from './baseline.ts'
import { carried } from './carried.ts'
import { context } from './context.ts'
import { density } from './density.ts'
import { elsewhere } from './elsewhere.ts'
import { fingerprint } from './fingerprint.ts'
import { inOrder } from './inOrder.ts'
import { messageNames } from './messageNames.ts'
import { monitor } from './monitor.ts'
import { once } from './once.ts'
import { progressing } from './progress.ts'
import type { Opened, PacketView, Progress, Session } from './protocol.ts'
import { packetBytes, type Reading, readTrace } from './reading.ts'
import { roots } from './roots.ts'
import { packetRows } from './rows.ts'
import { search } from './search.ts'
import { type Story, storyOf } from './story.ts'
import { straightened } from './straightened.ts'
import { anonymised, cut } from './takenAway.ts'

/**
 * Reads captures (one, or both ends of one conversation) and answers questions about them. Everything is kept as facts
 * and numbers; a packet's bytes are read and dissected again when somebody looks at it.
 * @param exempt addresses that need no IPsec, as the user says
 * @param between three captures: the last one is that from between the ends, instead of what hop counts tell
 * @param reports whether progress brings a report along once there are negotiations
 */
export async function openSession(
  sources: readonly ByteSource[],
  onProgress: (progress: Progress) => void = () => {},
  signal?: AbortSignal,
  {
    reports = false,
    exempt = [],
    between = false,
  }: { readonly reports?: boolean; readonly exempt?: readonly string[]; readonly between?: boolean } = {},
): Promise<Opened> {
  const readings: Reading[] = []
  let whole = false
  try {
    for (const [place, source] of sources.entries()) {
      const told = progressing(source, readings, onProgress, reports)
      const read = await readTrace(source, told, signal, sources.length > 1)
      if (!read.ok) return { ok: false, why: read.why, name: source.name, place }
      readings.push(await inOrder(read.reading, told, signal, sources.length > 1))
    }
    const ordered = between || readings.length < 3 ? readings : endsFirst(readings)
    if (!ordered)
      return {
        ok: false,
        why: 'the hop counts do not tell which of the three captures was taken between the other two',
        name: sources[2]!.name,
        place: 2,
      }
    const straight = await straightened(ordered, signal)
    whole = true
    return { ok: true, session: session(straight, exempt) }
  } finally {
    if (!whole) for (const source of sources) await source.close?.()
  }
}

/** The two ends in their order, then what was captured between them; undefined when that cannot be told. */
function endsFirst(readings: readonly Reading[]): readonly Reading[] | undefined {
  const middle = middleOf(readings.map(({ trace }) => trace))
  return middle === undefined ? undefined : [...readings.filter((_, i) => i !== middle), readings[middle]!]
}

function session(readings: readonly Reading[], exempt: readonly string[]): Session {
  let offset: number | undefined
  let complete = once(() => storyOf(readings, exempt))
  let names = once(async () => messageNames((await complete()).report, readings.length))
  const anew = () => {
    complete = once(() => storyOf(readings, exempt, offset))
    names = once(async () => messageNames((await complete()).report, readings.length))
  }
  const readingOf = (trace: number) => {
    const reading = readings[trace]
    if (!reading) throw new RangeError(`there is no trace ${trace}`)
    return reading
  }
  return {
    report: async () => (await complete()).report,
    alone: async trace => judgedOf((await storyOf([readingOf(trace)], exempt)).report),
    lone: async trace => (await storyOf([readingOf(trace)], exempt)).report,
    async relate(seconds) {
      offset = seconds
      anew()
      return (await complete()).report
    },
    packet: (trace, number) => packetView(readingOf(trace), trace, number),
    async rows(trace, from, to) {
      const known = (await names())[trace]
      const rows = await packetRows(readingOf(trace), from, to, number => known?.get(number))
      if (readings.length === 1 || !isCapture(trace)) return rows
      const { lineup, withRouter } = await complete()
      return lineup ? rows.map(row => ({ ...row, ...elsewhere(lineup, withRouter, trace, row.number) })) : rows
    },
    async everywhere(trace, number) {
      const { lineup, withRouter } = await complete()
      if (lineup && isCapture(trace)) return everywhere(lineup, withRouter, trace, number)
      return trace === 0 ? { a: number } : { b: number }
    },
    async twin(trace, number) {
      const { lineup } = await complete()
      return lineup && (trace === 0 || trace === 1) ? twinOf(lineup, trace, number) : { fate: 'unknown' }
    },
    context: (trace, hosts, wanted) => context(readingOf(trace), hosts, wanted),
    monitor: async (trace, time) => monitor(readingOf(trace), trace, time, (await complete()).report),
    baseline: () => baseline(readings),
    cut: (trace, wanted) => cut(readingOf(trace), wanted),
    fingerprint: trace => fingerprint(readingOf(trace).source),
    anonymised: wishes => anonymised(readings, wishes),
    carried: async (trace, by, first, count) => {
      if (trace === 2) return carried([readingOf(trace)], 0, by, first, count, undefined)
      const other = readings[1 - trace]
      const { lineup, withRouter }: Partial<Story> = readings.length > 1 ? await complete() : {}
      return carried([readingOf(trace), other], trace, by, first, count, lineup ?? undefined, withRouter)
    },
    density: async (trace, all, span, parts) => density(readingOf(trace), all, span, parts),
    async keys(files) {
      // With the ciphers, which most never need.
      const { takeKeys } = await import('./takeKeys.ts')
      const taken = await takeKeys(readings, files)
      anew()
      return taken
    },
    async search(trace, text, told, signal, whole) {
      if (whole) return search(readingOf(trace), text, told, { signal, whole })
      const { lineup, withRouter } = await complete()
      const called = (await names())[trace]
      const about = (packet: number) => {
        const message = called?.get(packet)
        return {
          ...(message === undefined ? {} : { message }),
          ...(lineup && isCapture(trace) ? { numbers: onlyThis(lineup, withRouter, trace, packet) } : {}),
        }
      }
      return search(readingOf(trace), text, told, { signal, about })
    },
    async close() {
      for (const reading of readings) await reading.bytes.close?.()
    },
  }
}

function isCapture(trace: number): trace is 0 | 1 | 2 {
  return trace === 0 || trace === 1 || trace === 2
}

async function packetView(reading: Reading, trace: number, number: number): Promise<PacketView> {
  const { packets } = reading.trace
  const row = number - 1
  if (!Number.isInteger(row) || row < 0 || row >= packets.length)
    throw new RangeError(`the capture has packets 1 to ${packets.length}, not ${number}`)
  const bytes = await packetBytes(reading, row)
  const original = packets.original(row)
  const time = packets.time(row)
  const { clock } = reading.about()
  const ahead = packets.clockSets.reduce((sum, set) => (set.row <= row ? sum + set.seconds : sum), 0)
  return {
    trace,
    number,
    time,
    at: reading.start === null || Number.isNaN(time) ? null : instant(reading.start + BigInt(Math.round((time - ahead) * 1e9)), clock),
    captured: bytes.length,
    original,
    comments: reading.comments.get(number) ?? [],
    roots: await roots(reading, row, bytes),
  }
}

import { inflated } from '../capture/gzip.ts'
import { readCapture } from '../capture/index.ts'
import { linkTypeName } from '../capture/linkTypes.ts'
import type { Moment } from '../capture/moment.ts'
import type { Capture, DropPlace, NoCapture, Record, Sink } from '../capture/record.ts'
import type { ByteSource } from '../capture/source.ts'
import type { Context } from '../dissectors/cursor.ts'
import type { Weight } from '../dissectors/field.ts'
import { sort, sorted } from '../dissectors/sort.ts'
import type { ClockSet } from '../trace/packets/clockSet.ts'
import type { LeftOut } from '../trace/story.ts'
import { createTrace, type Trace, type TraceAbout } from '../trace/trace.ts'
import { ByTime } from './byTime.ts'
import { nanoseconds } from './clock.ts'
import { once } from './once.ts'
import { teller } from './teller.ts'
import { ToldTimes } from './toldTimes.ts'
import { VendorIds } from './vendorIds.ts'

/** One capture file being read, and then read. */
export interface Reading {
  readonly trace: Trace
  /** The file as it lies there. */
  readonly source: ByteSource
  /** Random access to the bytes that Record.position counts in. */
  readonly bytes: ByteSource
  /** Texts in the file about single packets. */
  readonly comments: ReadonlyMap<number, readonly string[]>
  /** Time of the first packet, nanoseconds since 1970; null when the file holds no time. */
  readonly start: bigint | null
  /** When the packet with the earliest time was captured. */
  readonly earliest: Moment
  /** What peers said they are. */
  readonly vendorIds: VendorIds
  /** Keys that were given, and what decryption with them needs of the trace. */
  keys?: Pick<Context, 'keyring' | 'ivChains'>
  /** What the file says of itself, as far as it was read. */
  about(): TraceAbout
}

/** Problems, comments, filters and places of drops of one file that the report lists; what comes after is only counted. */
const KEPT = 1000
/** Characters of comments that are kept to be shown with their packets. */
const COMMENTS_KEPT = 16 << 20

/** What a first reading of a file has shown of its times. */
export interface OfTimes {
  /** Where its clock was set back, as another capture shows: times run on as if it had not been. */
  readonly clockSets?: readonly ClockSet[]
  /** Its packets do not stand in the order of their times, and were captured in that order; when the first one was. */
  readonly byTime?: Moment
}

/**
 * Reads one file from end to end into a trace.
 * @param told called now and then with the bytes read so far
 * @param paired it will be lined up with another one
 */
export async function readTrace(
  source: ByteSource,
  told: (read: number, reading: Reading) => void,
  signal?: AbortSignal,
  paired = false,
  { clockSets = [], byTime }: OfTimes = {},
): Promise<{ readonly ok: true; readonly reading: Reading } | NoCapture> {
  const notes = fileNotes(source.name)
  const trace = createTrace(paired)
  trace.packets.clockSets.push(...clockSets)
  const { surviving } = trace
  const vendorIds = new VendorIds()
  const tell = teller({ trace, vendorIds })
  const held = byTime && new ByTime(tell)
  const times = new ToldTimes()
  const numbers = sorted()
  const row = { time: Number.NaN, position: 0, captured: 0, original: 0, linkType: 0, direction: 0 }
  // A number in a variable that a function shares would be a new object each time it changes.
  const latest = { time: byTime ? 0 : Number.NaN, set: 0, ahead: 0 }
  const earliest = { time: 0, seconds: Number.NaN, nanoseconds: 0, ...byTime }
  let firstSeconds = byTime?.seconds ?? Number.NaN
  let firstNanoseconds = byTime?.nanoseconds ?? 0
  let capture: Capture | undefined
  const bytes = once(() => (capture?.compression ? inflated(source) : source))
  const reading: Reading = {
    trace,
    source,
    get bytes() {
      return bytes()
    },
    comments: notes.comments,
    vendorIds,
    earliest,
    get start() {
      return nanoseconds(firstSeconds, firstNanoseconds)
    },
    about: () => ({
      ...notes.about(trace.leftOut),
      format: capture?.format ?? 'pcap',
      compression: capture?.compression ?? null,
      clock: capture?.clock ?? 'utc',
      ...(capture?.orderUnknown ? { orderUnknown: true as const } : {}),
      start: nanoseconds(firstSeconds, firstNanoseconds),
      end: nanoseconds(firstSeconds, firstNanoseconds + Math.round(latest.time * 1e9)),
      linkTypes: trace.packets.linkTypes.map(linkTypeName),
    }),
  }
  const sink: Sink = {
    ...notes.sink,
    record(record: Record) {
      const { bytes, start, end, linkType, original } = record
      if (Number.isNaN(firstSeconds) && !Number.isNaN(record.seconds)) {
        firstSeconds = record.seconds
        firstNanoseconds = record.nanoseconds
        latest.time = 0
        note(earliest, 0, record)
      }
      if (record.number - 1 === clockSets[latest.set]?.row) latest.ahead += clockSets[latest.set++]!.seconds
      row.time = record.seconds - firstSeconds + (record.nanoseconds - firstNanoseconds) / 1e9 + latest.ahead
      row.position = record.position
      row.captured = end - start
      row.original = original
      row.linkType = linkType
      row.direction = record.direction
      if (row.time > latest.time) latest.time = row.time
      if (row.time < earliest.time) note(earliest, row.time, record)
      sort(bytes, start, end, linkType, numbers, original)
      const at = trace.packets.add(numbers, bytes, row)
      surviving?.add(numbers, bytes, end)
      if (numbers.securityStart > 0) trace.packets.ciphers.take(trace.packets.flow(at), numbers, bytes, end)
      trace.handshakes.take(at, numbers, bytes, end)
      trace.unfilledSums.take(at, numbers, bytes, end)
      trace.wrongSums.take(at, numbers, bytes, end)
      trace.encapsulatedPorts.take(at, trace.packets.flow(at), numbers, bytes)
      const told = held ? row.time : times.next(row.time)
      if (!trace.tells(numbers)) return
      if (held) held.take(record, told)
      else tell(record, told, numbers)
    },
    progress: read => told(read, reading),
  }
  const result = await readCapture(source, sink, signal)
  if (!result.ok) return result
  if (held) {
    trace.packets.arrangeByTime()
    held.end()
  }
  trace.end()
  capture = result
  return { ok: true, reading }
}

function note(instant: { time: number; seconds: number; nanoseconds: number }, time: number, { seconds, nanoseconds }: Record): void {
  instant.time = time
  instant.seconds = seconds
  instant.nanoseconds = nanoseconds
}

/** The bytes of a captured packet, read from the file again. */
export async function packetBytes(reading: Reading, row: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(reading.trace.packets.captured(row))
  const read = await reading.bytes.read(reading.trace.packets.position(row), bytes)
  return bytes.subarray(0, read)
}

function tooMany(count: number): string {
  return `more IKE messages than are kept: this one and ${count - 1} after it are only counted`
}

/** Collects what a file says beside its packets. */
function fileNotes(name: string) {
  const problems: { packet: number; weight: Weight; says: string }[] = []
  const comments = new Map<number, string[]>()
  let commentRoom = COMMENTS_KEPT
  let moreComments = 0
  const about: { packet?: number; text: string }[] = []
  const filters = new Set<string>()
  const hostNames = new Map<string, string>()
  let moreProblems = 0
  let dropped: number | undefined
  const drops: DropPlace[] = []
  const sink = {
    problem(packet, problem) {
      if (problems.length < KEPT) problems.push({ packet, ...problem })
      else moreProblems++
    },
    comment(text, packet) {
      if (about.length < KEPT) about.push(packet === undefined ? { text } : { packet, text })
      else moreComments++
      commentRoom -= text.length
      if (packet === undefined || commentRoom < 0) return
      const known = comments.get(packet)
      if (known) known.push(text)
      else comments.set(packet, [text])
    },
    interface(description) {
      if (description.filter && filters.size < KEPT) filters.add(description.filter)
    },
    hostName(address, name) {
      if (hostNames.size < KEPT && !hostNames.has(address)) hostNames.set(address, name)
    },
    dropped(packets, places = []) {
      dropped = (dropped ?? 0) + packets
      for (const place of places) if (drops.length < KEPT) drops.push(place)
    },
  } satisfies Partial<Sink> as Partial<Sink>
  return {
    sink,
    comments,
    about: ({ count, packet }: LeftOut) => ({
      name,
      problems: count ? [...problems, { packet, weight: 'odd' as const, says: tooMany(count) }] : problems,
      ...(moreProblems ? { moreProblems } : {}),
      ...(about.length ? { comments: about } : {}),
      ...(moreComments ? { moreComments } : {}),
      ...(dropped === undefined ? {} : { dropped }),
      ...(drops.length ? { drops } : {}),
      ...(filters.size ? { filters: [...filters] } : {}),
      ...(hostNames.size ? { hostNames: Array.from(hostNames, ([address, name]) => ({ address, name })) } : {}),
    }),
  }
}

import { readCapture } from '../capture/index.ts'
import { writtenMoments } from '../capture/moment.ts'
import type { Interface, NoCapture, Record } from '../capture/record.ts'
import type { ByteSource } from '../capture/source.ts'
import { whyUnread } from '../capture/unread.ts'
import { eraOf, eraOption, type Option, pcapngWriter, text, ticksInEra } from '../compose/files/pcapng.ts'
import { joined, together } from '../dissectors/joined.ts'
import { WRITTEN_LINK } from '../dissectors/linkTypes.ts'

// A few packets of a capture in a file of their own, to be mailed: their bytes, times, link types, directions and interfaces
// are what they were, and each says what it was and why it is there. The file is pcapng, the one format that can say so;
// every format that is read can be cut.

/** Packets by number, each with the texts that are to stand at it, the first the most telling. */
export type Wanted = ReadonlyMap<number, readonly string[]>

/** A pcapng file with the packets that were wanted; the bytes are the caller's. */
export interface CutOut {
  readonly ok: true
  readonly bytes: Uint8Array
  /** How many packets are in it, and how many the capture has. */
  readonly packets: number
  readonly of: number
  /** Why the capture could not be read whole; nothing when it was. */
  readonly unread: readonly string[]
}

interface Kept {
  readonly bytes: Uint8Array
  readonly record: Readonly<Record>
}

/** Codes of options: comment, name, filter, system and resolution of an interface, direction, program that wrote the file. */
const COMMENT = 1
const NAME = 2
const FILTER = 11
const SYSTEM = 12
const RESOLUTION = 9
const DIRECTION = 2
const PROGRAM = 4
/** An option's length is 16 bits; nobody reads that much. */
const LONGEST = 8000

/** Cuts packets out of a capture. @param about one more line about where they come from, for the whole file */
export async function cutOut(source: ByteSource, wanted: Wanted, about?: string): Promise<CutOut | NoCapture> {
  const packets: Kept[] = []
  const ports: Interface[] = []
  const fileSays: string[] = []
  const problems = whyUnread()
  let count = 0
  // A reader may tell of a packet before or after it comes.
  const beside = new Map<number, string[]>()
  const note = (says: string, packet?: number) => {
    if (packet === undefined) fileSays.push(says)
    else if (wanted.has(packet)) beside.set(packet, [...(beside.get(packet) ?? []), says])
  }
  const result = await readCapture(source, {
    interface: description => ports.push(description),
    record(record) {
      count = record.number
      if (!wanted.has(record.number)) return
      const { bytes, start, end } = record
      packets.push({ bytes: bytes.slice(start, end), record: { ...record, bytes: nothing } })
    },
    comment: note,
    problem: problems.problem,
    process: (packet, path, id) => note(`Of the program ${path}, process ${id}`, packet),
  })
  if (!result.ok) return result
  packets.sort((one, other) => one.record.number - other.record.number)
  const saysOf = (packet: number) => [...(wanted.get(packet) ?? []), ...(beside.get(packet) ?? [])]
  const from = `Cut out of ${source.name}: ${packets.length} of ${count} packets`
  const clock = result.clock === 'local' ? ['Times are those of the capturing machine, whose time zone the file does not tell'] : []
  const unread = problems.lines()
  const gaps = unread.map(why => `The capture could not be read whole: ${why}`)
  const bytes = file(packets, saysOf, ports, [from, ...(about ? [about] : []), ...clock, ...gaps, ...fileSays])
  return { ok: true, bytes, packets: packets.length, of: count, unread }
}

const nothing = new Uint8Array(0)

function file(
  packets: readonly Kept[],
  saysOf: (packet: number) => readonly string[],
  ports: readonly Interface[],
  says: readonly string[],
): Uint8Array {
  const w = pcapngWriter()
  const blocks: Uint8Array[] = []
  const known = new Map<string, number>()
  const moments = writtenMoments(
    packets.map(({ record }) => record),
    0,
  )
  for (const [i, { bytes, record }] of packets.entries()) {
    const { number, linkType, original, direction } = record
    const era = eraOf(moments[i]!.seconds)
    const key = `${record.interface} ${linkType} ${era}`
    let port = known.get(key)
    if (port === undefined) {
      port = known.size
      known.set(key, port)
      const from = ports[record.interface]
      const options = [...portOptions(from), ...eraOption(era, w.u64)]
      blocks.push(w.port(linkType < 0 ? WRITTEN_LINK : linkType, from?.snapLength ?? 0, options))
    }
    const timeless = Number.isNaN(record.seconds)
    const texts = [
      `Packet ${number} of the capture`,
      ...saysOf(number),
      ...(timeless ? ['The capture has no time for it'] : []),
      ...(linkType < 0 ? ['Network Monitor wrote it in a form of its own'] : []),
    ]
    const flags: Option[] = direction > 0 ? [[DIRECTION, w.u32(direction)]] : []
    blocks.push(w.enhanced(bytes, ticksInEra(moments[i]!), port, [...comments(texts), ...flags], original))
  }
  return together([w.section([...comments(says), [PROGRAM, text('ikescope')]]), ...blocks])
}

function portOptions(port: Interface | undefined): Option[] {
  const { name, filter, os } = port ?? {}
  return [
    ...(name ? [[NAME, text(name.slice(0, LONGEST))] as const] : []),
    [RESOLUTION, Uint8Array.of(9)],
    ...(filter ? [[FILTER, joined(Uint8Array.of(0), text(filter.slice(0, LONGEST)))] as const] : []),
    ...(os ? [[SYSTEM, text(os.slice(0, LONGEST))] as const] : []),
  ]
}

function comments(texts: readonly string[]): Option[] {
  return texts.slice(0, 100).map(one => [COMMENT, text(one.slice(0, LONGEST))] as const)
}

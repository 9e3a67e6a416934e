import { METADATA } from '../dissectors/linkTypes.ts'
import { sayWhereItEnds } from './ends.ts'
import { blankRecord, type CaptureFormat, LONGEST, type Read, type Reading } from './format.ts'
import { Input } from './input.ts'
import { noDrops, statistics, tellDrops } from './pcapng/drops.ts'
import { names } from './pcapng/names.ts'
import { ENHANCED, PACKET, type Packets, packetBlock, SIMPLE } from './pcapng/packet.ts'
import { describePort, section, sectionOrder } from './pcapng/section.ts'
import type { NoCapture, Sink } from './record.ts'
import { LONGEST_LINK, type Plausible, resynchronise, sayPassedOver } from './resynchronise.ts'

// A file is a row of blocks: u32 type, u32 length, body, the length again. A section header says in which byte order its
// section is written and starts the interface numbers anew. Blocks that are not known are stepped over by their length;
// Wireshark gives custom blocks, journal entries and Sysdig events numbers of their own, so they are records here as well.

/** pcapng, draft-ietf-opsawg-pcapng. */
export const pcapng: CaptureFormat = { name: 'pcapng', recognises, read }

const SECTION = 0x0a0d0d0a
const INTERFACE = 1
const NAMES = 4
const STATISTICS = 5
/** Custom blocks, journal entries, Sysdig events. */
const numbered = new Set([0xbad, 0x40000bad, 9, 0x204, 0x208, 0x216, 0x217, 0x221, 0x222])
const packetTypes = new Set<number>([PACKET, SIMPLE, ENHANCED])
const known = new Set<number>([SECTION, INTERFACE, PACKET, SIMPLE, NAMES, STATISTICS, ENHANCED, 10, ...numbered])

/** Blocks longer than this are never held: packets of this length are bogus, others are stepped over. */
const LONGEST_BLOCK = LONGEST + 64 * 1024
/** Blocks longer than that whose end does not confirm them, before such lengths are no longer followed. */
const MISLED = 16

/** inWindow found a block whose lengths contradict each other. */
const CONTRADICTION = -1
/** inWindow found a section of a version that is not known. */
const STRANGE_SECTION = -2

function recognises(head: Uint8Array): boolean {
  if (head.length < 4) return false
  const view = new DataView(head.buffer, head.byteOffset, head.length)
  return view.getUint32(0) === SECTION && (head.length < 12 || sectionOrder(view, 0) !== undefined)
}

async function read(reading: Reading): Promise<Read | NoCapture> {
  const { sink } = reading
  const input = new Input(reading.source, reading.signal, reading.onRead, reading.chunk)
  if (!(await input.more(28)))
    return { ok: false, why: `a pcapng file cut off inside its first block, after ${input.end - input.at} bytes` }
  const order = sectionOrder(input.view, input.at)
  if (!order) return { ok: false, why: 'a pcapng file whose first block lacks the byte-order magic' }
  const first = section(input.bytes, input.view, input.at + 8, input.at + 24, order.littleEndian, {} as Sink)
  if (typeof first === 'string') return { ok: false, why: first }
  const packets: Packets = { record: blankRecord(METADATA), drops: noDrops(), sink, section: first, ports: 0, undescribed: undefined }
  await blocks(input, packets)
  tellDrops(packets.drops, sink)
  return { ok: true, format: 'pcapng', clock: 'utc', records: packets.record.number }
}

/** Reads block after block to the end of the file. */
async function blocks(input: Input, p: Packets): Promise<void> {
  const misled = { times: 0 }
  for (;;) {
    const needed = inWindow(input, p)
    if (needed === STRANGE_SECTION) {
      p.sink.problem?.(p.record.number, {
        weight: 'malformed',
        says: `the section at byte ${input.offset} has a length or version that is not known; reading stopped`,
      })
      return
    }
    if (needed === CONTRADICTION) {
      if (!(await contradiction(input, p))) return
    } else if (needed > LONGEST_BLOCK) {
      if (!(await giant(input, p, needed, misled))) return
    } else if (!(await input.more(needed))) {
      if (needed > 12 && (await contradiction(input, p, true))) continue
      sayWhereItEnds(input, `the block after packet ${p.record.number}`, 12, needed, p.record.number, p.sink)
      return
    }
  }
}

/** Reads the blocks that the window holds whole; returns the bytes that the next one needs, or what is wrong with it. */
function inWindow(input: Input, p: Packets): number {
  const { view, end } = input
  p.record.bytes = input.bytes
  let at = input.at
  let needed = 12
  while (end - at >= 12) {
    const type = view.getUint32(at, p.section.littleEndian)
    const le = type === SECTION ? sectionOrder(view, at)?.littleEndian : p.section.littleEndian
    if (le === undefined) {
      needed = CONTRADICTION
      break
    }
    const length = view.getUint32(at + 4, le)
    needed = length + (-length & 3)
    if (needed > end - at || needed > LONGEST_BLOCK) break
    if (length < 12 || view.getUint32(at + needed - 4, le) !== length) {
      needed = CONTRADICTION
      break
    }
    if (!block(p, input, at, at + needed - 4, type, le)) {
      needed = STRANGE_SECTION
      break
    }
    at += needed
    needed = 12
  }
  input.at = at
  return needed
}

/** Reads the block of `type` at [at, stop); false when it is a section that cannot be read. */
function block(p: Packets, { bytes, view, position }: Input, at: number, stop: number, type: number, le: boolean): boolean {
  if (type === ENHANCED || type === SIMPLE || type === PACKET) packetBlock(p, view, at, stop, type, position)
  else if (type === SECTION) {
    if (stop - at < 24) return false
    const next = section(bytes, view, at + 8, stop, le, p.sink)
    if (typeof next === 'string') return false
    p.section = next
    p.undescribed = undefined
  } else if (type === INTERFACE) {
    const before = p.section.ports.length
    describePort(p.section, bytes, view, at + 8, stop, p.ports, p.sink)
    p.ports += p.section.ports.length - before
  } else if (type === NAMES) names(bytes, view, at + 8, stop, le, p.sink)
  else if (type === STATISTICS) statistics(p.drops, p.section, view, at + 8, stop, p.record.number)
  else if (numbered.has(type)) metadata(p, at + 8, stop, position)
  return true
}

function metadata({ record, sink }: Packets, start: number, end: number, position: number): void {
  record.number++
  record.start = start
  record.end = end
  record.original = end - start
  record.position = position + start
  record.seconds = Number.NaN
  record.nanoseconds = 0
  record.linkType = METADATA
  record.interface = 0
  record.direction = 0
  sink.record(record)
}

/**
 * The two lengths of a block differ, or are too short. If another block follows where the first length says, that one was
 * right; otherwise reading goes on where blocks follow one another again. At the end of the file (`maybeCut`) the length may
 * be right and the block cut off; it is wrong only if blocks follow in what is left.
 */
async function contradiction(input: Input, p: Packets, maybeCut = false): Promise<boolean> {
  const from = input.offset
  const { at: here } = input
  const type = input.view.getUint32(here, p.section.littleEndian)
  const le = (type === SECTION ? sectionOrder(input.view, here)?.littleEndian : undefined) ?? p.section.littleEndian
  const length = input.view.getUint32(here + 4, le)
  const padded = length + (-length & 3)
  let says = `the block at byte ${from} says ${length} bytes`
  if (length >= 12 && padded <= LONGEST_BLOCK && (await input.more(padded))) {
    await input.more(padded + LONGEST_LINK)
    const next = input.at + padded
    says += ` in front and ${input.view.getUint32(next - 4, le)} at its end`
    if (known.has(type) && blockOrEnd(input, next, le)) {
      p.record.bytes = input.bytes
      p.sink.problem?.(p.record.number, { weight: 'malformed', says })
      input.at = next
      return block(p, input, next - padded, next - 4, type, le)
    }
  }
  input.at += 4
  const found = await resynchronise(input, 12, 4, plausible(le), maybeCut ? 2 : 1)
  if (!found && maybeCut) input.at = here
  else sayPassedOver(p.sink, p.record.number, says, 'a block', from, found, input)
  return found
}

/** A block too long to hold: stepped over when the length at its end confirms it. */
async function giant(input: Input, p: Packets, length: number, misled: { times: number }): Promise<boolean> {
  const from = input.offset
  const le = p.section.littleEndian
  const type = input.view.getUint32(input.at, le)
  if (!packetTypes.has(type) && misled.times < MISLED) {
    const exact = input.view.getUint32(input.at + 4, le)
    await input.seek(from + length - 4)
    if ((await input.more(4)) && input.view.getUint32(input.at, le) === exact) {
      input.at += 4
      return true
    }
    misled.times++
    await input.seek(from)
    await input.more(12)
  }
  return contradiction(input, p)
}

/** At `at` the file ends or a block follows. */
function blockOrEnd({ view, end, ended }: Input, at: number, littleEndian: boolean): boolean {
  return (ended && at === end) || (at + 12 <= end && plausible(littleEndian)(view, at, end) > 0)
}

/** A block of a known type whose two lengths agree. */
function plausible(sectionLittleEndian: boolean): Plausible {
  return (view, at, end) => {
    let le: boolean | undefined = sectionLittleEndian
    const type = view.getUint32(at, le)
    if (!known.has(type)) return 0
    if (type === SECTION) le = sectionOrder(view, at)?.littleEndian
    if (le === undefined) return 0
    const length = view.getUint32(at + 4, le)
    return length >= 12 && length % 4 === 0 && length <= end - at && view.getUint32(at + length - 4, le) === length ? length : 0
  }
}

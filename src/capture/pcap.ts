import { sayWhereItEnds } from './ends.ts'
import { blankRecord, type CaptureFormat, longestPacket, type Read, type Reading, stripFcs } from './format.ts'
import { Input } from './input.ts'
import { another, beginsAnother } from './pcap/another.ts'
import { FILE_HEADER, type FileHeader, fileHeader, isPcap, type Layout } from './pcap/header.ts'
import { headerLength } from './pcap/variant.ts'
import type { NoCapture, Record, Sink } from './record.ts'
import { LONGEST_LINK, type Plausible, resynchronise, sayPassedOver } from './resynchronise.ts'

/** pcap as tcpdump and all others write it, in its historical variants. draft-ietf-opsawg-pcap. */
export const pcap: CaptureFormat = { name: 'pcap', recognises: isPcap, read }

/** Bytes looked at to tell variants of the record header apart. */
const LOOKED_AT = 64 * 1024

async function read(reading: Reading): Promise<Read | NoCapture> {
  const { sink } = reading
  const input = new Input(reading.source, reading.signal, reading.onRead, reading.chunk)
  await input.more(FILE_HEADER)
  const header = fileHeader(input.bytes.subarray(input.at, Math.min(input.end, input.at + FILE_HEADER)))
  if (!header.ok) return header
  if (header.odd !== undefined) sink.problem?.(0, { weight: 'odd', says: header.odd })
  const record = blankRecord(header.layout.linkType)
  let next: FileHeader | undefined = header
  while (next) {
    const layout = await begin(input, next, record, sink)
    next = await records(input, layout, record, reading)
    if (next)
      sink.problem?.(record.number, {
        weight: 'odd',
        says: `another pcap file begins at byte ${input.offset}; its packets are read on here`,
      })
  }
  return { ok: true, format: 'pcap', clock: 'utc', records: record.number }
}

/** Moves behind the header of a file, whose records are laid out as it returns. */
async function begin(input: Input, { layout, headers }: FileHeader, record: Record, sink: Sink): Promise<Layout> {
  await input.seek(input.offset + layout.first)
  await input.more(LOOKED_AT)
  if (record.number > 0) record.interface++
  record.linkType = layout.linkType
  sink.interface?.({ linkType: layout.linkType, ...(layout.snapLength ? { snapLength: layout.snapLength } : {}) })
  return { ...layout, header: headerLength(input, layout, headers) }
}

/** Reads record after record; returns the header of another file where one begins behind them. */
async function records(input: Input, layout: Layout, record: Record, { sink }: Reading): Promise<FileHeader | undefined> {
  const longest = layout.header + longestPacket(layout.snapLength)
  for (;;) {
    const needed = inWindow(input, layout, longest, record, sink)
    if (beginsAnother(input.bytes, input.at, input.end) && record.number > 0) {
      await input.more(FILE_HEADER)
      const next = another(input.bytes, input.at, input.end)
      if (next) return next
    }
    if (needed > longest) {
      if (!(await bogusLength(input, layout, needed - layout.header, record, sink))) return undefined
    } else if (!(await input.more(needed))) {
      if (needed > layout.header && (await bogusLength(input, layout, needed - layout.header, record, sink, true))) continue
      sayWhereItEnds(input, `packet ${record.number + 1}`, layout.header, needed, record.number, sink)
      return undefined
    }
  }
}

/** Reads what the window holds whole; returns the bytes that the next record needs. */
function inWindow(input: Input, layout: Layout, longest: number, record: Record, sink: Sink): number {
  const { littleEndian, header, fractions, mayBeSwapped, padding, fcs } = layout
  const { bytes, view, position, end } = input
  const scale = 1_000_000_000 / fractions
  let at = input.at
  let needed = header
  record.bytes = bytes
  while (end - at >= header) {
    if (beginsAnother(bytes, at, end) && record.number > 0 && (another(bytes, at, end) || (end - at < FILE_HEADER && !input.ended))) {
      needed = FILE_HEADER
      break
    }
    let captured = view.getUint32(at + 8, littleEndian)
    let original = view.getUint32(at + 12, littleEndian)
    if (captured > original && mayBeSwapped) [captured, original] = [original, captured]
    needed = header + captured
    if (needed > end - at || needed > longest) break
    record.number++
    if (captured > original) {
      sink.problem?.(record.number, { weight: 'odd', says: `${captured} bytes captured of a packet of ${original}` })
      original = captured
    }
    record.start = at + header
    record.end = at + needed
    record.original = original
    if (padding) skipPadding(record, padding)
    if (fcs) stripFcs(record, fcs)
    record.position = position + record.start
    record.seconds = view.getUint32(at, littleEndian)
    const fraction = view.getUint32(at + 4, littleEndian)
    if (fraction < fractions) record.nanoseconds = fraction * scale
    else carry(record, fraction, fractions, sink)
    sink.record(record)
    at += needed
    needed = header
  }
  input.at = at
  return needed
}

function skipPadding(record: Record, padding: number): void {
  record.start = Math.min(record.end, record.start + padding)
  record.original = Math.max(record.end - record.start, record.original - padding)
}

/** More than a second of fractions: counted on. */
function carry(record: Record, fraction: number, fractions: number, sink: Sink): void {
  const over = Math.floor(fraction / fractions)
  record.seconds += over
  record.nanoseconds = (fraction - over * fractions) * (1_000_000_000 / fractions)
  sink.problem?.(record.number, { weight: 'odd', says: `the fraction of its second is ${fraction}, of ${fractions} that a second has` })
}

/**
 * A length that cannot be: goes on at the next place where records follow one another, if there is one. At the end of the
 * file (`maybeCut`) a length may be right and the packet cut off; it is bogus only if packets follow in what is left.
 */
async function bogusLength(input: Input, layout: Layout, captured: number, last: Record, sink: Sink, maybeCut = false): Promise<boolean> {
  const { at, offset } = input
  const about = last.number > 0 ? last.seconds : input.view.getUint32(at, layout.littleEndian)
  input.at++
  const found = await resynchronise(input, layout.header, 1, plausible(layout, about), maybeCut ? 2 : 1)
  if (!found && maybeCut) input.at = at
  else sayPassedOver(sink, last.number, `the record at byte ${offset} says ${captured} bytes`, 'a record', offset, found, input)
  return found
}

/** Strict, because any byte may be tried: within a day of `about`, not empty, within the snap length. */
function plausible(layout: Layout, about: number): Plausible {
  const { littleEndian, fractions, header, snapLength } = layout
  const longest = Math.min(LONGEST_LINK, snapLength || LONGEST_LINK)
  return (view, at) => {
    if (Math.abs(view.getUint32(at, littleEndian) - about) > 86_400) return 0
    if (view.getUint32(at + 4, littleEndian) >= fractions) return 0
    const captured = view.getUint32(at + 8, littleEndian)
    const original = view.getUint32(at + 12, littleEndian)
    return captured > 0 && captured <= longest && captured <= original && original <= LONGEST_LINK ? header + captured : 0
  }
}

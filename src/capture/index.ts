import type { CaptureFormat } from './format.ts'
import { type Inflated, inflated, isGzip } from './gzip.ts'
import { netmon } from './netmon.ts'
import { notCapture } from './notCapture.ts'
import { pcap } from './pcap.ts'
import { pcapng } from './pcapng.ts'
import type { Capture, NoCapture, Sink } from './record.ts'
import type { ByteSource } from './source.ts'

/** To add a format: a file with a CaptureFormat, and its name here. The first that recognises a file reads it. */
const formats: readonly CaptureFormat[] = [pcapng, pcap, netmon]

const HEAD = 512

/** For tests: windows so small that every boundary falls between two reads. */
export interface ReadOptions {
  readonly chunk?: number
}

/**
 * Reads a capture from beginning to end and tells `sink` what is in it. A file cut off or damaged gives all that was whole
 * and a problem that says where it ends; problems about no single packet carry the number of the last one before them, 0
 * if they are about the whole file. Rejects only with signal.reason, or with what the sink throws.
 */
export async function readCapture(
  source: ByteSource,
  sink: Sink,
  signal?: AbortSignal,
  options: ReadOptions = {},
): Promise<Capture | NoCapture> {
  signal?.throwIfAborted()
  const first = await headOf(source, signal)
  if (typeof first === 'string') return { ok: false, why: first }
  const gzip = isGzip(first) ? inflated(source) : undefined
  if (!gzip) return readPlain(source, first, undefined, sink, signal, options)
  gzip.signal = signal
  try {
    const head = await headOf(gzip, signal)
    return typeof head === 'string' ? { ok: false, why: head } : await readPlain(gzip, head, gzip, sink, signal, options)
  } finally {
    delete gzip.signal
  }
}

/** Reads the file, out of its compression if it had one. */
async function readPlain(
  source: ByteSource,
  head: Uint8Array,
  gzip: Inflated | undefined,
  sink: Sink,
  signal: AbortSignal | undefined,
  options: ReadOptions,
): Promise<Capture | NoCapture> {
  const format = formats.find(f => f.recognises(head))
  if (!format) return { ok: false, why: why(source.name, head, gzip?.problem?.says, gzip !== undefined) }
  const read = await format.read({
    source,
    sink: gzip ? counting(gzip, sink) : sink,
    signal,
    compressed: gzip !== undefined,
    onRead: position => sink.progress?.(gzip ? gzip.consumed : position),
    ...(options.chunk === undefined ? {} : { chunk: options.chunk }),
  })
  if (!read.ok) return read
  if (gzip?.problem) sink.problem?.(read.records, gzip.problem)
  return {
    ok: true,
    format: read.format,
    compression: gzip ? 'gzip' : null,
    clock: read.clock,
    ...(read.orderUnknown ? { orderUnknown: true as const } : {}),
  }
}

/** The sink, where `gzip` learns of each packet that came out of it. */
function counting(gzip: Inflated, sink: Sink): Sink {
  const record: Sink['record'] = record => {
    gzip.packets = record.number
    sink.record(record)
  }
  return { ...sink, record }
}

/** The first bytes, or why there are none. */
async function headOf(source: ByteSource, signal: AbortSignal | undefined): Promise<Uint8Array | string> {
  const head = new Uint8Array(HEAD)
  try {
    return head.subarray(0, await source.read(0, head))
  } catch (error) {
    signal?.throwIfAborted()
    return `it cannot be read: ${error instanceof Error ? error.message : String(error)}`
  }
}

function why(name: string, head: Uint8Array, problem: string | undefined, compressed: boolean): string {
  if (!compressed) return notCapture(name, head)
  if (head.length === 0) return `compressed with gzip, but nothing comes out${problem === undefined ? '' : `: ${problem}`}`
  return `compressed with gzip, and inside: ${notCapture(name.replace(/\.gz$/i, ''), head)}`
}

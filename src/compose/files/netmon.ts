import { joined } from '../../dissectors/joined.ts'
import { utf16, writer } from './bytes.ts'
import type { Written } from './written.ts'

/** A frame in a Network Monitor file. */
export interface NetMonFrame extends Written {
  readonly mediaType?: number
  readonly process?: number
  /** Instead of seconds and nanoseconds: the raw delta. */
  readonly delta?: bigint
  /** Instead of the frame's time in the UTC stamp. */
  readonly fileTime?: bigint
}

/** What is unlike an ordinary file of version 2.3. */
export interface NetMonOptions {
  readonly version?: readonly [major: number, minor: number]
  readonly macType?: number
  /** Local time of the start, seconds since 1970 as if it were UTC. */
  readonly start?: number
  /** Seconds to add to UTC for local time. */
  readonly zone?: number
  readonly first?: number
  /** Frame numbers in the order in which they lie in the file. */
  readonly fileOrder?: readonly number[]
  readonly comments?: readonly { readonly frame: number; readonly title: string; readonly description: string }[]
  readonly processes?: readonly { readonly path: string; readonly id: number }[]
  /** Up to 2.1: frames that the capturing machine dropped, and those overwritten in its buffer. */
  readonly statistics?: { readonly dropped: number; readonly overwritten?: number; readonly passed?: number }
  /** Leave the table out, as an interrupted capture does. */
  readonly interrupted?: boolean
}

const EPOCH = 116_444_736_000_000_000n

/** A Network Monitor file: header, frames, frame table, comments, processes. */
export function netmonFile(frames: readonly NetMonFrame[], options: NetMonOptions = {}): Uint8Array {
  const { version = [2, 3], start = Math.floor(frames[0]?.seconds ?? 0), zone = 0, first = 128 } = options
  const [major, minor] = version
  const order = options.fileOrder ?? frames.map((_, i) => i)
  const written = frames.map(frame => frameBytes(frame, major, minor, start, zone))
  const offsets: number[] = []
  let at = first
  for (const i of order) {
    offsets[i] = at
    at += written[i]!.length
  }
  const table = writer()
  for (const offset of offsets) table.u32(offset)
  const comments = commentArea(offsets, options.comments ?? [])
  const processes = processTable(options.processes ?? [])
  const counted = options.statistics ? statisticsArea(frames.length, options.statistics) : undefined
  const tail = options.interrupted ? [] : [table.done(), comments, counted ?? processes]
  const head = writer()
    .bytes(new TextEncoder().encode(major === 1 ? 'RTSS' : 'GMBU'))
    .u8(minor)
    .u8(major)
    .u16(options.macType ?? 1)
  systemTime(head, start + zone)
  if (options.interrupted) head.zeros(first - 24)
  else {
    head
      .u32(at)
      .u32(offsets.length * 4)
      .u32(0)
      .u32(0)
    head.u32(comments.length ? at + offsets.length * 4 : 0).u32(comments.length)
    const last = counted ?? processes
    head.u32(last.length ? at + offsets.length * 4 + comments.length : 0).u32(counted?.length ?? options.processes?.length ?? 0)
    head.zeros(first - 56)
  }
  return joined(head.done(), ...order.map(i => written[i]!), ...tail)
}

function frameBytes(frame: NetMonFrame, major: number, minor: number, start: number, zone: number): Uint8Array {
  const { data, seconds, nanoseconds, original = data.length } = frame
  const w = writer()
  if (major === 1) {
    const delta = (seconds - start) * 1000 + Math.floor(nanoseconds / 1_000_000)
    return w.u32(delta).u16(original).u16(data.length).bytes(data).done()
  }
  const delta = frame.delta ?? BigInt(seconds - start) * 1_000_000n + BigInt(Math.floor(nanoseconds / 1000))
  w.u64(delta).u32(original).u32(data.length).bytes(data)
  if (minor >= 1) w.u16(frame.mediaType ?? 1)
  if (minor >= 2) w.u32(frame.process ?? 0xffffffff)
  if (minor >= 3) w.u64(frame.fileTime ?? EPOCH + BigInt(seconds) * 10_000_000n + BigInt(Math.floor(nanoseconds / 100))).u8(zone ? 1 : 255)
  return w.done()
}

function systemTime(w: ReturnType<typeof writer>, seconds: number): void {
  const t = new Date(seconds * 1000)
  w.u16(t.getUTCFullYear())
    .u16(t.getUTCMonth() + 1)
    .u16(t.getUTCDay())
    .u16(t.getUTCDate())
  w.u16(t.getUTCHours()).u16(t.getUTCMinutes()).u16(t.getUTCSeconds()).u16(t.getUTCMilliseconds())
}

function commentArea(offsets: readonly number[], comments: NonNullable<NetMonOptions['comments']>): Uint8Array {
  const w = writer()
  for (const { frame, title, description } of comments) {
    const titleBytes = utf16(title)
    const body = new TextEncoder().encode(description)
    w.u32(1).u32(offsets[frame]!).u32(titleBytes.length).bytes(titleBytes).u32(body.length).bytes(body)
  }
  return w.done()
}

/** Microsoft's STATISTICS. */
function statisticsArea(captured: number, { dropped, overwritten = 0, passed }: NonNullable<NetMonOptions['statistics']>): Uint8Array {
  const all = passed ?? captured + dropped + overwritten
  const w = writer().zeros(8).u32(captured).u32(0).u32(all).zeros(12).u32(all).zeros(12)
  return w.u32(dropped).u32(overwritten).zeros(32).done()
}

function processTable(processes: NonNullable<NetMonOptions['processes']>): Uint8Array {
  if (processes.length === 0) return new Uint8Array(0)
  const w = writer().u16(1)
  for (const { path, id } of processes) {
    const bytes = utf16(path)
    w.u32(bytes.length).bytes(bytes).u32(3).zeros(3).u32(id).u16(500).u16(0).u16(500).u16(0).u32(0).zeros(32)
  }
  return w.done()
}

import type { Report } from '../trace/report.ts'

/** How times are written: since the trace began, since the row before, by A's clock (or the one capture's own), by B's, in UTC with the date. */
export type TimeFormat = 'start' | 'previous' | 'clock' | 'clockB' | 'utc'

/** Those that a report has, in the order in which they follow each other. */
export function timeFormats(report: Clocked): readonly TimeFormat[] {
  const ends = report.traces.slice(0, 2)
  const utc = related(report) ? inUtc(report.traces) !== undefined : ends.length > 0 && ends.every(isUtc)
  return ['start', 'previous', 'clock', ...(related(report) ? ['clockB' as const] : []), ...(utc ? ['utc' as const] : [])]
}

/** The way of writing times that follows one of them. */
export function timesAfter(times: TimeFormat, report: Clocked | undefined): TimeFormat {
  const all = report ? timeFormats(report) : (['start'] as const)
  return all[(all.indexOf(times) + 1) % all.length]!
}

/** A way of writing times as a report has it: what it lacks is the beginning's. */
export function timesIn(times: TimeFormat, report: Clocked): TimeFormat {
  return timeFormats(report).includes(times) ? times : 'start'
}

type Clocked = Pick<Report, 'traces' | 'pair' | 'between'>

/** Whether there are two clocks, and it is known how they stand to each other. */
export function related({ traces, pair }: Clocked): boolean {
  return traces.length > 1 && pair != null && pair.clock.found !== 'none' && pair.offset !== null
}

/** Whose times are shown: one capture's, a router's among them, or both in one list, which are those of A where the clocks are related. */
export type Whose = 0 | 1 | 2 | 'both'

/** Which capture's first packet is second 0, as `A` or `each capture`; with one capture it needs no name. */
function beginner(report: Clocked | undefined, whose: Whose): string | undefined {
  if (!report || report.traces.length < 2) return undefined
  return whose === 'both' ? (related(report) ? 'A' : 'each') : 'ABR'[whose]
}

/** What a format is called. */
export function timeFormatName(format: TimeFormat, report: Clocked | undefined, whose: Whose = 'both'): string {
  switch (format) {
    case 'start': {
      const whom = beginner(report, whose)
      return `Seconds since ${whom === undefined ? 'the capture' : whom === 'each' ? 'each capture' : `${whom}’s capture`} began`
    }
    case 'previous':
      return 'Seconds since the row before'
    case 'clock':
      return report && related(report) ? 'Clock of A' : 'Clock of the capture'
    case 'clockB':
      return 'Clock of B'
    case 'utc':
      return 'UTC, with the date'
  }
}

/** The same in two or three words, where there is little room. */
export function timeFormatShort(format: TimeFormat, report: Clocked | undefined, whose: Whose = 'both'): string {
  const clocks = report !== undefined && related(report)
  const whom = beginner(report, whose)
  const names: Readonly<Record<TimeFormat, string>> = {
    start: whom === undefined ? 'since start' : `since ${whom} began`,
    previous: 'since row before',
    clock: clocks ? 'A’s clock' : 'its clock',
    clockB: 'B’s clock',
    utc: 'UTC',
  }
  return names[format]
}

/** The same within a sentence: names keep their capitals. */
export function timeFormatSaid(format: TimeFormat, report: Clocked | undefined, whose: Whose = 'both'): string {
  const name = timeFormatName(format, report, whose)
  return /^[A-Z]{2}/.test(name) ? name : `${name[0]!.toLowerCase()}${name.slice(1)}`
}

/**
 * The moment, ISO 8601, that a format writes for the beginning of what is shown. Between two clocks lies the offset at A's
 * first packet; where nothing relates them each keeps its own.
 * @param trace whose seconds are shown; both ends: A's, 0
 */
export function startFor(format: TimeFormat, report: Clocked, trace: 0 | 1 | 2): string | null {
  const { traces, pair } = report
  if (trace === 2) return startOfRouter(format, report)
  const own = traces[trace]?.start ?? null
  const offset = pair?.offset
  const wanted = format === 'clock' ? 0 : format === 'clockB' ? 1 : format === 'utc' && !isUtc(traces[trace]) ? inUtc(traces) : trace
  if (!related(report) || wanted === undefined || wanted === trace || offset == null) return own
  return shifted(own, wanted === 1 ? offset : -offset)
}

/** The same of a router's capture, which is related to each end by itself. */
function startOfRouter(format: TimeFormat, { between, traces }: Clocked): string | null {
  if (!between) return null
  const { summary, aToR, rToB } = between
  const wanted = format === 'clock' ? 0 : format === 'clockB' ? 1 : format === 'utc' && !isUtc(summary) ? inUtc(traces) : undefined
  const seconds = wanted === 0 && aToR.offset !== null ? -aToR.offset : wanted === 1 ? rToB.offset : null
  return seconds === null ? summary.start : shifted(summary.start, seconds)
}

/** The trace whose clock says UTC; A's where both do. */
function inUtc(traces: Report['traces']): 0 | 1 | undefined {
  const found = traces.slice(0, 2).findIndex(isUtc)
  return found < 0 ? undefined : (found as 0 | 1)
}

function isUtc(trace: Report['traces'][number] | undefined): boolean {
  return trace?.clock === 'utc' && trace.start !== null
}

/** A moment so many seconds later, to the nanosecond. */
function shifted(start: string | null, seconds: number): string | null {
  const began = start ? Date.parse(`${start.slice(0, 19)}Z`) : Number.NaN
  if (Number.isNaN(began)) return start
  const nanoseconds =
    BigInt(began) * 1_000_000n + BigInt((/\.(\d+)/.exec(start!)?.[1] ?? '').padEnd(9, '0').slice(0, 9)) + BigInt(Math.round(seconds * 1e9))
  const fraction = ((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n
  return `${new Date(Number((nanoseconds - fraction) / 1_000_000n)).toISOString().slice(0, 19)}.${String(fraction).padStart(9, '0')}Z`
}

/** Whether a format writes clock times. */
export function isClock(format: TimeFormat): boolean {
  return format === 'clock' || format === 'clockB' || format === 'utc'
}

/** A span of time in words as short as they stay exact enough: `0.4 ms`, `4.0 s`, `2 min 38 s`, `3 h 5 min`, `2 days 4 h`. */
export function duration(seconds: number): string {
  const s = Math.abs(seconds)
  if (s === 0) return '0 s'
  if (s < 0.0095) return `${(s * 1000).toFixed(1)} ms`
  if (s < 0.995) return `${Math.round(s * 1000)} ms`
  if (s < 99.95) return `${s.toFixed(1)} s`
  const whole = Math.round(s)
  if (whole < 600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  const minutes = Math.round(s / 60)
  if (minutes < 24 * 60) return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
  const hours = Math.round(s / 3600)
  return `${Math.floor(hours / 24)} ${hours < 48 ? 'day' : 'days'} ${hours % 24} h`
}

/** A moment, so long after the capture began; one from before, which another capture or a clock that was set back has, with its sign. */
export function moment(seconds: number): string {
  const long = duration(seconds)
  return seconds < 0 && /[1-9]/.test(long) ? `−${long}` : long
}

/** The clock's hours, minutes and seconds at `seconds` after `start` (ISO 8601); undefined without a start. */
export function clock(start: string | null | undefined, seconds: number, digits = 3): string | undefined {
  const began = start ? Date.parse(`${start.slice(0, 19)}Z`) : Number.NaN
  if (Number.isNaN(began)) return undefined
  const fraction = Number(`0${/\.\d+/.exec(start!)?.[0] ?? '.0'}`)
  const unit = 10 ** digits
  const total = Math.floor((fraction + seconds) * unit + 1e-6)
  const rest = ((total % unit) + unit) % unit
  const at = new Date(began + ((total - rest) / unit) * 1000)
  if (Number.isNaN(at.getTime())) return undefined
  const hms = at.toISOString().slice(11, 19)
  return digits === 0 ? hms : `${hms}.${String(rest).padStart(digits, '0')}`
}

/** A row's time in the gutter. */
export function gutterTime(format: TimeFormat, time: number, previous: number | undefined, start: string | null | undefined): string {
  if (format === 'utc') {
    const date = start
      ? new Date(Date.parse(`${start.slice(0, 19)}Z`) + 1000 * (time + Number(`0${/\.\d+/.exec(start)?.[0] ?? '.0'}`)))
      : undefined
    const at = clock(start, time)
    return at && date && !Number.isNaN(date.getTime()) ? `${date.toISOString().slice(5, 10)} ${at}` : time.toFixed(3)
  }
  if (isClock(format)) return clock(start, time) ?? time.toFixed(3)
  if (format === 'previous') return previous === undefined ? '' : since(time - previous)
  return time.toFixed(3)
}

/** What stands below may have been before: what one capture has from before the other one began. */
function since(seconds: number): string {
  const by = Math.round(seconds * 1000) / 1000
  return `${by < 0 ? '−' : '+'}${Math.abs(by).toFixed(3)}`
}

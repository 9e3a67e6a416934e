/** How times are written in the ladder: since the trace began, since the row before, by the capture's own clock. */
export type TimeFormat = 'start' | 'previous' | 'clock'

export const timeFormats: readonly TimeFormat[] = ['start', 'previous', 'clock']

/** What a format is called, for the status line. */
export const timeFormatNames: Readonly<Record<TimeFormat, string>> = {
  start: 'Seconds since the capture began',
  previous: 'Seconds since the row before',
  clock: 'Clock of the capture',
}

/** A span of time in words as short as they stay exact enough: `0.4 ms`, `4.0 s`, `2 min 38 s`, `3 h 5 min`, `2 days 4 h`. */
export function duration(seconds: number): string {
  const s = Math.abs(seconds)
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

/** The date of the capture, `2024-05-01`. */
export function day(start: string | null | undefined): string | undefined {
  return start?.slice(0, 10)
}

/** A row's time in the gutter. */
export function gutterTime(format: TimeFormat, time: number, previous: number | undefined, start: string | null | undefined): string {
  if (format === 'clock') return clock(start, time) ?? time.toFixed(3)
  if (format === 'previous') return previous === undefined ? '' : `+${(time - previous).toFixed(3)}`
  return time.toFixed(3)
}

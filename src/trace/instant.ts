/**
 * An absolute time as ISO 8601 with nanoseconds; that of a local clock has no Z.
 * @param time nanoseconds since 1970; null, or outside the years 0 to 9999: null
 */
export function instant(time: bigint | null, clock: 'utc' | 'local'): string | null {
  if (time === null) return null
  const fraction = ((time % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n
  const milliseconds = Number((time - fraction) / 1_000_000n)
  if (milliseconds < -62_167_219_200_000 || milliseconds > 253_402_300_799_000) return null
  return `${new Date(milliseconds).toISOString().slice(0, 19)}.${fraction.toString().padStart(9, '0')}${clock === 'utc' ? 'Z' : ''}`
}

/** Seconds from one such time to another, to the nanosecond; undefined where either is none. Both are on one clock: a local one is not the reader's. */
export function secondsBetween(from: string | null, to: string | null): number | undefined {
  if (from === null || to === null) return undefined
  const seconds = wholeSeconds(to) - wholeSeconds(from) + fraction(to) - fraction(from)
  return Number.isNaN(seconds) ? undefined : seconds
}

function wholeSeconds(time: string): number {
  if (!isDay(time)) return Number.NaN
  const whole = time.replace(/\.\d+/, '')
  return Date.parse(ZONE.test(whole.slice(10)) ? whole : `${whole}Z`) / 1000
}

/** Whether a time begins with a day of the calendar: Date.parse takes 31 February for 2 March. */
export function isDay(time: string): boolean {
  const day = time.slice(0, 10)
  const first = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(first) && new Date(first).toISOString().startsWith(day)
}

function fraction(time: string): number {
  return Number(/\.\d+/.exec(time)?.[0] ?? 0)
}

/** At the end of a time: which zone's it is. */
export const ZONE = /(Z|[+-]\d{2}:?\d{2})$/

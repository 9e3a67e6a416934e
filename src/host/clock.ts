/** Absolute times: nanoseconds since 1970-01-01 as bigint, null where the file holds no time. */

/** Joins a record's two numbers; nanoseconds may be negative or more than a second. */
export function nanoseconds(seconds: number, nanoseconds: number): bigint | null {
  if (!Number.isFinite(seconds) || !Number.isFinite(nanoseconds)) return null
  return BigInt(Math.trunc(seconds)) * 1_000_000_000n + BigInt(Math.round(nanoseconds + (seconds % 1) * 1e9))
}

/** ISO 8601 with nanoseconds; a local clock's time has no Z. Null before year 0 and after year 9999, where no capture comes from. */
export function iso(time: bigint | null, clock: 'utc' | 'local'): string | null {
  if (time === null) return null
  const fraction = ((time % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n
  const milliseconds = Number((time - fraction) / 1_000_000n)
  if (milliseconds < -62_167_219_200_000 || milliseconds > 253_402_300_799_000) return null
  return `${new Date(milliseconds).toISOString().slice(0, 19)}.${fraction.toString().padStart(9, '0')}${clock === 'utc' ? 'Z' : ''}`
}

/** Absolute times: nanoseconds since 1970-01-01 as bigint, null where the file holds no time. */

/** Joins a record's two numbers; nanoseconds may be negative or more than a second. */
export function nanoseconds(seconds: number, nanoseconds: number): bigint | null {
  if (!Number.isFinite(seconds) || !Number.isFinite(nanoseconds)) return null
  return BigInt(Math.trunc(seconds)) * 1_000_000_000n + BigInt(Math.round(nanoseconds + (seconds % 1) * 1e9))
}

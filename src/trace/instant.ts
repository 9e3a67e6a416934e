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

/** A record without one of its optional parts. */
export function without<T, K extends keyof T>(record: T, key: K): T {
  const { [key]: _, ...rest } = record
  return rest as T
}

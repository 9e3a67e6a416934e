import type { Cursor } from '../cursor.ts'
import { readableOrNothing } from './readable.ts'

/** Reads what a notify brings along; a text it returns says what that amounts to. */
export type ReadData = (c: Cursor, protocol: number) => unknown

/**
 * The notify's data as a part of its own, so that data which breaks leaves the notify whole. Returns what its reader says.
 * RFC 2408 §3.14, RFC 7296 §3.10.
 */
export function notificationData(c: Cursor, protocol: number, read: ReadData | undefined): string | undefined {
  if (c.left === 0) return undefined
  if (!read) {
    c.rest('Notification Data', readableOrNothing)
    return undefined
  }
  return c.struct('Notification Data', c.left, c => {
    const says = read(c, protocol)
    c.rest('Data', readableOrNothing)
    return typeof says === 'string' ? says : undefined
  })
}

import type { Cursor } from '../cursor.ts'
import { readableOrNothing } from './readable.ts'

/** Reads what a notify brings along; a text it returns says what that amounts to, attributes become facts. */
export type ReadData = (c: Cursor, protocol: number) => unknown

/**
 * The notify's data as a part of its own, so that data which breaks leaves the notify whole. Returns what its reader does.
 * RFC 2408 §3.14, RFC 7296 §3.10.
 */
export function notificationData(c: Cursor, protocol: number, read: ReadData | undefined): unknown {
  if (c.left === 0) return undefined
  if (!read) {
    c.rest('Notification Data', readableOrNothing)
    return undefined
  }
  return c.struct('Notification Data', c.left, c => {
    const told = read(c, protocol)
    c.rest('Data', readableOrNothing)
    return told
  })
}

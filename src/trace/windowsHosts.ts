import type { Side } from './model.ts'
import { addressesOf } from './negotiation/child.ts'
import type { Course } from './negotiation/course.ts'
import { opposite } from './negotiation/sides.ts'

/** Tells of a host whether it is Windows; undefined: nothing that it sent says what it is. */
export type IsWindows = (host: string) => boolean | undefined

/**
 * What hosts say of themselves: by a vendor id that names a product, or by speaking AuthIP, which only Windows does ([MS-AIPS]). A host
 * that is Windows in one negotiation is so in all.
 */
export function windowsHosts(courses: readonly Course[]): IsWindows {
  const known = new Map<string, boolean>()
  for (const course of courses)
    for (const side of [course.initiator, opposite(course.initiator)]) {
      const windows = saysOf(course, side)
      if (windows === undefined) continue
      for (const host of addressesOf(course.negotiation, side)) known.set(host, windows || known.get(host) === true)
    }
  return host => known.get(host)
}

function saysOf({ mode, stacks, initiator, negotiation }: Course, side: Side): boolean | undefined {
  if (mode === 'authip' && negotiation.messages.some(message => message.side === side)) return true
  const stack = side === initiator ? stacks.initiator : stacks.responder
  return stack?.startsWith('Windows')
}

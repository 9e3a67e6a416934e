import { windowsVersions } from '../dissectors/ike/vendorIds/microsoft.ts'
import { Refusals, refuses } from './findings/negotiations/refusal.ts'
import type { Side } from './model.ts'
import { addressesOf } from './negotiation/child.ts'
import type { Course } from './negotiation/course.ts'
import { opposite } from './negotiation/sides.ts'
import type { Generation } from './windowsEventNumbers.ts'

/** What is known of a host; the same in all its negotiations. */
export interface WindowsHost {
  /** Whether it is Windows; undefined: nothing that it sent says what it is. */
  readonly isWindows?: boolean
  /** Which it is if it is Windows; undefined: nothing that it sent says so. */
  readonly generation?: Generation
}

/**
 * What hosts say of themselves: by a vendor id that names a product, or by speaking AuthIP, which only Windows does ([MS-AIPS]), from
 * Vista on. IKEv2 is spoken by others too, and by no Windows before 7; whoever refuses that version does not show that it is one of
 * these. What a host is in one negotiation it is in all.
 */
export function windowsHosts(courses: readonly Course[]): (host: string) => WindowsHost {
  const known = new Map<string, WindowsHost>()
  for (const course of courses)
    for (const side of [course.initiator, opposite(course.initiator)]) {
      const said = saysOf(course, side)
      for (const host of addressesOf(course.negotiation, side)) known.set(host, together(known.get(host), said))
    }
  return host => known.get(host) ?? {}
}

function together(before: WindowsHost = {}, { isWindows, generation }: WindowsHost): WindowsHost {
  return {
    isWindows: before.isWindows || (isWindows ?? before.isWindows),
    generation: before.generation === 'sinceVista' ? before.generation : (generation ?? before.generation),
  }
}

function saysOf(course: Course, side: Side): WindowsHost {
  const { mode, stacks, initiator, negotiation } = course
  const own = isLater(course) ? negotiation.messages.filter(message => message.side === side) : []
  const speaksLater = own.some(message => !refuses(message, Refusals.version))
  const stack = side === initiator ? stacks.initiator : stacks.responder
  return {
    isWindows: (mode === 'authip' && speaksLater) || stack?.startsWith('Windows'),
    generation: speaksLater ? 'sinceVista' : own.length > 0 ? 'until2003' : generationOf(stack),
  }
}

/** No Windows before Vista takes part in it. */
export function isLater({ mode }: Course): boolean {
  return mode === 'authip' || mode === 'ikev2'
}

function generationOf(stack: string | undefined): Generation | undefined {
  const release = Object.entries(windowsVersions).find(([, name]) => name === stack)
  return release && (Number(release[0]) < VISTA ? 'until2003' : 'sinceVista')
}

/** Its version in MS NT5 ISAKMPOAKLEY. */
const VISTA = 5

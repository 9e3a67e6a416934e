import type { Course } from './course.ts'

// Many hosts answer one host under one and the same SPI of an initiator: nobody but one sender has told it to them all. Either somebody
// sends in the name of that host, which never asked (a reflection), or the host asks them all, once each (a scan). Either way it goes on with none.

/** Hosts that answer a host which asked none of them here, all under one SPI. */
export interface Reflection {
  readonly spi: string
  /** Whom they answer; it sends nothing here. */
  readonly to: string
  /** Their negotiations, one a host at least. */
  readonly courses: readonly Course[]
  readonly hosts: number
}

/** Hosts that nobody asks at once with one cookie. */
const MANY = 8

const known = new WeakMap<Course, Reflection>()

/** What a negotiation is a part of; undefined where it is one by itself. */
export function reflectionOf(course: Course): Reflection | undefined {
  return known.get(course)
}

/** Looks for reflections. Returns the negotiations that became known as parts of one. */
export function noteReflected(courses: readonly Course[]): Course[] {
  const groups = new Map<string, { spi: string; to: string; courses: Course[]; hosts: Set<string> }>()
  for (const course of courses) {
    const { negotiation } = course
    if (!negotiation.joined) continue
    const [from, to] = negotiation.endpoints[0][0]?.sent ? negotiation.endpoints : negotiation.endpoints.toReversed()
    if (!from?.[0] || !to?.[0] || to.some(one => one.sent)) continue
    const spi = negotiation.initiatorSpi
    const key = `${spi} ${to[0].address}`
    const group = groups.get(key) ?? { spi, to: to[0].address, courses: [], hosts: new Set() }
    groups.set(key, group)
    group.courses.push(course)
    group.hosts.add(from[0].address)
  }
  const changed: Course[] = []
  for (const { hosts, ...group } of groups.values()) {
    if (hosts.size < MANY) continue
    for (const course of group.courses) {
      if (!known.has(course)) changed.push(course)
      known.set(course, { ...group, hosts: hosts.size })
    }
  }
  return changed
}

import { firstSighting, type Message, type Side } from '../model.ts'
import type { Course } from '../negotiation/course.ts'
import { opposite } from '../negotiation/sides.ts'
import type { IcmpError } from '../path/icmpErrors.ts'

/** The address under which a side was first seen. */
export function addressOf(course: Course, side: Side): string {
  const known = course.negotiation.endpoints[side]
  return (known.find(e => e.sent) ?? known[0])?.address ?? 'the peer'
}

/** The addresses of initiator and responder. */
export function initiatorAndResponder(course: Course): readonly [initiator: string, responder: string] {
  return [addressOf(course, course.initiator), addressOf(course, opposite(course.initiator))]
}

/** Who sent a message, and to whom. */
export function route(message: Message): { readonly from: string; readonly to: string } {
  const { source, destination } = firstSighting(message)
  return { from: source.address, to: destination.address }
}

/** ICMP errors of some types and codes, in both versions of IP. */
export function errorsOf(all: readonly IcmpError[], v4: readonly string[], v6: readonly string[]): IcmpError[] {
  return all.filter(e => (e.version === 4 ? v4 : v6).includes(`${e.type}/${e.code}`))
}

/** Errors that quote IKE or protected packets, grouped by who says them about which destination. */
export function grouped(errors: readonly IcmpError[]): IcmpError[][] {
  const groups = new Map<string, IcmpError[]>()
  for (const error of errors) {
    if (!isOurs(error)) continue
    const key = `${error.from} ${error.quoted?.to} ${error.about?.message.negotiation.number ?? ''}`
    const group = groups.get(key)
    if (group) group.push(error)
    else groups.set(key, [error])
  }
  return [...groups.values()]
}

/** It quotes IKE, ESP or AH. */
export function isOurs({ about, quoted }: IcmpError): boolean {
  if (about || quoted?.protocol === 50 || quoted?.protocol === 51) return true
  // Behind a NAT one of the two ports is any.
  return quoted?.protocol === 17 && [quoted.sourcePort, quoted.destinationPort].some(port => port === 500 || port === 4500)
}

/** What the quoted packet was, in words. */
export function quotedThing({ about, quoted }: IcmpError): string {
  if (about) return 'IKE message'
  return quoted?.protocol === 50 ? 'ESP packet' : quoted?.protocol === 51 ? 'AH packet' : 'UDP packet'
}

import { hostsKey } from '../hosts.ts'
import { firstSighting, type Message, type Negotiation, type Seconds } from '../model.ts'
import type { Abandoned } from '../negotiation/abandoned.ts'
import { addressesOf, rekeyedFrom } from '../negotiation/child.ts'
import type { Course } from '../negotiation/course.ts'
import { type Delete, deletesOf } from '../negotiation/deletes.ts'
import { haveMet } from '../negotiation/deletesMet.ts'
import { cameToStand, isRenewal, isUsedOn } from '../negotiation/standing.ts'
import type { Order } from '../packets/captureOrder.ts'
import { abandon, end } from './ended.ts'
import type { Flow } from './flow.ts'
import { deletedMeansReplaced, reauthenticated, replace } from './replaced.ts'
import type { IpsecSa } from './securityAssociation.ts'

// From when to when each SA lived, and which one took whose place. An IKEv2 child says that it replaces another (the first
// payload of its request is the notify REKEY_SA, RFC 7296 §1.3.3); a quick mode does not, so it counts as a rekey when the
// traffic goes over to it, or when the older SA is deleted soon after. A delete whose SPI cannot be read ends the oldest
// SA of the two hosts that has been replaced, or else the oldest; one that goes with its IKE SA was made under it.

/** The life of an IPsec SA. */
export interface IpsecLife {
  readonly sa: IpsecSa
  readonly since: Seconds
  /** Of the packet that set it up, or of the first that it carried. */
  readonly sincePacket: number
  /** Last packet that it carried. */
  readonly lastUse?: Seconds
  /** What ended it. */
  deletedBy?: Delete
  /** One end gave its IKE SA up, and this one with it. */
  abandoned?: Abandoned
  replaces?: IpsecLife
  replacedBy?: IpsecLife
  /** Both ends rekeyed at once, and this one is not what they kept. */
  givenUp?: true
}

/** The life of an IKE SA. */
export interface IkeLife {
  readonly course: Course
  readonly since: Seconds
  readonly sincePacket: number
  deletedBy?: Delete
  /** One end gave it up without a word. */
  abandoned?: Abandoned
  replaces?: IkeLife
  replacedBy?: IkeLife
}

/** All SAs of a trace in the order in which they began. */
export interface Lives {
  readonly ike: readonly IkeLife[]
  readonly ipsec: readonly IpsecLife[]
  readonly ofSa: ReadonlyMap<IpsecSa, IpsecLife>
  readonly deletes: readonly Delete[]
}

/** @param abandoned those that one end gave up without a word */
export function livesOf(
  courses: readonly Course[],
  ipsecSas: readonly IpsecSa[],
  order: Order,
  abandoned: ReadonlyMap<Course, Abandoned>,
): Lives {
  const ike = ikeLives(courses, order)
  const ipsec = ipsecSas.map(sa => lifeOf(sa, order)).sort((a, b) => order.rank(a.sincePacket) - order.rank(b.sincePacket))
  const byHosts = new Map<string, IpsecLife[]>()
  for (const life of ipsec) {
    const hosts = hostsOfSa(life.sa)
    const known = byHosts.get(hosts)
    if (known) known.push(life)
    else byHosts.set(hosts, [life])
  }
  const deletes = ike.flatMap(life => {
    const all = deletesOf(life.course, life.replacedBy?.course.negotiation)
    const own = all.findLast(one => one.of === 'ike')
    if (own) life.deletedBy = own
    return all
  })
  for (const together of byHosts.values()) replace(together)
  const rekeyed = new Map(ike.flatMap(({ course: { negotiation } }) => pairOf(rekeyedFrom(negotiation), negotiation)))
  for (const one of abandoned.values()) abandon(one, ike, ipsec, rekeyed)
  const ends = new Map(ike.map(({ course, deletedBy }) => [course.negotiation, deletedBy]))
  for (const one of deletes.toSorted((a, b) => a.time - b.time)) {
    const { negotiation } = one.message
    end(one, byHosts.get(hostsOfNegotiation(negotiation)) ?? [], rekeyed, ends.get(negotiation))
  }
  for (const together of byHosts.values()) deletedMeansReplaced(together)
  reauthenticated(ike, ipsec)
  for (const life of [...ike, ...ipsec]) leftNone(life)
  for (const life of ike) begunAnew(life, life.course.negotiation.messages[0])
  for (const life of ipsec) begunAnew(life, life.sa.child?.exchange.messages[0]?.message)
  return { ike, ipsec, ofSa: new Map(ipsec.map(life => [life.sa, life])), deletes }
}

/** An SA whose negotiation began when the one before had been given up, or deleted well before, takes nobody's place: the two connected again. */
function begunAnew<T extends IkeLife | IpsecLife>(life: T, first: Message | undefined): void {
  const { deletedBy, abandoned } = life.replaces ?? {}
  const began = first ? Math.min(firstSighting(first).time, life.since) : life.since
  const isAnew = abandoned ? began >= abandoned.time : deletedBy !== undefined && began > deletedBy.time + AT_ONCE
  if (isAnew) replacesNone(life)
}

/** One that met its own end when the one before was ended, each by another side, took nobody's place: none of the two is left. */
function leftNone<T extends IkeLife | IpsecLife>(life: T): void {
  const [before, own] = [life.replaces?.deletedBy, life.deletedBy]
  if (before && own && haveMet(before, own)) replacesNone(life)
}

function replacesNone<T extends IkeLife | IpsecLife>(life: T): void {
  delete life.replaces?.replacedBy
  delete life.replaces
}

/** Seconds after the delete within which a new one still belongs to it: IKEv2 may authenticate again so, RFC 7296 §2.8.3. */
const AT_ONCE = 2

function pairOf<T>(one: T | undefined, other: T): [T, T][] {
  return one === undefined ? [] : [[one, other]]
}

function ikeLives(courses: readonly Course[], order: Order): IkeLife[] {
  const lives: IkeLife[] = []
  const latest = new Map<string, IkeLife>()
  const ofNegotiation = new Map<Negotiation, IkeLife>()
  const established = courses
    .filter(course => course.verdict.outcome === 'established')
    .map(course => ({ course, ...cameToStand(course) }))
    .sort((a, b) => order.rank(a.packets[0]!) - order.rank(b.packets[0]!))
  for (const { course, time, packets } of established) {
    const { negotiation } = course
    // Another mode or version is another configuration, and no renewal.
    const hosts = `${hostsOf(course)} ${course.mode}`
    const from = rekeyedFrom(negotiation)
    const before = from ? ofNegotiation.get(from) : latest.get(hosts)
    // One that was agreed inside another lives from then on, whenever it first speaks.
    const agreed = from && before && deletesOf(before.course).findLast(one => one.of === 'ike' && one.time < time)
    const life: IkeLife = { course, since: agreed?.time ?? time, sincePacket: agreed?.packet ?? packets[0]! }
    // What began before the capture took the place of nothing that began in it.
    const isOlder = negotiation.joined && before?.course.negotiation.joined === false
    const isBeside = before !== undefined && !from && (isOlder || isUsedOn(before.course, course))
    if (before && !before.replacedBy && !isBeside && (from || isRenewal(before.course, course))) {
      life.replaces = before
      before.replacedBy = life
    }
    if (!isBeside) latest.set(hosts, life)
    ofNegotiation.set(negotiation, life)
    lives.push(life)
  }
  return lives
}

function lifeOf(sa: IpsecSa, order: Order): IpsecLife {
  const flows = sa.flows.flat()
  const first = flows.reduce<Flow | undefined>(
    (least, f) => (least && order.rank(least.firstPacket) < order.rank(f.firstPacket) ? least : f),
    undefined,
  )
  const lastUse = flows.length ? Math.max(...flows.map(f => f.lastTime)) : undefined
  const since = sa.child?.from ?? first?.firstTime ?? 0
  const sincePacket = sa.child?.fromPacket ?? first?.firstPacket ?? 1
  return { sa, since, sincePacket, ...(lastUse === undefined ? {} : { lastUse }) }
}

function hostsOf({ negotiation }: Course): string {
  return hostsOfNegotiation(negotiation)
}

/** The two hosts that an SA of a negotiation is between. */
function hostsOfNegotiation(negotiation: Negotiation): string {
  return hostsKey(addressesOf(negotiation, 0)[0] ?? '', addressesOf(negotiation, 1)[0] ?? '')
}

function hostsOfSa({ child, flows }: IpsecSa): string {
  if (child) return hostsOfNegotiation(child.course.negotiation)
  const flow = flows.flat()[0]
  return flow ? hostsKey(flow.source, flow.destination) : ''
}

import type { History } from '../history.ts'
import { firstSighting, lastTime, type Seconds } from '../model.ts'
import { addressesOf } from '../negotiation/child.ts'
import type { Course } from '../negotiation/course.ts'
import { Exchanges } from '../negotiation/header.ts'
import { lifetimesOfChild } from '../negotiation/lifetimes.ts'
import { phase2, refusalOf } from '../negotiation/phase2.ts'
import { opposite } from '../negotiation/sides.ts'
import type { Flow } from '../protected/flow.ts'
import type { IpsecLife } from '../protected/lifetime.ts'
import { algorithmsOf } from '../protected/securityAssociationReport.ts'
import { flowRows } from './flowRows.ts'
import { givenUp } from './ikeSas.ts'

type IpsecState = 'negotiating' | 'half made' | 'up' | 'rekeyed' | 'deleted' | 'given up' | 'failed'

/** What one direction of an SA had carried. */
export interface Carried {
  readonly from: string
  readonly to: string
  /** 8 hex digits; null: not seen yet. */
  readonly spi: string | null
  readonly packets: number
  /** On the wire. */
  readonly bytes: number
  readonly last: Seconds | null
}

/** A quick-mode SA, or an IKEv2 child: a pair, one each way. */
export interface MonitoredIpsec {
  readonly negotiation: string | null
  /** `ESP`, `AH`, or null as long as neither message nor packet tells. */
  readonly protocol: string | null
  readonly encapsulation: 'UDP' | 'TCP' | null
  /** To the initiator's peer and back: the two directions, the one towards the responder first. */
  readonly directions: readonly [Carried, Carried]
  /** Hosts seen inside, where decrypted copies show them: `10.10.0.1 and 10.20.0.1`. */
  readonly selectors: readonly string[]
  readonly algorithms: readonly string[]
  readonly lifetime: number | null
  /** Group of a further Diffie-Hellman exchange; null: not known. */
  readonly pfs: string | null
  /** When it began, and when it was deleted in the whole capture; null: it was not. */
  readonly began: Seconds
  readonly ends: Seconds | null
  /** Since when it is in this state. */
  readonly since: Seconds
  readonly state: IpsecState
  /** Who gave it up. */
  readonly by?: string
  readonly at: number
}

/** All that had begun until then in the order in which they began, what was not made, or not yet, last. */
export function monitoredIpsec(history: History, time: Seconds, ids: ReadonlyMap<Course, string>): MonitoredIpsec[] {
  const inside = hostsInside(history)
  const made = history.lives.ipsec.filter(life => life.since <= time).map(life => ofLife(history, life, time, ids, inside))
  return [...made, ...notMade(history, time, ids)]
}

function ofLife(
  history: History,
  life: IpsecLife,
  time: Seconds,
  ids: ReadonlyMap<Course, string>,
  inside: ReadonlyMap<string, string[]>,
): MonitoredIpsec {
  const { sa } = life
  const course = sa.child?.course
  const initiator = course?.initiator ?? 0
  const responder = opposite(initiator)
  const direction = (receiver: 0 | 1): Carried => {
    const flows = sa.flows[receiver].filter(f => f.firstTime <= time)
    const other = sa.flows[opposite(receiver)][0]
    const own = sa.flows[receiver][0]
    const to = own?.destination ?? (course ? addressesOf(course.negotiation, receiver)[0]! : (other?.source ?? ''))
    const from = own?.source ?? (course ? addressesOf(course.negotiation, opposite(receiver))[0]! : (other?.destination ?? ''))
    const sums = flows.map(f => flowRows(history, f, time))
    return {
      from,
      to,
      spi: flows.length > 0 || !sa.inferred ? sa.spis[receiver] : null,
      packets: sums.reduce((sum, one) => sum + one.packets, 0),
      bytes: sums.reduce((sum, one) => sum + one.bytes, 0),
      last: sums.reduce<number | null>((latest, one) => (one.last === null ? latest : Math.max(latest ?? one.last, one.last)), null),
    }
  }
  const seen = sa.flows.flat().filter(f => f.firstTime <= time)
  const chosen = sa.child?.chosen
  return {
    negotiation: (course && ids.get(course)) ?? null,
    protocol: chosen || seen.length > 0 ? (sa.kind?.toUpperCase() ?? null) : null,
    encapsulation: seen.some(f => f.udpEncapsulated) ? 'UDP' : seen.some(f => f.tcpEncapsulated) ? 'TCP' : null,
    directions: [direction(responder), direction(initiator)],
    selectors: [...new Set(seen.flatMap(f => inside.get(keyOfFlow(f)) ?? []))].slice(0, MOST_SELECTORS),
    algorithms: chosen ? algorithmsOf(chosen) : [],
    lifetime: (sa.child && lifetimesOfChild(sa.child).seconds) || null,
    pfs: chosen ? pfsOf(chosen) : null,
    began: life.since,
    ends: life.deletedBy?.time ?? life.abandoned?.time ?? null,
    ...stateAt(life, time),
  }
}

function stateAt({ sa, since, sincePacket, deletedBy, abandoned, replacedBy }: IpsecLife, time: Seconds) {
  if (deletedBy && deletedBy.time <= time) return { state: 'deleted' as const, since: deletedBy.time, at: deletedBy.packet }
  if (abandoned && abandoned.time <= time) return givenUp(abandoned)
  if (replacedBy && replacedBy.since <= time) return { state: 'rekeyed' as const, since: replacedBy.since, at: replacedBy.sincePacket }
  const exchange = sa.child?.exchange
  if (exchange?.exchangeType === Exchanges.quick) {
    const third = exchange.messages.find(m => m.position === 3)?.message
    const isMade = third && firstSighting(third).time <= time && exchange.outcome !== 'incomplete'
    if (!isMade) return { state: 'half made' as const, since, at: sincePacket }
  }
  return { state: 'up' as const, since, at: sincePacket }
}

/** Quick modes and requests for a child that had no answer yet, or were refused. */
function notMade({ courses, lives }: History, time: Seconds, ids: ReadonlyMap<Course, string>): MonitoredIpsec[] {
  const answered = new Map(lives.ipsec.flatMap(({ sa, since }) => (sa.child ? [[sa.child.exchange, since]] : [])))
  return courses.flatMap(course =>
    phase2(course).flatMap(exchange => {
      const first = firstSighting(exchange.messages[0]!.message)
      // One that was answered and made no child has replaced the IKE SA.
      if (exchange.outcome === 'complete' && !answered.has(exchange)) return []
      const said = refusalOf(course, exchange)
      const refusal = said && firstSighting(said)
      const isRefused = refusal !== undefined && refusal.time <= time
      const until = answered.get(exchange) ?? refusal?.time ?? Math.max(...exchange.messages.map(m => lastTime(m.message))) + PATIENCE
      if (first.time > time || (time >= until && !isRefused)) return []
      const [to, from] = [
        addressesOf(course.negotiation, opposite(course.initiator))[0]!,
        addressesOf(course.negotiation, course.initiator)[0]!,
      ]
      const none = { spi: null, packets: 0, bytes: 0, last: null }
      const empty = { protocol: null, encapsulation: null, selectors: [], algorithms: [], lifetime: null, pfs: null }
      return [
        {
          ...empty,
          negotiation: ids.get(course)!,
          directions: [
            { from, to, ...none },
            { from: to, to: from, ...none },
          ] as const,
          began: first.time,
          ends: until,
          since: isRefused ? refusal.time : first.time,
          state: isRefused ? ('failed' as const) : ('negotiating' as const),
          at: (isRefused ? refusal : first).packets[0]!,
        },
      ]
    }),
  )
}

/** Hosts that talk inside a protected flow, in words. */
function hostsInside({ trace: { packets }, copies }: History): Map<string, string[]> {
  const inside = new Map<string, string[]>()
  const table = packets.flows
  for (const [clear, carriers] of copies.carriers) {
    const hosts = [table.source(clear), table.destination(clear)].sort().join(' and ')
    for (const carrier of carriers) {
      const key = `${table.selector(carrier)} ${table.source(carrier)} ${table.destination(carrier)}`
      const known = inside.get(key) ?? []
      if (!known.includes(hosts)) inside.set(key, [...known, hosts])
    }
  }
  return inside
}

function keyOfFlow({ spi, source, destination }: Flow): string {
  return `${spi} ${source} ${destination}`
}

/** RFC 2407 §4.5 attribute 3, RFC 7296 §3.3.2 transform type 4. */
function pfsOf(chosen: NonNullable<NonNullable<IpsecLife['sa']['child']>['chosen']>): string | null {
  for (const transform of chosen.transforms) {
    if (transform.type === 4) return transform.name ?? String(transform.id)
    const group = transform.attributes.find(a => a.name.startsWith('Group Desc'))
    if (group) return group.meaning ?? String(group.value)
  }
  return null
}

const MOST_SELECTORS = 8
const PATIENCE = 5

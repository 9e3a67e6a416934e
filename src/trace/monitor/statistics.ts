import type { History } from '../history.ts'
import type { Seconds } from '../model.ts'
import { addressesOf, involves } from '../negotiation/child.ts'
import { opposite } from '../negotiation/sides.ts'
import type { IpsecSa } from '../protected/securityAssociation.ts'
import { cameToNothing } from './cameToNothing.ts'
import { flowRows } from './flowRows.ts'
import type { MonitoredIke } from './ikeSas.ts'
import type { MonitoredIpsec } from './ipsecSas.ts'

/** One counter, under the name that `netsh ipsec dynamic show stats` prints. */
export interface Statistic {
  readonly group: 'IKE' | 'IPSec'
  readonly name: string
  readonly value: number
}

interface Moment {
  readonly time: Seconds
  readonly host: string
  readonly mainMode: readonly MonitoredIke[]
  readonly quickMode: readonly MonitoredIpsec[]
}

/** The host whose counters are told: the one that captured, or else the initiator of the first negotiation. */
export function ownHost({ courses, flows }: History): string | null {
  const [course] = courses
  if (!course) return flows[0]?.source ?? null
  const near = course.vantage === 'responder' ? opposite(course.initiator) : course.initiator
  return addressesOf(course.negotiation, near)[0] ?? null
}

/** The counters that packets show, of one host. Others, such as heap sizes, no packet tells. */
export function statistics(history: History, { time, host, mainMode, quickMode }: Moment): Statistic[] {
  const isOwn = ({ initiator, responder }: MonitoredIke) => initiator.address === host || responder.address === host
  const children = quickMode.filter(sa => sa.directions.some(one => one.from === host || one.to === host))
  const own = mainMode.filter(isOwn)
  const count = <T extends { state: string }>(all: readonly T[], ...states: string[]) =>
    all.filter(one => states.includes(one.state)).length
  const made = history.lives.ipsec.filter(life => life.since <= time && isSaOf(host, life.sa))
  const refused = history.courses.filter(
    c => involves(c.negotiation, host) && c.verdict.outcome === 'failed' && cameToNothing(c).known <= time,
  )
  const protectedFlows = history.flows.filter(f => f.firstTime <= time)
  const bytes = (is: (flow: (typeof protectedFlows)[number]) => boolean) =>
    protectedFlows.filter(is).reduce((sum, f) => sum + flowRows(history, f, time).bytes, 0)
  const wasUp = history.lives.ike.filter(life => life.since <= time && involves(life.course.negotiation, host)).length
  return [
    ...group('IKE', {
      'Main Modes': wasUp,
      'Quick Modes': made.filter(life => life.sa.child).length,
      'Authentication Failures': refused.filter(c => c.verdict.reason === 'refused encrypted').length,
      'Negotiation Failures': count(own, 'failed') + count(children, 'failed'),
      'Active Acquire': own.filter(sa => sa.state === 'negotiating' && sa.initiator.address === host).length,
      'Active Receive': own.filter(sa => sa.state === 'negotiating' && sa.responder.address === host).length,
    }),
    ...group('IPSec', {
      // What its peer gave up it has still.
      'Active Assoc': count(children, 'up', 'rekeyed', 'half made') + children.filter(sa => sa.by !== undefined && sa.by !== host).length,
      'Pending Key': count(children, 'negotiating'),
      'Key Adds': made.length,
      'Key Deletes':
        made.filter(life => life.deletedBy && life.deletedBy.time <= time).length + children.filter(sa => sa.by === host).length,
      ReKeys: made.filter(life => life.replaces).length,
      'Confidential Bytes Sent': bytes(f => f.kind === 'esp' && f.source === host),
      'Confidential Bytes Received': bytes(f => f.kind === 'esp' && f.destination === host),
      'Authenticated Bytes Sent': bytes(f => f.kind === 'ah' && f.source === host),
      'Authenticated Bytes Received': bytes(f => f.kind === 'ah' && f.destination === host),
    }),
  ]
}

function isSaOf(host: string, { child, flows }: IpsecSa): boolean {
  return child ? involves(child.course.negotiation, host) : flows.flat().some(flow => flow.source === host || flow.destination === host)
}

function group(name: Statistic['group'], values: Readonly<Record<string, number>>): Statistic[] {
  return Object.entries(values).map(([one, value]) => ({ group: name, name: one, value }))
}

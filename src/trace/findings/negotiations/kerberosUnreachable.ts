import { errorText } from '../../../dissectors/application/kerberos/names.ts'
import type { Course } from '../../negotiation/course.ts'
import type { Packets } from '../../packets/packets.ts'
import { rowsOnce } from '../../packets/rowsOnce.ts'
import { addressOf } from '../addresses.ts'
import { type Found, idOf, packetsAsEvidence, type Rule, type Scene, times } from '../finding.ts'

/** N10: a host gets no Kerberos ticket, so its IKE fails or never begins. RFC 4120 §7.2, RFC 1035 §4.2. */
export const kerberosUnreachable: Rule = {
  id: 'kerberos-unreachable',
  scenario: 'N10',
  heals: true,
  beyond: true,
  explains: ['kerberos-error', 'authentication-failed', 'no-answer', 'only-probed', 'one-sided-negotiation'],
  find,
}

/** Seconds before the negotiation, and after its last message, in which a ticket is fetched for it. */
const BEFORE = 60
const AFTER = 30

function find(scene: Scene): Found[] {
  const needs = scene.courses.filter(needsTicket)
  if (needs.length === 0) return []
  const asks = unansweredAsks(scene.trace.packets)
  return needs.flatMap(course => {
    const own = [0, 1].map(side => addressOf(course, side as 0 | 1))
    const [from, to] = spanOf(course)
    const error = scene.trace.kdcErrors.all.find(e => own.includes(e.to) && e.time >= from && e.time <= to)
    if (error) return [refused(course, error)]
    const ask = asks.find(a => own.includes(a.source) && a.time >= from && a.time <= to)
    return ask ? [unheard(course, ask)] : []
  })
}

/** It did not come to stand, and Kerberos is among what it offers to prove itself by. */
function needsTicket({ verdict, mode, authentication, proposals }: Course): boolean {
  if (verdict.outcome === 'established') return false
  return (
    mode === 'authip' ||
    authentication?.startsWith('Kerberos') === true ||
    (authentication === null &&
      proposals.offered.some(p => p.transforms.some(t => t.attributes.some(a => a.type === 3 && a.value === 65001))))
  )
}

function spanOf({ negotiation: { messages } }: Course): [number, number] {
  const times = messages.flatMap(m => m.transmissions.map(t => t.sightings[0]!.time))
  return [times[0]! - BEFORE, times.reduce((a, b) => Math.max(a, b), 0) + AFTER]
}

interface Ask {
  readonly source: string
  readonly server: string
  readonly what: 'Kerberos' | 'DNS'
  /** Of all its packets the first. */
  readonly packets: readonly number[]
  readonly count: number
  readonly time: number
}

/** Requests to port 88 or 53 of a server that never says a word back; Kerberos first. */
function unansweredAsks(packets: Packets): Ask[] {
  const { flows } = packets
  const heard = new Set<string>()
  const asked: { readonly flow: number; readonly port: number }[] = []
  for (let flow = 0; flow < Math.min(flows.length, MOST_FLOWS); flow++) {
    const [from, to] = [flows.selector(flow) >>> 16, flows.selector(flow) & 0xffff]
    if (flows.protocol(flow) !== TCP && flows.protocol(flow) !== UDP) continue
    if (PORTS.has(to)) asked.push({ flow, port: to })
    if (PORTS.has(from)) heard.add(`${flows.source(flow)} ${flows.destination(flow)} ${from}`)
  }
  const silent = asked.filter(({ flow, port }) => !heard.has(`${flows.destination(flow)} ${flows.source(flow)} ${port}`))
  return silent
    .sort((a, b) => b.port - a.port)
    .map(({ flow, port }) => {
      const rows = rowsOnce(packets, flow)
      return {
        source: flows.source(flow),
        server: flows.destination(flow),
        what: port === 53 ? 'DNS' : 'Kerberos',
        packets: Array.from(rows.subarray(0, 6), row => row + 1),
        count: rows.length,
        time: packets.time(flows.first(flow)),
      }
    })
}

const PORTS: ReadonlySet<number> = new Set([88, 53])
const TCP = 6
const UDP = 17
const MOST_FLOWS = 200_000

function unheard(course: Course, { source, server, what, packets, count }: Ask): Found {
  return {
    ...frame(course, `${source} gets no answer from ${server}`),
    says: `${source} asked ${server} by ${what} ${times(count)} and got no answer, at the time when it needed a Kerberos ticket for this negotiation. Without ${what === 'DNS' ? 'DNS it does not find its domain controller' : 'its domain controller there is no ticket'}, and without a ticket IKE fails.`,
    confidence: 'likely',
    because: [`Nothing comes back from ${what === 'DNS' ? 'port 53' : 'port 88'} of ${server} in the whole capture.`],
    evidence: packetsAsEvidence(packets),
    otherwise: [
      'The answers take another way than past this capture.',
      'A ticket from before was still good, and the negotiation failed for another reason.',
    ],
    tryNext: [`Let ${source} reach ${server}: DNS and Kerberos have to be exempt from IPsec, and the path has to let them pass.`],
  }
}

function refused(course: Course, { packet, from, to, code, service }: Scene['trace']['kdcErrors']['all'][number]): Found {
  return {
    ...frame(course, `${to} gets no Kerberos ticket`),
    says: `${from} answered ${to} with a Kerberos error${service ? ` about ${service}` : ''}: ${errorText(code) ?? `error ${code}`}. That was when ${to} needed a ticket for this negotiation.`,
    confidence: 'likely',
    because: ['The error stands in the clear.'],
    evidence: packetsAsEvidence([packet]),
    otherwise: ['The ticket was for something else.'],
    tryNext: [`Look for this error in the system log of ${to} and of the domain controller ${from}.`],
  }
}

function frame(course: Course, title: string) {
  return { severity: 'error', title, place: 'unknown', negotiation: idOf(course) } as const
}

import type { Packets } from '../packets/packets.ts'
import { routesOf } from '../packets/routes.ts'
import { clearAnswersOf } from './clearAnswers.ts'
import type { Flow } from './flow.ts'
import type { InnerCopies } from './innerCopies.ts'
import type { IpsecSa } from './securityAssociation.ts'

/** The protected flows that might have carried what two hosts say in the clear one way, and those of the other way. */
export interface Shield {
  readonly inside: boolean
  readonly along: Set<Flow>
  readonly against: Set<Flow>
  lists?: readonly [Flow[], Flow[]]
  sas?: readonly IpsecSa[]
}

/** By "source destination" of clear packets: the protected flows that might have carried them. */
export function shieldsOf(packets: Packets, flows: readonly Flow[], copies: InnerCopies): Map<string, Shield> {
  const shields = new Map<string, Shield>()
  const byRoute = new Map<string, Flow[]>()
  const open = (key: string, inside: boolean) => {
    const known = shields.get(key) ?? { inside, along: new Set<Flow>(), against: new Set<Flow>() }
    shields.set(key, known)
    return known
  }
  const table = packets.flows
  for (const flow of flows) {
    const route = `${flow.source} ${flow.destination}`
    const known = byRoute.get(route)
    if (known) known.push(flow)
    else byRoute.set(route, [flow])
  }
  const done = new Set<string>()
  const inside = (source: string, destination: string, along: readonly Flow[], against: readonly Flow[]) => {
    const [one] = along.length > 0 ? along : against
    const key = `${source} ${destination} ${one?.source} ${one?.destination}`
    if (done.has(key)) return
    done.add(key)
    const shield = open(`${source} ${destination}`, true)
    for (const flow of along) shield.along.add(flow)
    for (const flow of against) shield.against.add(flow)
  }
  const numbers = routesOf(table)
  for (const [clear, carriers] of copies.carriers) {
    const [source, destination] = [table.source(clear), table.destination(clear)]
    const routes = new Set<number>()
    for (const carrier of carriers) routes.add(numbers.of(carrier))
    for (const number of routes) {
      const route = numbers.name(number)
      const along = byRoute.get(route) ?? []
      const against = byRoute.get(route.split(' ').reverse().join(' ')) ?? []
      if (along.length + against.length === 0) continue
      inside(source, destination, along, against)
      inside(destination, source, against, along)
    }
  }
  for (const [clear, question] of clearAnswersOf(packets, copies)) {
    const [source, destination] = [table.source(clear), table.destination(clear)]
    const against = byRoute.get(`${table.source(question)} ${table.destination(question)}`) ?? []
    const along = byRoute.get(`${table.destination(question)} ${table.source(question)}`) ?? []
    const isAlso = along.some(a => against.some(b => a.lastTime >= b.firstTime && a.firstTime <= b.lastTime))
    if (!isAlso && !shields.has(`${source} ${destination}`)) inside(source, destination, along, against)
  }
  for (const flow of flows) {
    open(`${flow.source} ${flow.destination}`, false).along.add(flow)
    open(`${flow.destination} ${flow.source}`, false).against.add(flow)
  }
  return shields
}

/** Null where no policy secures what goes this way. */
export function shieldOf(route: string, shields: ReadonlyMap<string, Shield>): Shield | null {
  const [source = '', destination = ''] = route.split(' ')
  if (source === destination || isGroup(destination) || isLoopback(source)) return null
  return shields.get(route) ?? null
}

/** Broadcast and multicast, which IPsec between two hosts cannot carry. */
export function isGroup(address: string): boolean {
  return address.endsWith('.255') || isMulticast(address)
}

/** 224.0.0.0/4 and ff00::/8. IKE makes SAs between two hosts; what goes to many is keyed by hand or by a key server. RFC 4301 §4.4.1.1. */
export function isMulticast(address: string): boolean {
  if (address.includes(':')) return address.toLowerCase().startsWith('ff')
  const first = Number.parseInt(address, 10)
  return first >= 224 && first < 240
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1'
}

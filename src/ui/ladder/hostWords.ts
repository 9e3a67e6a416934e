import { initiatorText } from '../../text/modes.ts'
import type { Negotiation, Report } from '../../trace/report.ts'
import type { Lanes } from '../bothEnds/lanes.ts'
import { seenAs } from '../bothEnds/seenAs.ts'
import type { HostPair } from './hostPairs.ts'
import { type NatWords, natText } from './natText.ts'
import { nearSide } from './nearSide.ts'
import { ports } from './ports.ts'
import type { Side } from './row.ts'
import { initiatorSide } from './rows.ts'

/** Which trace was taken at which lifeline, and whether it is the one shown. */
export interface Ends {
  readonly known: boolean
  /** There is no other trace. */
  readonly alone: boolean
  readonly left?: EndOf
  readonly right?: EndOf
  /** The trace that tells of the host at a lifeline. */
  readonly told: Readonly<Record<Side, 0 | 1>>
}

/** The trace taken at a lifeline. `as`: the other address under which the other trace sees this host. */
export interface EndOf {
  readonly name: 'A' | 'B'
  readonly shown: boolean
  readonly as?: string
}

/** Where the traces were taken, as far as one of them is shown. */
export function endsOf(negotiation: Negotiation | undefined, pair: HostPair, shown: 0 | 1, alone: boolean): Ends {
  const [a, b] = [nearSide(negotiation, pair, 0), nearSide(negotiation, pair, 1)]
  return {
    alone,
    told: { left: shown, right: shown },
    known: (shown === 0 ? a : b) !== undefined,
    ...(b ? { [b]: { name: 'B', shown: shown === 1 } } : {}),
    ...(a && (a !== b || shown === 0) ? { [a]: { name: 'A', shown: shown === 0 } } : {}),
  }
}

/** The same where both are. */
export function endsOfBoth({ pair }: Pick<Report, 'pair'>, hosts: Lanes): Ends {
  const rewrites = pair?.rewrites ?? []
  const [left, right] = [seenAs(rewrites, hosts.left, 1), seenAs(rewrites, hosts.right, 0)]
  return {
    known: true,
    told: { left: 0, right: 1 },
    alone: false,
    left: { name: 'A', shown: true, ...(left === hosts.left ? {} : { as: left }) },
    right: { name: 'B', shown: true, ...(right === hosts.right ? {} : { as: right }) },
  }
}

/** What stands at the head of a lifeline. */
export interface HostWords {
  readonly address: string
  readonly end?: EndOf
  /** Nothing was captured at this end. */
  readonly far: boolean
  /** `ports 500 and 4500, initiator`. */
  readonly place: string
  /** Behind which NAT it is, or claims to be. */
  readonly nat?: NatWords
  /** Its software; of a host of which there is nothing to say, that nobody captured there. */
  readonly below: string
}

/** Who stands at a lifeline: address, ports, role and, where vendor ids tell, the software. */
export function hostWords(side: Side, pair: HostPair, negotiation: Negotiation | undefined, ends: Ends): HostWords {
  const end = ends[side]
  const far = ends.known && !end?.shown
  const initiates = negotiation && initiatorSide(negotiation, pair) === side
  const stack = negotiation && (initiates ? negotiation.initiatorStack : negotiation.responderStack)
  const role = negotiation ? (initiates ? initiatorText(negotiation) : 'responder') : ''
  const at = negotiation ? ports(negotiation, initiates ? 'initiator' : 'responder', ends.told[side]) : []
  const natSide = negotiation?.nat?.[initiates ? 'initiator' : 'responder']
  const nat: NatWords | undefined = end?.as
    ? { badge: 'NAT', says: `${end.name === 'A' ? 'B' : 'A'} sees it as ${end.as}` }
    : natSide && natText(natSide)
  return {
    address: pair[side],
    ...(end ? { end } : {}),
    far,
    place: [portsWords(at), role].filter(Boolean).join(', '),
    ...(nat ? { nat } : {}),
    below: stack ?? (far && !end && ends.alone && !nat ? 'no capture from this end' : ''),
  }
}

/** `port 500`; `ports 500, 61001 and 4500`. */
function portsWords(ports: readonly number[]): string {
  const last = ports.at(-1)
  if (last === undefined) return ''
  return ports.length === 1 ? `port ${last}` : `ports ${ports.slice(0, -1).join(', ')} and ${last}`
}

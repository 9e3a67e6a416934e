import type { Datagram } from '../../../dissectors/network/reassembly.ts'
import type { IcmpError } from '../../path/icmpErrors.ts'
import type { Scene } from '../finding.ts'
import { expiredReassemblies } from './lostFragments.ts'

// The best proof that a piece did not arrive: whoever puts the datagram together says with ICMP that it waited in vain,
// and quotes the first piece. RFC 792, RFC 4443 §3.3.

/** What ICMP says of some datagrams that lack pieces. */
export interface Missed {
  /** Errors that quote these very datagrams, in the order of the capture. */
  readonly errors: readonly IcmpError[]
  /** There is one for each of them. */
  readonly all: boolean
}

/** What is said of datagrams that lack pieces, as a capture has it; looked up by their identification, which a NAT keeps. */
export function missedParts(scene: Scene, datagrams: readonly Datagram[]): Missed {
  const { packets } = scene.trace
  const lacking = new Set(datagrams.map(d => d.identification))
  const errors = expiredReassemblies(scene)
    .flat()
    .filter(({ quoted }) => quoted?.identification !== undefined && lacking.has(quoted.identification))
    .sort((one, other) => packets.rank(one.packet) - packets.rank(other.packet))
  return { errors, all: lacking.size > 0 && new Set(errors.map(e => e.quoted!.identification)).size === lacking.size }
}

/**
 * The same as a reason; none where nothing is said.
 * @param name what the receiver is called; @param end `B` before numbers of packets where two captures are told
 */
export function saidMissed({ errors }: Missed, name: string, end = ''): string[] {
  const [first] = errors
  if (!first) return []
  const own = errors.every(e => e.from === e.quoted?.to)
  const who = own ? `${name} says so itself` : `${first.from} says so, which puts packets together in place of ${name}`
  const numbers = errors.slice(0, MOST).map(e => `${end}${e.packet}`)
  const more = errors.length - numbers.length
  const packets = more > 0 ? `${numbers.join(', ')} and ${more} more` : numbers.join(', ').replace(/, (\S+)$/, ' and $1')
  const where = end ? packets : `${errors.length === 1 ? 'packet' : 'packets'} ${packets}`
  const quotes = errors.length === 1 ? 'quotes a packet of which it' : 'quote packets of which it'
  return [`${who}: ICMP "fragment reassembly time exceeded" (${where}) ${quotes} has the first fragment and waited in vain for the rest.`]
}

const MOST = 6

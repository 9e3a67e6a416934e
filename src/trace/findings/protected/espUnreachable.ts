import type { IcmpError } from '../../path/icmpErrors.ts'
import { errorsOf, grouped } from '../addresses.ts'
import { courseBetween } from '../espPairs.ts'
import { type Found, idOf, packetsAsEvidence, type Rule, type Scene, times } from '../finding.ts'

// Somebody who merely asks which protocols a host knows sends one packet of each; who goes on after the refusal means it.

/** T9: the peer says that it does not know protocol 50 or 51. RFC 792, RFC 4443 §3.4. */
export const espUnreachable: Rule = { id: 'esp-blocked', scenario: 'T9', explains: ['esp-one-way', 'esp-blocked', 'dead-peer'], find }

function find(scene: Scene): Found[] {
  const refusals = errorsOf(scene.trace.icmpErrors.all, ['3/2'], ['4/1']).filter(e => [50, 51].includes(e.quoted?.protocol ?? 0))
  return grouped(refusals)
    .filter(errors => new Set(errors.map(packetQuoted)).size > 1)
    .map(errors => found(scene, errors))
}

function packetQuoted({ quoted }: IcmpError): string {
  return `${quoted?.identification} ${quoted?.sequence}`
}

function found(scene: Scene, errors: readonly IcmpError[]): Found {
  const { from, quoted, type, code } = errors[0]!
  const [source, target] = [quoted!.from, quoted!.to]
  const protocol = quoted!.protocol === 50 ? 'IP protocol 50 (ESP)' : 'IP protocol 51 (AH)'
  const course = courseBetween(scene, { source, destination: target })
  const flow = scene.flows.find(f => f.spi === quoted!.spi && f.source === source && f.destination === target)
  const own = from === target
  return {
    severity: 'error',
    title: `${target} takes no ${quoted!.protocol === 50 ? 'ESP' : 'AH'}`,
    says: `${from} answered ${times(errors.length)} with ICMP "${errors[0]!.version === 4 ? 'protocol unreachable' : 'unrecognized next header'}" and quoted the very packets of ${source}: ${own ? 'nothing there takes' : `it refuses for ${target}`} ${protocol}. What ${source} protects is lost.`,
    confidence: own ? 'certain' : 'likely',
    place: 'unknown',
    attested: true,
    negotiation: course ? idOf(course) : null,
    because: [`ICMP type ${type} code ${code} from ${from} quotes ${protocol} from ${source} to ${target}.`],
    evidence: packetsAsEvidence([...(flow ? [flow.firstPacket] : []), ...errors.map(e => e.packet)]),
    otherwise: [
      own ? `A firewall on ${target} refuses the packets with this ICMP message.` : `A device at ${from} answers in place of ${target}.`,
      'ICMP messages are not signed: another device could have sent it in that name.',
    ],
    tryNext: [`On ${target}: check that IPsec runs, and that it has an SA with ${source}.`],
  }
}

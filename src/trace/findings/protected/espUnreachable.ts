import type { IcmpError } from '../../path/icmpErrors.ts'
import type { Flow } from '../../protected/flow.ts'
import { errorsOf, grouped } from '../addresses.ts'
import { courseBetween } from '../espPairs.ts'
import { type Found, idOf, packetsAsEvidence, type Rule, type Scene, times } from '../finding.ts'
import { ICMP_UNSIGNED } from '../wording.ts'
import { carriedAs } from './protectedTraffic.ts'

// Somebody who merely asks which protocols a host knows sends one packet of each; who goes on after the refusal means it.

/** T9: the peer says that it does not know protocol 50 or 51. RFC 792, RFC 4443 §3.4. */
export const espUnreachable: Rule = {
  id: 'esp-blocked',
  scenario: 'T9',
  rests: 'silence',
  explains: ['esp-one-way', 'esp-blocked', 'dead-peer'],
  find,
}

function find(scene: Scene): Found[] {
  return refusals(scene).map(errors => found(scene, errors))
}

/** The receiver of a flow says that it does not know its protocol. */
export function isRefused(scene: Scene, { kind, source, destination }: Flow): boolean {
  const protocol = kind === 'ah' ? 51 : 50
  return refusals(scene)
    .flat()
    .some(({ quoted }) => quoted!.from === source && quoted!.to === destination && quoted!.protocol === protocol)
}

/** Asked for with every flow that has duplicates; found once. */
const known = new WeakMap<Scene, IcmpError[][]>()

function refusals(scene: Scene): IcmpError[][] {
  const found = known.get(scene) ?? refusalsIn(scene)
  known.set(scene, found)
  return found
}

function refusalsIn(scene: Scene): IcmpError[][] {
  const all = errorsOf(scene.trace.icmpErrors.all, ['3/2'], ['4/1']).filter(e => [50, 51].includes(e.quoted?.protocol ?? 0))
  return grouped(all).filter(errors => new Set(errors.map(packetQuoted)).size > 1 || goesOn(scene, errors))
}

/** Nothing tells the quoted packets apart, as in IPv6 where all have one sequence number; more followed the first refusal. */
function goesOn(scene: Scene, errors: readonly IcmpError[]): boolean {
  const flow = flowQuoted(scene, errors[0]!)
  return errors.length > 1 && flow !== undefined && flow.lastTime > errors[0]!.time
}

function flowQuoted({ flows }: Scene, { quoted }: IcmpError): Flow | undefined {
  return flows.find(f => f.spi === quoted?.spi && f.source === quoted.from && f.destination === quoted.to)
}

function packetQuoted({ quoted }: IcmpError): string {
  return `${quoted?.identification} ${quoted?.sequence}`
}

function found(scene: Scene, errors: readonly IcmpError[]): Found {
  const { from, quoted, type, code } = errors[0]!
  const [source, target] = [quoted!.from, quoted!.to]
  const protocol = carriedAs({ kind: quoted!.protocol === 50 ? 'esp' : 'ah', udpEncapsulated: false })
  const course = courseBetween(scene, { source, destination: target })
  const flow = flowQuoted(scene, errors[0]!)
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
      ICMP_UNSIGNED,
    ],
    tryNext: [`On ${target}: check that IPsec runs, and that it has an SA with ${source}.`],
  }
}

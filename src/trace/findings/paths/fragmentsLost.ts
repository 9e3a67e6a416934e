import type { IcmpError } from '../../path/icmpErrors.ts'
import { captureAt } from '../captureAt.ts'
import { courseBetween } from '../espPairs.ts'
import { type Found, idOf, packetsAsEvidence, type Rule, type Scene, times } from '../finding.ts'
import { sentence } from '../wording.ts'
import { courseNamed, letFragmentsPass, ON_THE_PATH } from './letFragmentsPass.ts'
import { cameThrough, expiredReassemblies, lossyRoutes, type Route } from './lostFragments.ts'
import { missedParts, saidMissed } from './missedParts.ts'

/** F1: later fragments of a large packet never arrive. RFC 791, RFC 792, RFC 8200 §4.5. */
export const fragmentsLost: Rule = {
  id: 'fragments-lost',
  scenario: 'F1',
  rests: 'pieces',
  explains: ['no-answer', 'resends-last-good-message', 'udp-4500-blocked', 'only-probed', 'one-sided-negotiation', 'answer-ignored'],
  find,
}

function find(scene: Scene): Found[] {
  const routes = lossyRoutes(scene)
  const seen = new Set(routes.map(({ source, destination }) => `${source} ${destination}`))
  const said = expiredReassemblies(scene).filter(([e]) => !seen.has(`${e!.quoted!.from} ${e!.quoted!.to}`))
  return [...routes.map(route => arrivedWithHoles(scene, route)), ...said.map(errors => saidByPeer(scene, errors))]
}

function arrivedWithHoles(scene: Scene, { source, destination, holed, whole, negotiation, recovered }: Route): Found {
  const said = missedParts(scene, holed)
  const hole = holed[0]!.missing[0]
  const firstOnly = holed.every(d => d.pieces.every(p => p.start === 0))
  const laterOnly = holed.every(d => d.pieces.every(p => p.start > 0))
  const which = firstOnly ? ': the first fragment, never the rest' : laterOnly ? ': later fragments, never the first' : ''
  return {
    // One ESP or AH packet is no pattern; one IKE message that never comes whole stops the negotiation.
    severity: recovered || (holed.length === 1 && holed[0]!.protocol !== 17) ? 'note' : 'error',
    title: `Fragments from ${source} are missing`,
    says: `${sentence(times(holed.length))} a fragmented packet from ${source} to ${destination} is in this capture only in part${which}. What is not whole cannot be read by ${destination}.${recovered ? ` It was lost now and then only: ${whole.length > 0 ? `${whole.length} came whole` : 'a later copy came through'}.` : ''}`,
    confidence: holed.length > 1 ? 'likely' : 'possible',
    place: 'unknown',
    ...(said.all ? { attested: true } : {}),
    negotiation,
    because: [
      hole ? `Bytes ${hole[0]} to ${hole[1] - 1} of the first such packet never came.` : 'The last fragment never came.',
      ...(laterOnly ? ['A filter that lets only small packets or no ports pass drops first fragments.'] : []),
      ...saidMissed(said, destination),
    ],
    evidence: [...packetsAsEvidence(holed.flatMap(d => d.pieces.map(p => p.packet))), ...packetsAsEvidence(said.errors.map(e => e.packet))],
    // Whoever says that it waited in vain does not go by this capture.
    otherwise: said.all
      ? []
      : [
          ...(firstOnly ? ['A capture filter on ports keeps first fragments only, because later ones have no ports.'] : []),
          'The capturing machine dropped packets.',
        ],
    tryNext: [
      captureAt(source, ` as well, without a filter on ports: it shows whether all fragments leave.`),
      letFragmentsPass(ON_THE_PATH, courseNamed(scene, negotiation)),
    ],
  }
}

function saidByPeer(scene: Scene, errors: readonly IcmpError[]): Found {
  const error = errors[0]!
  const { from, to, identification } = error.quoted!
  const about = error.about?.message ?? courseBetween(scene, { source: from, destination: to })
  const own = error.from === to
  const recovered = cameThrough(scene, errors)
  return {
    severity: recovered ? 'note' : 'error',
    title: `${to} ${recovered ? 'once did not get' : 'never got'} the later fragments`,
    says: `${error.from} said ${times(errors.length)} with ICMP "fragment reassembly time exceeded" that it held the first fragment of a packet from ${from} and waited in vain for the rest.${recovered ? ' Other fragmented packets came through, or the next copy did: it was lost now and then only.' : ''}`,
    confidence: 'certain',
    place: 'unknown',
    attested: true,
    negotiation: about ? idOf(about) : null,
    because: [
      'A host sends this message only when the first fragment came and others did not.',
      ...(identification === undefined ? [] : [`It quotes the first fragment of the packet with identification ${identification}.`]),
    ],
    evidence: packetsAsEvidence([...new Set(errors.flatMap(e => [...(e.about?.sighting.packets ?? []), e.packet]))]),
    otherwise: own
      ? [`${to} itself drops later fragments before it reassembles.`]
      : [`A device at ${error.from} reassembles in place of ${to}.`],
    tryNext: [letFragmentsPass(`Let IP fragments pass between ${from} and ${to}`, about && courseNamed(scene, idOf(about)))],
  }
}

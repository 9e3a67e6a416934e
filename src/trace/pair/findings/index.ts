import { OTHER_END, type Step } from '../../findings/captureAt.ts'
import type { Found, Rule } from '../../findings/finding.ts'
import { rules } from '../../findings/index.ts'
import { ranked, type Said } from '../../findings/ranking.ts'
import type { Finding } from '../../report.ts'
import { isRelated, type PairForm, type PairScene } from '../scene.ts'
import { addressMoved } from './addressMoved.ts'
import { ahThroughNat } from './ahThroughNat.ts'
import { isRefuted, isSaidOfAnswer } from './answerCame.ts'
import { badSpi } from './badSpi.ts'
import { clockSetByHand } from './clockSetByHand.ts'
import { credentialsRefused } from './credentialsRefused.ts'
import { refusedUncrossed, rekeyCollision } from './crossed.ts'
import { deadPeer } from './deadPeer.ts'
import { deleteLost } from './deleteLost.ts'
import { doubtedForDrops } from './dropped.ts'
import { espBlocked } from './espBlocked.ts'
import { espLoss } from './espLoss.ts'
import { espOneWay } from './espOneWay.ts'
import { fragmentFiltered, fragmentsLost } from './fragments.ts'
import { heard } from './heard.ts'
import { hostFragmentsProtectedPackets } from './hostFragmentsProtectedPackets.ts'
import { ikeFragmentation } from './ikeFragmentation.ts'
import { ikeLoss } from './ikeLoss.ts'
import { noAnswer, udp4500Blocked } from './inVain.ts'
import { lifetime } from './lifetime.ts'
import { malformedMessage } from './malformedMessage.ts'
import { modifiedInPath } from './modifiedInPath.ts'
import { natDetected } from './natDetected.ts'
import { natMappingExpired } from './natMappingExpired.ts'
import { captureEndsEarly, captureStartsLate } from './ofCapture.ts'
import { offloadArtifacts } from './offloadArtifacts.ts'
import { once, onceEachWay } from './once.ts'
import { oneSided } from './oneSided.ts'
import { onlyProbed } from './onlyProbed.ts'
import { espReordered, espReplay } from './order.ts'
import { outages } from './outage.ts'
import { peerRestarted } from './peerRestarted.ts'
import { pmtuBlackHole } from './pmtuBlackHole.ts'
import { reasonsOnce } from './reasonsOnce.ts'
import { authenticationFailed, refused, refusedByIcmp } from './refused.ts'
import { rekeyFailed } from './rekeyFailed.ts'
import { repeats } from './repeats.ts'
import { simultaneousNegotiation } from './simultaneousNegotiation.ts'
import { isToldAsFault } from './toldAsFault.ts'
import { unrelated } from './unrelated.ts'

/** What a rule says with two traces, by its id. A rule without an entry says what it says of each, each fault once. */
export const forms: Readonly<Record<string, PairForm>> = {
  'nat-detected': natDetected,
  'address-moved': addressMoved,
  'ah-through-nat': ahThroughNat,
  'ike-fragmentation': ikeFragmentation,
  'host-fragments-protected-packets': hostFragmentsProtectedPackets,
  'no-answer': noAnswer,
  'one-sided-negotiation': oneSided,
  'resends-last-good-message': repeats,
  'answer-ignored': repeats,
  'dead-peer': deadPeer,
  'rekey-failed': rekeyFailed,
  'rekey-collision': rekeyCollision,
  'peer-restarted': peerRestarted,
  'udp-4500-blocked': udp4500Blocked,
  'fragment-filtered': fragmentFiltered,
  'fragments-lost': fragmentsLost,
  'pmtu-black-hole': pmtuBlackHole,
  'pmtu-reported': onceEachWay,
  'pmtu-ignored': onceEachWay,
  'mss-ignores-ipsec': onceEachWay,
  'esp-blocked': espBlocked,
  'esp-one-way': espOneWay,
  'nat-mapping-expired': natMappingExpired,
  'esp-loss': espLoss,
  'esp-reordered': espReordered,
  'esp-replay': espReplay,
  'modified-in-path': modifiedInPath,
  lifetime,
  'simultaneous-negotiation': simultaneousNegotiation,
  'delete-lost': deleteLost,
  'bad-spi': badSpi,
  'ike-loss': ikeLoss,
  'authentication-failed': authenticationFailed,
  'certificate-not-valid': refused,
  'proposal-mismatch': refused,
  'identity-refused': refused,
  'selectors-refused': refused,
  'child-sa-refused': refusedUncrossed,
  'pfs-mismatch': refused,
  'mode-refused': refused,
  'refused-otherwise': refused,
  'version-mismatch': refused,
  'credentials-refused': credentialsRefused,
  'malformed-message': malformedMessage,
  'only-probed': onlyProbed,
  'capture-ends-early': captureEndsEarly,
  'capture-starts-late': captureStartsLate,
  'offload-artifacts': offloadArtifacts,
  'port-unreachable': refusedByIcmp,
  'administratively-prohibited': refusedByIcmp,
  'network-unreachable': refusedByIcmp,
}

/** With two traces what one end only suspects, from copies that it sees, follows from what both prove. */
export const explainedInPair: Readonly<Record<string, readonly string[]>> = {
  'esp-blocked': ['esp-one-way', 'esp-loss'],
  'no-answer': ['one-sided-negotiation', 'resends-last-good-message', 'answer-ignored'],
  'resends-last-good-message': ['one-sided-negotiation'],
  'answer-ignored': ['one-sided-negotiation', 'resends-last-good-message'],
  'modified-in-path': [
    'no-answer',
    'answer-ignored',
    'resends-last-good-message',
    'authentication-failed',
    'malformed-message',
    'ike-loss',
  ],
}

/** The findings of two traces, the root cause first. */
export function findingsInPair(pair: PairScene): Finding[] {
  const ids = [...new Set(rules.map(rule => rule.id))]
  const said = ids.flatMap(id => {
    const [rule, ...sisters] = rules.filter(one => one.id === id) as [Rule, ...Rule[]]
    const alone = [rule, ...sisters].flatMap(one => ([0, 1] as const).flatMap(trace => heard(pair, one, trace)))
    return (forms[id] ?? once)(pair, alone)
      .toSorted(byNegotiation)
      .map(
        (found): Said => ({
          // What a host says with ICMP explains as much as with one trace.
          rule: { ...rule, explains: (found.attested ? undefined : explainedInPair[id]) ?? rule.explains ?? [] },
          found: {
            ...doubtedForDrops(pair, found),
            because: reasonsOnce(pair, found),
            tryNext: found.tryNext.filter(step => !isDone(pair, step)),
          },
        }),
      )
  })
  for (const one of [unrelated(pair), clockSetByHand(pair), ...outages(pair)]) if (one) said.push(one)
  return ranked(
    said.filter(one => !isRefuted(one, said) && !isSaidOfAnswer(pair, one, said) && !isToldAsFault(one, said)),
    { ...pair.scenes[0], courses: pair.joints.all.map(joint => joint.course) },
    pair.scenes.map(scene => scene.trace),
  )
}

/** What happened again is told of the first negotiation, whichever capture shows more of it. */
function byNegotiation(one: Found, next: Found): number {
  const numberOf = ({ negotiation }: Found) => (negotiation === null ? Number.MAX_VALUE : Number(negotiation.slice(1)))
  return numberOf(one) - numberOf(next)
}

/** Rules of one trace advise to capture at the other end; that is what was done. */
function isDone(pair: PairScene, step: Step): boolean {
  if (typeof step === 'string' || !isRelated(pair)) return false
  const { near, far } = pair.lineup.ends
  return step.captureAt === OTHER_END || [...near, ...far].some(addresses => addresses.has(step.captureAt))
}

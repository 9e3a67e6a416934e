import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { rules } from '../../../src/trace/findings/index.ts'
import { explainedInPair, forms } from '../../../src/trace/pair/findings/index.ts'

// Every scenario that one trace can tell, with its rule, the file of the rule, and the stories of its tests: one in which it
// speaks, and a near miss in which it is silent. A scenario without a rule says where it is told instead.

/** [scenario, rule, file of the rule, file of the stories, where it speaks, near miss] */
type Row = readonly [scenario: string, rule: string, file: string, stories: string, speaks: string, silent: string]

const told: readonly Row[] = [
  ['N2', 'no-answer', 'noAnswer', 'silence', 'strongSwan gives up', 'copies of a delete that was answered'],
  [
    'N3',
    'resends-last-good-message',
    'resendsLastGoodMessage',
    'silence',
    'the answers leave where the answerer was',
    'one copy crossed the answer',
  ],
  ['N4', 'port-unreachable', 'portUnreachable', 'rules', 'nobody listens', 'all goes well'],
  ['N5', 'administratively-prohibited', 'administrativelyProhibited', 'rules', 'a filter refuses', 'all goes well'],
  [
    'N6',
    'falls-back-to-clear',
    'fallsBackToClear',
    'kerberos',
    'the held packet leaves after three seconds',
    'the traffic was in the clear before',
  ],
  ['N7', 'proposal-mismatch', 'proposalMismatch', 'causes', 'stands where nothing follows', 'is outweighed where both go on'],
  [
    'N8',
    'authentication-failed',
    'authenticationFailed',
    'causes',
    'and then nothing more: a refusal',
    'near miss: the quick mode follows',
  ],
  ['N8', 'certificate-not-valid', 'certificateNotValid', 'opened', 'has expired', 'near miss: it is in its time'],
  ['N8', 'refused-otherwise', 'refusedOtherwise', 'refusal', 'no address to give', 'a forged refusal before success'],
  [
    'N8',
    'refused-otherwise',
    'endedAtOnce',
    'refusal',
    'the initiator ends it as soon as it has the answer',
    'a connection that is taken down a second later',
  ],
  ['N9', 'kerberos-error', 'kerberosError', 'kerberos', 'clock skew in the fourth message', 'a reply instead'],
  [
    'N10',
    'kerberos-unreachable',
    'kerberosUnreachable',
    'kerberos',
    'the domain controller says nothing',
    'it wants a proof first, which is normal',
  ],
  ['N11', 'one-way-initiation', 'oneWayInitiation', 'refusal', 'works one way only', 'the other end was down at first'],
  ['N12', 'one-sided-negotiation', 'oneSidedNegotiation', 'seldom', 'every message comes from one side', 'the other side said one thing'],
  ['N13', 'simultaneous-negotiation', 'simultaneousNegotiation', 'refusal', 'both at once', 'IKEv1 and AuthIP side by side from one host'],
  ['N14', 'ike-to-exempt-host', 'ikeToExemptHost', 'refusal', 'a host on the list of exempt ones', 'other addresses'],
  ['N15', 'ike-from-fallback-address', 'ikeFromFallbackAddress', 'refusal', 'a host without an address of its own', 'other addresses'],
  ['N16', 'rekey-collision', 'rekeyCollision', 'refusal', 'both ends at once, and both come through', 'answered at the second copy'],
  ['N16', 'rekey-failed', 'rekeyFailed', 'refusal', 'a quick mode after five quiet minutes', 'answered at the second copy'],
  ['N17', 'selectors-refused', 'selectorsRefused', 'refusal', 'selectors, readable', 'dead peer detection during a quick mode'],
  ['N17', 'selectors-narrowed', 'selectorsNarrowed', 'opened', 'and some of the rest goes in the clear', 'near miss: all was granted'],
  ['N18', 'identity-refused', 'identityRefused', 'refusal', 'an identity', 'a forged refusal before success'],
  ['N19', 'mode-refused', 'modeRefused', 'refusal', 'aggressive mode unanswered, main mode answered', 'neither is answered'],
  ['N19', 'version-mismatch', 'versionMismatch', 'causes', 'asked and answered', 'an answer that nobody in this capture asked for'],
  ['N20', 'dead-peer', 'deadPeer', 'silence', 'an empty INFORMATIONAL into silence', 'IKEv1: the answers go on'],
  ['N21', 'peer-restarted', 'peerRestarted', 'refusal', 'begins anew seconds after', 'IKEv1 renews its IKE SA and ends the old one'],
  ['N21', 'shared-identity', 'sharedIdentity', 'opened', 'and the second puts the first out', 'near miss: the first is still answered'],
  ['N22', 'group-retry', 'groupRetry', 'rules', 'another group is asked for', 'IKEv2 in four messages'],
  ['N22', 'cookie-challenge', 'cookieChallenge', 'rules', 'a cookie is asked for', 'IKEv2 in four messages'],
  ['N22', 'group-not-taken', 'groupNotTaken', 'rules', 'a group is never taken by new attempts', 'where one of them took it'],
  ['N22', 'cookie-not-sent', 'cookieNotSent', 'rules', 'again without the cookie', 'near miss: it may not have come in'],
  ['N23', 'credentials-refused', 'credentialsRefused', 'refusal', 'EAP: a Failure at the end', 'EAP succeeds'],
  ['N24', 'only-probed', 'onlyProbed', 'silence', 'MM1 answered, never followed', 'the initiator goes on asking'],
  ['N25', 'malformed-message', 'malformedMessage', 'refusal', 'a malformed field is named', 'a forged refusal before success'],
  ['N25', 'malformed-message', 'malformedAnswer', 'refusal', 'is not used: the asker goes on', 'nobody asks again, or it reads well'],
  ['N25', 'malformed-message', 'malformedHeader', 'refusal', 'is told with its packets', 'cut ones are not malformed'],
  ['N25', 'malformed-message', 'malformedProtected', 'refusal', 'shorter than their headers', 'cut ones are not malformed'],
  ['N26', 'network-unreachable', 'networkUnreachable', 'rules', 'no route', 'all goes well'],
  ['N27', 'child-sa-refused', 'childSaRefused', 'refusal', 'the child SA of IKE_AUTH', 'IKE_AUTH that asks for no child SA'],
  ['N27', 'pfs-mismatch', 'pfsMismatch', 'opened', 'the group is all that is new', 'near miss: the cipher is another one'],
  ['N28', 'answer-ignored', 'answerIgnored', 'silence', 'the answers stand where the asker was captured', 'one copy crossed the answer'],
  ['N29', 'ike-loss', 'ikeLoss', 'refusal', 'loss that was made good is a note', 'a second quick mode'],
  ['F1', 'fragments-lost', 'fragmentsLost', 'fragments', 'only the last of three is missing', 'silent: all fragments come'],
  [
    'F2',
    'fragment-filtered',
    'fragmentFiltered',
    'fragments',
    'first fragments only, whatever is sent',
    'silent: a fragment was lost once',
  ],
  ['F3', 'ike-fragmentation', 'ikeFragmentation', 'pathMtu', 'pieces that IKE made', 'silent: one piece for each message'],
  ['F4', 'pmtu-reported', 'pmtuReported', 'pathMtu', 'and the sender obeys', 'large pings at even distances'],
  ['F5', 'pmtu-ignored', 'pmtuIgnored', 'pathMtu', 'and the sender goes on with large packets', 'silent: what was under way'],
  [
    'F6',
    'pmtu-black-hole',
    'pmtuBlackHole',
    'pathMtu',
    'one large segment again and again',
    'silent: small packets are sent again as well',
  ],
  ['F7', 'mss-ignores-ipsec', 'mssIgnoresIpsec', 'pathMtu', 'the SYN allows more than fits the path', 'silent: the MSS leaves room'],
  [
    'F8',
    'host-fragments-protected-packets',
    'hostFragmentsProtectedPackets',
    'pathMtu',
    'the sender itself cuts them',
    'silent: IKE in fragments',
  ],
  ['F9', 'fragment-overlap', 'fragmentOverlap', 'fragments', 'the same bytes again at another cut', 'silent: a fragment captured twice'],
  ['F9', 'fragment-mismatch', 'fragmentMismatch', 'fragments', 'other bytes in the same place', 'silent: a fragment captured twice'],
  ['T1', 'bad-spi', 'badSpi', 'protected', 'the third quick mode message never comes', 'an SA older than the capture is none'],
  ['T2', 'modified-in-path', 'modifiedInPath', 'seldom', 'one sequence number is far from all others', 'the numbers go on from there'],
  [
    'T3',
    'clear-text-while-protected',
    'clearTextWhileProtected',
    'protected',
    'the answers come in the clear',
    'decrypted copies are not in the clear',
  ],
  ['T4', 'delete-lost', 'deleteLost', 'protected', 'packets go on to whoever deleted the SA', 'both go on: it was no delete'],
  [
    'T5',
    'service-stopped',
    'serviceStopped',
    'protected',
    'deletes for every peer in one moment',
    'one connection ended is nothing to tell',
  ],
  ['T6', 'esp-one-way', 'espOneWay', 'protected', 'answered pings fall silent', 'other packets without an answer are a stream'],
  ['T6', 'esp-one-way', 'espOneWay', 'protected', 'of the old one do not speak for it', 'the other end still sends on the old one'],
  ['T7', 'esp-loss', 'espLoss', 'protected', 'gaps', 'a healthy tunnel'],
  ['T7', 'esp-replay', 'espReplay', 'protected', 'a number that comes twice', 'a healthy tunnel'],
  ['T7', 'esp-reordered', 'espReordered', 'protected', 'disorder within the window', 'a healthy tunnel'],
  ['T8', 'idle-expiry', 'idleExpiry', 'protected', 'deleted after five minutes without a packet', 'deleted while it was used'],
  ['T8', 'lifetime', 'lifetime', 'protected', 'a healthy tunnel: pings, a rekey', 'ended, and begun anew later'],
  ['T8', 'lifetime', 'lifetime', 'protected', 'as a timer does it: who, how often', 'near misses: twice; ended by whoever begins it'],
  ['T9', 'esp-blocked', 'espBlocked', 'protected', 'IKE goes on, nothing protected comes back', 'at the receiver nothing is blocked'],
  ['T9', 'esp-blocked', 'espUnreachable', 'protected', 'the peer says that it takes no ESP', 'one packet refused so'],
  ['T10', 'clear-text-after-sa', 'clearTextAfterSa', 'protected', 'the pings go on without the tunnel', 'other hosts in the clear'],
  ['A1', 'nat-detected', 'natDetected', 'nat', 'names the peer, its own address', 'silent where there is none'],
  ['A2', 'udp-4500-blocked', 'udp4500Blocked', 'rules', 'MM5 on 4500 into silence', 'port 4500 answers'],
  [
    'A3',
    'nat-mapping-expired',
    'natMappingExpired',
    'nat',
    'the NAT refuses packets to the port',
    'who spoke a moment ago still has its mapping',
  ],
  ['A3', 'nat-mapping-expired', 'natMappingChanged', 'nat', 'the peer comes back from another port', 'the step from port 500 to 4500'],
  [
    'A3',
    'nat-mapping-expired',
    'natMappingSilent',
    'nat',
    'the peer was silent for long, and no longer answers',
    'the step from port 500 to 4500',
  ],
  [
    'A3',
    'nat-mapping-expired',
    'natMappingInside',
    'nat',
    'inside, what comes is missing as long as the host is silent',
    'the host sends keepalives, or its peer comes again by itself',
  ],
  ['A4', 'ah-through-nat', 'ahThroughNat', 'nat', 'AH from behind a NAT', 'silent: AH where nobody translates'],
  ['A5', 'nat-t-timeouts', 'natTTimeouts', 'pathMtu', 'inside UDP: the large transfers', 'one large segment again and again'],
  ['A6', 'address-moved', 'addressMoved', 'seldom', 'the same SPIs from another address', 'silent: another port of the same address'],
  ['K1', 'capture-filter', 'captureFilter', 'capture', 'first fragments only, both ways', 'silent: first fragments only in one direction'],
  ['K2', 'capture-truncated', 'captureTruncated', 'seldom', 'messages are cut by the capture', 'silent: they are whole'],
  ['K3', 'capture-dropped', 'captureDropped', 'capture', 'the file counts what it dropped', 'silent: only one direction was captured'],
  ['K4', 'captured-twice', 'capturedTwice', 'seldom', 'a packet stands here twice', 'silent: it was sent again'],
  [
    'K5',
    'capture-starts-late',
    'captureStartsLate',
    'capture',
    'it starts in the middle of main mode',
    'it ends before the next copy was due',
  ],
  ['K5', 'capture-ends-early', 'captureEndsEarly', 'capture', 'it ends before the next copy was due', 'it starts when ESP is under way'],
  ['K6', 'offload-artifacts', 'offloadArtifacts', 'capture', 'only the pseudo-header is summed up', "['damaged'"],
  ['K7', 'clock-step', 'clockStep', 'capture', 'a packet is older than the one before it', 'a packet is older than the one before it'],
]

/** Scenarios that are no finding, and what tells them. */
const elsewhere: Readonly<Record<string, string>> = {
  N1: 'the outcome of a negotiation that stands; test/trace/outcome.test.ts',
  R1: 'read by the dissectors; test/dissectors/ipsec',
  R2: 'decided for each flow; test/trace/ciphers.test.ts',
  R3: 'decided for each flow; test/trace/ciphers.test.ts',
  R4: 'read by the dissectors; test/dissectors/ipsec',
  R5: 'read by the dissectors; test/dissectors/gss',
  R6: 'never a finding; test/trace/findings/protected.test.ts',
  R7: 'never a finding; test/trace/findings/protected.test.ts',
  C1: 'needs two traces; test/trace/pair',
  C2: 'a view of two captures; test/trace/baseline',
  C3: 'a view; test/trace/monitor.test.ts',
  C4: 'a list in the report; test/trace/monitor.test.ts',
}

const root = join(import.meta.dirname, '../../..')
const text = (path: string) => readFileSync(join(root, path), 'utf8')
/** Files of findings by their names, in whichever folder. */
const files = new Map(
  readdirSync(join(root, 'src/trace/findings'), { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts'))
    .map(path => [basename(path, '.ts'), join('src/trace/findings', path)]),
)

describe('every scenario of one trace', () => {
  test.each(told)('%s %s (%s)', (scenario, rule, file, stories, speaks, silent) => {
    expect(rules.filter(one => one.id === rule && one.scenario === scenario)).not.toEqual([])
    expect(text(files.get(file)!)).toContain(`'${rule}'`)
    const tests = text(`test/trace/findings/${stories}.test.ts`)
    expect(tests).toContain(speaks)
    expect(tests).toContain(silent)
  })

  test('one rule, one file', () => {
    expect(files.size).toBeGreaterThan(80)
    const crowded = [...files.values()].filter(path => (text(path).match(/^export const \w+: Rule\b/gm)?.length ?? 0) > 1)
    expect(crowded).toEqual([])
  })

  test('no rule is missing', () => {
    const pairs = (all: readonly (readonly [string, string])[]) => [...new Set(all.map(one => one.join(' ')))].sort()
    expect(pairs(told.map(([scenario, rule]) => [scenario, rule]))).toEqual(pairs(rules.map(rule => [rule.scenario, rule.id])))
  })

  test('no scenario is missing', () => {
    const upTo: Readonly<Record<string, number>> = { N: 29, F: 9, T: 10, A: 6, K: 7, R: 7, C: 4 }
    const all = Object.entries(upTo).flatMap(([letter, last]) => Array.from({ length: last }, (_, i) => `${letter}${i + 1}`))
    expect(all.filter(one => !told.some(([scenario]) => scenario === one) && !elsewhere[one])).toEqual([])
    for (const where of Object.values(elsewhere)) expect(existsSync(join(root, where.split('; ')[1]!))).toBe(true)
  })
})

test('whatever a rule explains, and what a table of two traces names is a rule', () => {
  const known = new Set([...rules.map(({ id }) => id), 'unrelated-captures'])
  const named = [...rules.flatMap(({ explains = [] }) => explains), ...Object.keys(forms), ...Object.entries(explainedInPair).flat(2)]
  expect([...new Set(named)].filter(id => !known.has(id))).toEqual([])
})

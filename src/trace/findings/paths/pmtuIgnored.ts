import type { PathMtu } from '../../path/pathMtu.ts'
import { type Found, packetsAsEvidence, type Rule, type Scene, times } from '../finding.ts'
import { GRACE, largerAfter, negotiationOf, refusing } from './pathMtu.ts'
import { tooBig } from './tooBig.ts'

/** F5: the sender was told and goes on sending large packets. */
export const pmtuIgnored: Rule = {
  id: 'pmtu-ignored',
  scenario: 'F5',
  explains: ['esp-one-way', 'esp-loss', 'esp-blocked', 'pmtu-black-hole', 'mss-ignores-ipsec'],
  find: scene => refusing(scene).flatMap(path => ignored(scene, path)),
}

/** Packets that go on larger than was asked, until they are no accident; one less when the router says it again. */
const STUBBORN = 3
function ignored(scene: Scene, path: PathMtu): Found[] {
  const step = path.steps.find(s => !s.guessed)
  if (!step) return []
  const larger = largerAfter(scene, path, step)
  const again = path.steps.some(s => s.time > step.time + GRACE)
  if (larger.length < (again ? STUBBORN - 1 : STUBBORN)) return []
  const { packets } = scene.trace
  const sizes = larger.map(row => packets.ipLength(row))
  return [
    {
      severity: 'error',
      title: `${path.source} goes on sending packets that are too large`,
      says: `${step.from} told ${path.source} ${times(path.steps.length)} that the path to ${path.destination} carries ${step.mtu} bytes. ${path.source} sent ${larger.length} more packets of up to ${Math.max(...sizes)} bytes that may not be cut; none of them can pass.`,
      confidence: 'likely',
      place: 'unknown',
      negotiation: negotiationOf(scene, path),
      because: [
        `The ICMP message names ${step.mtu} bytes; the packets are larger and have "don't fragment" set.`,
        ...(path.steps.length > 1 ? ['The router says it again and again.'] : []),
      ],
      evidence: packetsAsEvidence([step.packet, ...larger.map(row => row + 1)]),
      otherwise: [
        `The ICMP message passes this capture and is dropped before ${path.source} acts on it, by its own firewall for example.`,
        'The path has changed since.',
      ],
      tryNext: [
        `Let ${path.source} accept ${tooBig(path.source)}, or lower its MTU or MSS to what the path carries.`,
        'Windows 2000 and XP do not act on it for ESP inside UDP; Windows Server 2003 does.',
      ],
    },
  ]
}

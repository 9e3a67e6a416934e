import type { Datagram } from '../../../dissectors/network/reassembly.ts'
import type { Rule, Scene } from '../finding.ts'
import { isMismatch, onRoutes, type Words } from './fragmentOverlaps.ts'
import { isProtected } from './lostFragments.ts'

/** F9: fragments that contradict each other. */
export const fragmentMismatch: Rule = {
  id: 'fragment-mismatch',
  scenario: 'F9',
  find: scene => onRoutes(scene, isMismatch, group => mismatch(scene, group)),
}

function mismatch(scene: Scene, group: readonly Datagram[]): Words {
  const d = group[0]!
  const count = group.length
  const conflict = d.overlaps.find(o => o.conflicting)
  return {
    severity: group.some(d => d.conflicting && isProtected(d, scene)) ? 'warning' : 'note',
    title: `Fragments from ${d.source} contradict each other`,
    says: `${count === 1 ? 'A fragmented packet has' : `${count} fragmented packets have`} pieces that cannot belong together. What the receiver makes of it depends on its system; here the bytes that came first are shown, and the other reading beside them.`,
    confidence: 'certain',
    because: conflict
      ? [`Packets ${conflict.packets[0]} and ${conflict.packets[1]} bring different bytes ${conflict.start} to ${conflict.end - 1}.`]
      : d.faults.slice(0, 3),
    otherwise: [
      'The identification was used again so soon that pieces of two packets got mixed.',
      'Somebody tries to get past a firewall.',
    ],
    tryNext: [`Look at the counters of failed reassembly at ${d.destination}.`],
  }
}

import type { Rule } from '../finding.ts'
import { furtherNot, stalledFlows } from './stalledFlows.ts'

/** A5: the same inside UDP, as Windows 2000 and XP meet it: they do not lower the size of encapsulated packets. */
export const natTTimeouts: Rule = {
  id: 'nat-t-timeouts',
  scenario: 'A5',
  find: scene =>
    stalledFlows(scene)
      .filter(({ pair }) => pair.flow.udpEncapsulated)
      .map(({ pair, stalled }) => ({
        ...furtherNot(scene, pair, stalled),
        severity: 'note',
        title: `Inside UDP, large packets from ${pair.flow.source} stall`,
        says: `The stalled packets are encapsulated in UDP 4500. Small transfers work and large ones stall. Windows 2000 and XP are known for it: they do not act on ICMP "fragmentation needed" for such packets.`,
        because: ['The ESP packets that are sent again and again travel inside UDP.'],
      })),
}

import { directionsOf } from '../../path/unseenDirections.ts'
import type { Flow } from '../../protected/flow.ts'
import type { Found, Scene } from '../finding.ts'

// Silence of protected packets means something where IKE, or anything else, of that host is here. Of a host of which the file has
// not one packet, whether it answers cannot be told: whoever captures one direction has just that.

/** The capture has nothing at all that would go the other way. */
export function isUnheard({ trace: { packets } }: Scene, { source, destination }: Flow): boolean {
  return !directionsOf(packets).has(`${destination} ${source}`)
}

/** What is left of a silence of a host that the capture may not have heard. */
export function ofUnheardPeer(found: Found, { source, destination }: Flow): Found {
  return {
    ...found,
    severity: 'note',
    confidence: 'possible',
    title: `${found.title}, as far as this capture shows`,
    because: [`This capture has not one packet from ${destination} to ${source}, of IKE or anything else.`, ...found.because],
    otherwise: ['The capture holds one direction only: the answers went by unseen.', ...found.otherwise],
    tryNext: ['Capture both directions.', ...found.tryNext],
  }
}

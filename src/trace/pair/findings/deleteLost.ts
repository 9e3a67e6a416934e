import { at, other, type PairForm, passageOf, wayFrom } from '../scene.ts'
import { joined, perNegotiation } from './inVain.ts'

/** T4: the delete is in one trace and not in the other; or it arrived and was not obeyed. */
export const deleteLost: PairForm = (pair, alone) =>
  perNegotiation(alone).map(group => {
    const found = joined(group)
    const [first] = found.evidence
    const passage = first && passageOf(pair, first.trace, first.packet)
    if (!passage || passage.arrived === 'unknown') return found
    if (passage.arrived === 'yes')
      return {
        ...found,
        place: at(other(passage.sender)),
        says: `${found.says} It did arrive, as the other capture shows.`,
        otherwise: found.otherwise,
      }
    return {
      ...found,
      confidence: 'certain',
      place: wayFrom(passage.sender),
      says: `${found.says} The message that looks like the delete left and is not in the other capture: it was lost on the way.`,
      tryNext: ['Dead peer detection on both sides ends such an SA; without it, it lives until its lifetime ends.'],
    }
  })

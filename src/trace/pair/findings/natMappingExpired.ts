import { isToldFromInside } from '../../findings/paths/natMappingInside.ts'
import type { PairForm } from '../scene.ts'
import { once } from './once.ts'

/** A3: outside of the NAT it is seen what comes back; what its silence shows inside is told where nothing else does. */
export const natMappingExpired: PairForm = (pair, alone) => {
  const isSeen = alone.some(one => !isToldFromInside(one) && one.severity !== 'note')
  return once(pair, isSeen ? alone.filter(one => !isToldFromInside(one)) : alone)
}

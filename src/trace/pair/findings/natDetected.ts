import type { Found } from '../../findings/finding.ts'
import type { Endpoint } from '../../model.ts'
import { jointOf, type PairForm, type PairScene } from '../scene.ts'

/** A1: both captures show with which addresses and ports each message left and arrived, so no doubt about a NAT is left. */
export const natDetected: PairForm = (pair, alone) => {
  const told = new Map<string, Found>()
  for (const one of alone) {
    const found = isUntranslated(pair, one) ? settled(one) : one
    if (found && !told.has(found.title)) told.set(found.title, found)
  }
  return [...told.values()]
}

/** A NAT that one end holds possible is none; a hash that seemed made up is. */
function settled(found: Found): Found | undefined {
  if (found.confidence === 'possible') return undefined
  const says = found.says.replace('seems to send', 'sends')
  return {
    ...found,
    says,
    confidence: 'certain',
    because: [...found.because, 'Both captures show the same addresses and ports.'],
    otherwise: [],
  }
}

/** The negotiation has the same addresses and ports at both ends. */
function isUntranslated(pair: PairScene, found: Found): boolean {
  const parts = jointOf(pair, found)?.parts
  const [a, b] = [parts?.[0], parts?.[1]]
  if (!a || !b) return false
  return ([0, 1] as const).every(side => endpoints(a.endpoints[side]) === endpoints(b.endpoints[side]))
}

function endpoints(all: readonly Endpoint[]): string {
  return [...new Set(all.map(e => `${e.address} ${e.port}`))].sort().join()
}

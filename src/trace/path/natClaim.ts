import type { NatSide } from '../report.ts'

/** Whether a peer only claims to be translated, to have ESP inside UDP: its hash is made up, and no NAT is seen to change it. */
export function isClaimed({ forced, translated }: Pick<NatSide, 'forced' | 'translated'>): boolean {
  return forced !== undefined && forced !== 'possible' && translated !== 'beyond here'
}

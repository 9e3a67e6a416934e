import { isClaimed } from '../../trace/path/natClaim.ts'
import type { NatSide } from '../../trace/report.ts'

/** What NAT detection says of a peer at its head: the badge, and a few words beside it. */
export interface NatWords {
  readonly badge: 'NAT' | 'NAT?' | 'UDP'
  readonly says: string
}

/** As the finding has it; undefined when it is not translated and does not claim to be. RFC 3947 §3.2, RFC 7296 §2.23. */
export function natText(side: NatSide): NatWords | undefined {
  const { translated, forced, believed, seen } = side
  if (isClaimed(side)) return { badge: 'UDP', says: `asked for around ESP without a NAT${forced === 'certain' ? '' : ', it seems'}` }
  // What is cut where there is little room is where the NAT stands, not whom it hides.
  const hides = believed && believed.address !== seen.address ? `hides ${believed.address}, ` : ''
  const where = WHERE[translated]
  if (where === undefined) return undefined
  const isPossible = forced === 'possible' && translated !== 'beyond here'
  return { badge: isPossible ? 'NAT?' : 'NAT', says: `${hides}${isPossible ? 'perhaps ' : ''}${where}` }
}

const WHERE: Readonly<Partial<Record<NatSide['translated'], string>>> = {
  'before here': 'between it and this capture',
  'beyond here': 'beyond this capture',
  both: 'on both sides of this capture',
}

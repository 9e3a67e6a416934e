import type { NatSide } from '../../trace/report.ts'

/** What NAT detection says of one peer, in a few words; undefined when it is not translated. RFC 3947 §3.2, RFC 7296 §2.23. */
export function natText({ translated, forced, believed, seen }: NatSide): string | undefined {
  if (forced && translated !== 'beyond here') return 'only claimed, to have ESP in UDP'
  const itself = believed && believed.address !== seen.address ? `, is ${believed.address} itself` : ''
  switch (translated) {
    case 'before here':
      return `between it and this capture${itself}`
    case 'beyond here':
      return `beyond this capture${itself}`
    case 'both':
      return `on both sides of this capture${itself}`
    default:
      return undefined
  }
}

import type { Delete, IkeMessage } from '../../dissectors/ike/facts.ts'
import { has, shownPayloads } from './header.ts'

/** Notify that names the SA to be replaced. RFC 7296 §1.3.3, §3.10.1. */
export const REKEY_SA = 16393
/** Protocol ID of IKE itself. RFC 2407 §4.4.1, RFC 7296 §3.11. */
const IKE = 1
/** Digits of an SPI at most; one of ESP or AH has eight. */
const LONGEST = 32

/**
 * What deletes and notifies say, one text for each payload and none for the others: `Delete ca41911a`, `REKEY_SA`. Beside an SA or a
 * key exchange the other notifies are small print: four of them stand in every IKE_SA_INIT. Undefined: nothing.
 */
export function tellsOf(ike: IkeMessage): readonly string[] | undefined {
  const setsUp = has(ike, 'sa') || has(ike, 'ke')
  const texts = shownPayloads(ike).map(payload => {
    if (payload.kind === 'delete') return deleteText(payload)
    if (payload.kind !== 'notify' || (setsUp && !(ike.majorVersion === 2 && payload.notifyType === REKEY_SA))) return ''
    return payload.symbol ?? `notify ${payload.notifyType}`
  })
  return texts.some(text => text !== '') ? texts : undefined
}

function deleteText({ protocol, spis }: Delete): string {
  if (protocol === IKE) return 'Delete of the IKE SA'
  return spis.length === 1 ? `Delete ${spis[0]!.slice(0, LONGEST)}` : `Delete of ${spis.length} SAs`
}

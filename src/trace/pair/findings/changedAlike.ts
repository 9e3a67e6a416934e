import { Kind } from '../../../dissectors/sort.ts'
import { inWords } from '../../findings/finding.ts'
import { listed } from '../../findings/wording.ts'
import type { PairScene } from '../scene.ts'

const names: Readonly<Record<number, string>> = {
  [Kind.ike]: 'IKE',
  [Kind.esp]: 'ESP',
  [Kind.udpEncapsulatedEsp]: 'ESP in UDP',
  [Kind.ah]: 'AH',
  [Kind.fragment]: 'IP fragments',
}

/** Packets of one kind that stayed as they were, from which "none of these" means something. */
const SEVERAL = 3

/**
 * T2: what the changed packets of one end have in common, against those that arrived unchanged: protocol, size, fragments, time.
 * @param changed rows of the sender @param same rows of the sender that arrived as they left
 */
export function changedAlike({ lineup }: PairScene, sender: 0 | 1, changed: readonly number[], same: readonly number[]): string {
  const { packets } = lineup.rows[sender]
  const kindOf = (row: number) => names[packets.kind(row)] ?? 'other packets'
  const kinds = [...new Set(changed.map(kindOf))]
  const spared = [...new Set(same.map(kindOf))].filter(
    kind => !kinds.includes(kind) && same.filter(row => kindOf(row) === kind).length >= SEVERAL,
  )
  const sizes = changed.map(row => packets.ipLength(row))
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)]
  const smaller = same.filter(row => packets.ipLength(row) < least).length
  const larger = same.filter(row => packets.ipLength(row) >= least).length
  const times = changed.map(row => packets.time(row))
  const fragments = changed.filter(row => packets.kind(row) === Kind.fragment).length
  return [
    `${changed.length === 1 ? 'It is' : 'They are'} ${listed(kinds)}, ${least === most ? `${least} bytes` : `${least} to ${most} bytes`} long, ${fragments === 0 ? 'no fragments' : fragments === changed.length ? 'all of them fragments' : `${fragments} of them fragments`}`,
    ...(changed.length > 1 ? [`${inWords(Math.min(...times))} to ${inWords(Math.max(...times))} into the capture`] : []),
    ...(spared.length ? [`and no ${listed(spared)} was changed`] : []),
    ...(larger === 0 && smaller >= SEVERAL ? [`and all ${smaller} smaller ones arrived as they left`] : []),
  ].join(', ')
}

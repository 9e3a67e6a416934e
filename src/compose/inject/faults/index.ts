import type { FaultKind } from '../world.ts'
import { captured, clock, snaplen } from './captures.ts'
import { change } from './change.ts'
import { delay } from './delay.ts'
import { duplicate } from './duplicate.ts'
import { fragment } from './fragment.ts'
import { lose } from './lose.ts'
import { ends, filter, joins, miss, starts, takes } from './missed.ts'
import { offload } from './offload.ts'
import { overlap } from './overlap.ts'
import { reorder } from './reorder.ts'
import { translate } from './translate.ts'

/** Everything that can go wrong on purpose. To add a fault: one file, one name here. */
export const faultKinds: readonly FaultKind[] = [
  ...[lose, change, duplicate, delay, reorder, fragment, overlap, translate],
  ...[clock, snaplen, captured, miss, filter, takes, joins, starts, ends, offload],
]

import { type Baseline, baselineOf, type Captured } from '../trace/baseline/baseline.ts'
import { hearing } from './hearing.ts'
import type { Reading } from './reading.ts'

/** What IPsec added to the conversations that one of two captures holds in the clear and the other protected. */
export async function baseline([a, b]: readonly Reading[]): Promise<Baseline> {
  if (!a || !b)
    return { clear: null, secured: null, conversations: [], alone: [], notes: ['A baseline takes two captures of the same conversation.'] }
  return baselineOf([await captured(a), await captured(b)])
}

async function captured(reading: Reading): Promise<Captured> {
  return { trace: reading.trace, hearing: await hearing(reading) }
}

import { anonymise, type Wishes } from '../anonymise/index.ts'
import { type CutOut, cutOut } from '../cut/cut.ts'
import { together } from '../dissectors/joined.ts'
import { fingerprint } from './fingerprint.ts'
import type { GivenAway } from './protocol.ts'
import type { Reading } from './reading.ts'

/** Packets of a capture as one of their own. */
export async function cut({ source }: Reading, wanted: readonly (readonly [packet: number, says: readonly string[]])[]): Promise<CutOut> {
  const { sha256 } = await fingerprint(source)
  const made = await cutOut(source, new Map(wanted), `SHA-256 of the whole capture: ${sha256}`)
  if (!made.ok) throw new Error(made.why)
  return made
}

/** The two ends without what names anybody; what was captured between them stays behind. */
export async function anonymised(readings: readonly Reading[], wishes: Wishes): Promise<GivenAway> {
  const made = await anonymise(
    readings.slice(0, 2).map(({ source }) => source),
    wishes,
  )
  if (!made.ok) throw new Error(`${readings[made.place]!.source.name}: ${made.why}`)
  const files = made.files.map(({ format, packets, pieces }) => ({ format, packets, bytes: together([...pieces()]) }))
  return { files, replaced: made.replaced }
}

import type { Session } from '../../host/protocol.ts'
import { grouped } from '../../text/figures.ts'
import type { Hit, Place } from './hits.ts'

/** Packets that a search found together, and which of them, from 0, is looked at. */
export interface Walk {
  readonly name: string
  readonly places: readonly Place[]
  readonly at: number
}

/** Packets asked for at once; as many as a session tells. */
const MOST = 500

/** The way through all packets that a hit stands for, from its first; undefined where it is one packet. */
export async function walkOf({ name, places, partly, carried, to }: Hit, session: Session | undefined): Promise<Walk | undefined> {
  if (places) return { name: partly ? `${name}, the first ${grouped(places.length)} packets` : name, places, at: 0 }
  if (!carried || !session || !('packet' in to)) return undefined
  const { of, packets } = await session.carried(to.trace, carried, 0, MOST)
  const all = packets.map(({ number }): Place => ({ packet: number, trace: to.trace }))
  return all.length < 2 ? undefined : { name: of > all.length ? `${name}, the first ${all.length} packets` : name, places: all, at: 0 }
}

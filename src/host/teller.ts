import type { Record } from '../capture/record.ts'
import type { Context } from '../dissectors/cursor.ts'
import { initiatorSpi, messageFacts } from '../dissectors/ike/messageFacts.ts'
import { SeenPayloads } from '../dissectors/ike/seenPayloads.ts'
import type { Sorted } from '../dissectors/sort.ts'
import { dissected } from './dissected.ts'
import type { Reading } from './reading.ts'

/** What is needed of a record to tell it. */
export type Told = Pick<Record, 'number' | 'bytes' | 'start' | 'end' | 'original' | 'linkType'>

/** Takes a packet that tells the story. @param time seconds from the first packet of the trace */
export type Tell = (record: Told, time: number, sorted: Sorted) => void

const FACTS_ONLY: Context = { factsOnly: true }

/** Reads packets that tell the story, as far as the story needs it, and hands them to the trace. */
export function teller({ trace, vendorIds }: Pick<Reading, 'trace' | 'vendorIds'>): Tell {
  const seen = new SeenPayloads()
  return ({ number, bytes, start, end, original, linkType }, time, { messageStart, messageEnd, ipVersion, ipStart }) => {
    if (messageStart === 0) {
      const copy = bytes.slice(start, end)
      const read = dissected({ vendorIds }, copy, original, linkType, FACTS_ONLY)
      for (const layer of read.layers) if (layer.kind === 'ike') vendorIds.note(layer.message)
      trace.story(number, time, read, copy, linkType)
    } else if (!trace.leavesOut(number)) {
      const message = trace.bytes.keep(bytes, messageStart, messageEnd)
      const facts = messageFacts(message, () => ({ vendorIds: vendorIds.of(initiatorSpi(message)), seen }))
      vendorIds.note(facts)
      trace.message(number, time, facts, bytes[ipStart + (ipVersion === 4 ? 8 : 7)]!)
    }
  }
}

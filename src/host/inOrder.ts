import { isOutOfOrder } from '../trace/outOfOrder.ts'
import { type Reading, readTrace } from './reading.ts'

/**
 * The reading with its packets in the order of their times, where that is the order in which they were captured and the file's
 * own is another, or where that is lost. The file is then read once more, which is seldom.
 * @param told called now and then with the bytes read so far
 */
export async function inOrder(
  reading: Reading,
  told: (read: number, reading: Reading) => void,
  signal?: AbortSignal,
  paired = false,
): Promise<Reading> {
  const { trace } = reading
  const isUnknown = reading.about().orderUnknown === true && trace.packets.backwards > 0
  if (!isUnknown && !isOutOfOrder(trace)) return reading
  const read = await readTrace(reading.source, told, signal, paired, { byTime: reading.earliest })
  return read.ok ? read.reading : reading
}

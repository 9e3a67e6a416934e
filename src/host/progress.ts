import type { ByteSource } from '../capture/source.ts'
import type { Progress } from './protocol.ts'
import type { Reading } from './reading.ts'
import { reportSoFar } from './story.ts'

/** Milliseconds between two words on progress, and between two reports while reading; the first report comes with the first word. */
const SAY = 100
const REPORT = 500
/** With so many messages a report that was shown is enough until the end: a larger one would hold up the reading and the page. */
const ENOUGH = 5_000

/** Says how far a file was read, with a report when there is something to show already. @param before what was read before this file */
export function progressing(
  source: ByteSource,
  before: readonly Reading[],
  onProgress: (progress: Progress) => void,
  reports: boolean,
): (read: number, reading: Reading) => void {
  let said = performance.now()
  let reported = Number.NEGATIVE_INFINITY
  let pause = 0
  let shown = before.length > 0
  return (read, reading) => {
    const now = performance.now()
    if (now - said < SAY) return
    said = now
    const news = { name: source.name, read, size: source.size, packets: reading.trace.packets.length }
    if (!reports || now - reported < pause) return onProgress(news)
    const readings = [...before, reading]
    const messages = messagesIn(readings)
    if (messages === 0 || (shown && messages > ENOUGH)) return onProgress(news)
    onProgress({ ...news, report: reportSoFar(readings) })
    shown = true
    // A report that takes long to make and to send takes longer to show.
    reported = performance.now()
    pause = Math.max(REPORT, 10 * (reported - now))
  }
}

function messagesIn(readings: readonly Reading[]): number {
  return readings.reduce((sum, { trace }) => sum + trace.negotiations.reduce((all, { messages }) => all + messages.length, 0), 0)
}

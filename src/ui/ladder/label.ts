import type { Message } from '../../trace/report.ts'

/** Width of a text in px at the ladder's body size. */
export type Measure = (text: string, strong: boolean) => number

/** Size of small letters, as of an arrow's foot, to those that are measured. */
export const SMALL = 0.885

/** Payload names as a ladder writes them: repeats counted, `SA, VID ×4`. */
export function payloadTexts(payloads: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const name of payloads) counts.set(name, (counts.get(name) ?? 0) + 1)
  return Array.from(counts, ([name, count]) => (count > 1 ? `${name} ×${count}` : name))
}

/** What a message says: its payloads, of deletes and notifies what they are about, what it refuses or asks for by its name; or that nobody without keys can tell. */
export function contentTexts(message: Pick<Message, 'encrypted' | 'decrypted' | 'payloads' | 'tells' | 'refuses' | 'asks'>): string[] {
  const { encrypted, decrypted, payloads, tells, refuses, asks } = message
  const says = refuses ?? asks
  const at = says === undefined ? -1 : payloads.indexOf('N')
  const named = payloads.map((name, i) => (i === at ? says! : tells?.[i] || name))
  if (decrypted) return named.length > 0 ? payloadTexts(named) : ['empty']
  return encrypted ? ['encrypted'] : payloadTexts(named)
}

/** The sign in front of it: closed, or open where keys were given. */
export function lockOf({ encrypted, decrypted }: Pick<Message, 'encrypted' | 'decrypted'>): 'lock' | 'unlock' | undefined {
  return decrypted ? 'unlock' : encrypted ? 'lock' : undefined
}

/** As many payload texts as fit, dropped from the end; the message's name is never touched. */
export function fitting(texts: readonly string[], room: number, measure: Measure): string {
  const all = texts.join(', ')
  if (measure(all, false) <= room) return all
  for (let kept = texts.length - 1; kept > 0; kept--) {
    const text = `${texts.slice(0, kept).join(', ')} …`
    if (measure(text, false) <= room) return text
  }
  return ''
}

/** As many words as there is room for. */
export function shortened(text: string, room: number, measure: Measure): string {
  if (measure(text, false) <= room) return text
  let [low, high] = [0, text.length]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (measure(`${text.slice(0, middle)}…`, false) <= room) low = middle
    else high = middle - 1
  }
  return `${text.slice(0, low).trimEnd()}…`
}

/** As many parts of a text as there is room for, or as much of the first. */
export function cut(text: string, room: number, measure: Measure): string {
  return fitting(text.split(', '), room, measure) || shortened(text, room, measure)
}

/** Packet numbers in the gutter: `7`, `7–8`. */
export function packetRange(packets: readonly number[]): string {
  const first = packets[0]
  const last = packets.at(-1)
  return first === undefined ? '' : first === last ? `${first}` : `${first}–${last}`
}

import { firstSighting, isComplete, lastTime, type Message } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { Exchanges } from '../../negotiation/header.ts'

// A responder that has another pre-shared key cannot read MM5 (RFC 2409 §5: the keys hang on it). Some stacks say so with a
// notify; others drop it in silence, and repeat MM4 when their timer says that MM5 has not come.

/** MM5 that got no proof in return, although it came whole, on the ports of what was answered before. */
export function unreadProof(course: Course): { readonly message: Message; readonly repeated: Message | undefined } | undefined {
  if (!course.authentication?.startsWith('pre-shared key')) return undefined
  const main = course.exchanges.find(e => e.exchangeType === Exchanges.main)
  const at = (position: number) => main?.messages.find(m => m.position === position)?.message
  const [fourth, fifth] = [at(4), at(5)]
  if (!fourth || !fifth || at(6) || fifth.transmissions.length < 3 || !isWhole(fifth)) return undefined
  if (firstSighting(fifth).destination.port !== firstSighting(fourth).source.port) return undefined
  const after = course.negotiation.messages.filter(m => m.side !== fifth.side && lastTime(m) > firstSighting(fifth).time)
  if (after.some(m => m !== fourth)) return undefined
  return { message: fifth, repeated: after.includes(fourth) ? fourth : undefined }
}

function isWhole(message: Message): boolean {
  return isComplete(message) && message.transmissions.every(t => t.sightings.every(s => s.carriage === 'packet'))
}

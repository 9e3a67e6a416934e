import type { Exchange, Message, Negotiation } from '../../trace/report.ts'

/** The message ids of quick modes that run side by side, by message: nothing else tells which QM2 answers which QM1. RFC 2409 §5.5. */
export function interleaved({ exchanges }: Negotiation, trace: 0 | 1): ReadonlyMap<Message, string> {
  const spans = exchanges
    .filter(one => one.type === 'Quick Mode')
    .flatMap(exchange => span(exchange, trace) ?? [])
    .sort((a, b) => a.from - b.from)
  const found = new Map<Message, string>()
  spans.forEach((one, i) => {
    const next = spans[i + 1]
    if (!next || next.from >= one.until || next.exchange.messageId === one.exchange.messageId) return
    for (const { exchange } of [one, next]) for (const message of exchange.messages) found.set(message, exchange.messageId)
  })
  return found
}

/** From the first sending of its first message to that of its last. */
function span(exchange: Exchange, trace: 0 | 1) {
  const times = exchange.messages.flatMap(
    ({ transmissions }) => transmissions[0]?.sightings.find(sighting => sighting.trace === trace)?.time ?? [],
  )
  return times.length > 0 ? { exchange, from: Math.min(...times), until: Math.max(...times) } : undefined
}

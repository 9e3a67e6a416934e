import type { Exchange } from '../../trace/report.ts'

const order: Readonly<Record<string, readonly string[]>> = {
  'Main Mode': ['MM1', 'MM2', 'MM3', 'MM4', 'MM5', 'MM6'],
  'Aggressive Mode': ['AM1', 'AM2', 'AM3'],
  'Quick Mode': ['QM1', 'QM2', 'QM3'],
}

/** The message that an unfinished exchange was waiting for, and who owed it; undefined when nothing was. RFC 2409 §5, RFC 7296 §2.1. */
export function due(exchange: Exchange): { readonly name: string; readonly from: 'initiator' | 'responder' } | undefined {
  const last = exchange.messages.at(-1)
  if (!last || exchange.outcome === 'complete' || exchange.outcome === 'failed') return undefined
  const name = next(exchange.type, last.name)
  return name === undefined ? undefined : { name, from: last.from === 'initiator' ? 'responder' : 'initiator' }
}

function next(type: string, last: string): string | undefined {
  const names = order[type]
  if (names) {
    const place = names.indexOf(last)
    return place < 0 ? undefined : names[place + 1]
  }
  return last.endsWith(' request') ? `${last.slice(0, -' request'.length)} response` : undefined
}

/** How many messages the exchange takes when all goes well, for `MM5 of 6`; undefined when that varies. */
export function lengthOf(type: string): number | undefined {
  return order[type]?.length
}

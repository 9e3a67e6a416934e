import type { Exchange, Negotiation } from '../trace/report.ts'

/** Messages of the first exchange, as the mode wants them. RFC 2409 §5. */
const wanted: Readonly<Record<string, [prefix: string, messages: number]>> = { main: ['MM', 6], aggressive: ['AM', 3], base: ['BM', 4] }

/** How far a negotiation came: `MM5 of 6`, `MM6 of 6, Quick Mode ×2 (1 unanswered)`, `IKE_SA_INIT, IKE_AUTH`. */
export function progress({ mode, exchanges }: Negotiation): string {
  const [prefix, messages] = wanted[mode] ?? ['', 0]
  const numbered = exchanges.flatMap(exchange => exchange.messages).map(message => message.name)
  const place = new RegExp(`^${prefix}(\\d+)$`)
  const reached = numbered.reduce((most, name) => Math.max(most, Number(prefix && place.exec(name)?.[1]) || 0), 0)
  const first = reached ? [`${prefix}${reached} of ${messages}`] : []
  const isFirst = (exchange: Exchange) => reached > 0 && exchange.messages.some(message => message.name.startsWith(prefix))
  const types = new Map<string, Exchange[]>()
  for (const exchange of exchanges) {
    if (isFirst(exchange)) continue
    const same = types.get(exchange.type)
    if (same) same.push(exchange)
    else types.set(exchange.type, [exchange])
  }
  return [...first, ...[...types].map(([type, all]) => counted(type, all))].join(', ')
}

function counted(type: string, all: readonly Exchange[]): string {
  const broken = (['failed', 'unanswered', 'incomplete'] as const)
    .map(outcome => [outcome, all.filter(exchange => exchange.outcome === outcome).length] as const)
    .filter(([, number]) => number > 0)
  const faults = broken.map(([outcome, number]) => (all.length === 1 ? outcome : `${number} ${outcome}`)).join(', ')
  return `${type}${all.length > 1 ? ` ×${all.length}` : ''}${faults ? ` (${faults})` : ''}`
}

import { outcomeWords } from '../trace/outcomeWords.ts'
import type { Exchange, Negotiation } from '../trace/report.ts'

/** Messages of the first exchange, as the mode wants them. RFC 2409 §5. */
const wanted: Readonly<Record<string, [prefix: string, messages: number]>> = { main: ['MM', 6], aggressive: ['AM', 3], base: ['BM', 4] }

/** The furthest message of an exchange of IKEv1 that was seen, of how many: `MM5 of 6`, `QM2 of 3`; with the commit bit a quick
 *  mode has a fourth one, `QM4 of 4` (RFC 2409 §5.5). Empty where none has a number. @param messages how many the exchange takes */
export function reached(names: readonly string[], messages: number): string {
  let [letters, most] = ['', 0]
  for (const name of names) {
    const [, prefix = '', number = ''] = /^([A-Z]{2})(\d+)$/.exec(name) ?? []
    if (Number(number) > most) [letters, most] = [prefix, Number(number)]
  }
  return most === 0 ? '' : messages === 0 ? `${letters}${most}` : `${letters}${most} of ${Math.max(most, messages)}`
}

/** How far a negotiation came: `MM5 of 6`, `MM6 of 6, Quick Mode ×2 (1 not answered)`, `IKE_SA_INIT, IKE_AUTH`. */
export function progress({ mode, exchanges }: Negotiation): string {
  const [prefix, messages] = wanted[mode] ?? ['', 0]
  const isFirst = (exchange: Exchange) => prefix !== '' && exchange.messages.some(message => message.name.startsWith(prefix))
  const first = reached(
    exchanges.filter(isFirst).flatMap(exchange => exchange.messages.map(message => message.name)),
    messages,
  )
  const types = new Map<string, Exchange[]>()
  for (const exchange of exchanges) {
    if (isFirst(exchange)) continue
    const same = types.get(exchange.type)
    if (same) same.push(exchange)
    else types.set(exchange.type, [exchange])
  }
  return [...(first ? [first] : []), ...[...types].map(([type, all]) => counted(type, all))].join(', ')
}

function counted(type: string, all: readonly Exchange[]): string {
  const broken = (['failed', 'unanswered', 'incomplete'] as const)
    .map(outcome => [outcome, all.filter(exchange => exchange.outcome === outcome).length] as const)
    .filter(([, number]) => number > 0)
  const faults = broken
    .map(([outcome, number]) => (all.length === 1 ? outcomeWords[outcome] : `${number} ${outcomeWords[outcome]}`))
    .join(', ')
  return `${type}${all.length > 1 ? ` ×${all.length}` : ''}${faults ? ` (${faults})` : ''}`
}

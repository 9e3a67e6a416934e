import { grouped } from '../../text/figures.ts'
import { reached } from '../../text/progress.ts'
import { lengthOf } from '../../trace/negotiation/lengths.ts'
import { outcomeWords } from '../../trace/outcomeWords.ts'
import type { Exchange, Message, Negotiation } from '../../trace/report.ts'
import { copying } from '../ladder/copies.ts'
import type { End } from '../ladder/row.ts'
import { each, type Slices, whole } from '../slices.ts'

/** A step of the part of a negotiation that makes the IKE SA. */
export type Pip = 'seen' | 'asked' | 'lost' | 'refused' | 'due'

/** How far a negotiation came, as far as one trace shows. */
export interface Came {
  readonly pips: readonly Pip[]
  /** `MM5 of 6`, `IKE_AUTH answered`. */
  readonly says: string
  /** `MM5 sent 4×`; undefined when nothing was sent again. */
  readonly again?: string
}

const opening = /^(Main Mode|Aggressive Mode|Base Mode|IKE_SA_INIT|IKE_AUTH|IKE_INTERMEDIATE)$/

/** How far a negotiation came. RFC 2409 §5, RFC 7296 §1.2. @param both as both ends show it together */
export function howFar(negotiation: Negotiation, trace: 0 | 1, both = false): Came {
  return whole(comingFar(negotiation, trace, both))
}

/** The same in slices. */
export function* comingFar(negotiation: Negotiation, trace: 0 | 1, both = false): Slices<Came> {
  const seen = yield* copying(negotiation, trace)
  const first = negotiation.exchanges.filter(exchange => opening.test(exchange.type))
  const opens = new Set(first)
  yield
  const ends = new Map<Message, Set<End>>()
  const times = new Map<Message, number>()
  yield* each(seen, ({ exchange, message, end, came, count }) => {
    if (count > 1) times.set(message, count)
    if (opens.has(exchange)) ends.set(message, (ends.get(message) ?? new Set<End>()).add(came ? 'arrived' : end))
  })
  if (both) {
    const there = yield* copying(negotiation, trace === 0 ? 1 : 0)
    const answered = new Set([...seen, ...there].flatMap(({ came, message }) => (came ? [message] : [])))
    for (const message of first.flatMap(exchange => exchange.messages)) together(message, ends, answered.has(message))
    yield
    for (const { messages } of negotiation.exchanges) for (const message of messages) times.set(message, message.transmissions.length)
  }
  const steps = first.flatMap(exchange => exchange.messages.filter(message => ends.has(message)))
  const pips = steps.map(message => pipOf(ends.get(message)))
  const total = negotiation.version === 1 ? (lengthOf(first[0]?.type ?? '') ?? 0) : first.length > 0 ? 4 : 0
  while (pips.length < total && pips.length < 12) pips.push('due')
  yield
  const most = mostSent(times)
  return {
    pips: pips.slice(0, 12),
    says: told(
      phase(negotiation, steps, total),
      later(negotiation.exchanges),
      negotiation,
      pips.every(pip => pip === 'seen'),
    ),
    ...(most ? { again: `${most.name} sent ${most.times}×` } : {}),
  }
}

function pipOf(ends: ReadonlySet<End> | undefined): Pip {
  if (ends?.has('refused')) return 'refused'
  return ends?.has('arrived') ? 'seen' : ends?.has('lost') ? 'lost' : 'asked'
}

/** What one end has of a message, and the other one has too, or has alone. @param isAnswered so that it arrived, whoever saw it */
function together(message: Message, ends: Map<Message, Set<End>>, isAnswered: boolean): void {
  const { transmissions } = message
  const came = transmissions.some(({ fate }) => fate === 'delivered' || fate === 'modified' || (fate === 'unknown' && isAnswered))
  const isLost = transmissions.every(({ fate }) => fate === 'lost')
  const known = ends.get(message)
  if (!known || ((came || isLost) && !known.has('refused'))) ends.set(message, new Set<End>([came ? 'arrived' : 'lost']))
}

/** What came later needs no words about a first phase that is done. */
function told(first: string, after: string, { version }: Negotiation, done: boolean): string {
  return after && (version === 2 || done) ? after : [first, after].filter(Boolean).join(', ')
}

function phase(negotiation: Negotiation, steps: readonly Message[], total: number): string {
  const last = steps.at(-1)
  if (!last) return ''
  if (negotiation.version === 1) {
    const names = steps.map(message => message.name)
    return reached(names, total) || last.name
  }
  return last.name.endsWith(' response')
    ? `${last.name.slice(0, -' response'.length)} answered`
    : `${last.name.replace(' request', '')} asked`
}

/** What came after the IKE SA: quick modes, child SAs. */
function later(exchanges: readonly Exchange[]): string {
  const quick = exchanges.filter(exchange => exchange.type === 'Quick Mode')
  const child = exchanges.filter(exchange => exchange.type === 'CREATE_CHILD_SA')
  const done = quick.filter(exchange => exchange.outcome === 'complete').length
  if (quick.length > 0) return quick.length === 1 ? quickMode(quick[0]!) : `${done} of ${quick.length} quick modes`
  if (child.length > 0) return `${child.length} CREATE_CHILD_SA`
  const rest = exchanges.filter(exchange => !opening.test(exchange.type))
  const type = rest[0]?.type ?? ''
  const alike = rest.filter(exchange => exchange.type === type).length
  return rest.length < exchanges.length || alike === 0 ? '' : `${grouped(alike)} ${type}`
}

/** One whose last message was sent and did not complete it is said to be so: `QM3 of 3, not finished`. */
function quickMode({ type, messages, outcome }: Exchange): string {
  const names = messages.map(message => message.name)
  const far = reached(names, lengthOf(type) ?? 0)
  return `${far || type}${outcome !== 'complete' && names.length === lengthOf(type) ? `, ${outcomeWords[outcome]}` : ''}`
}

/** The message that was sent most often, when any was sent more than once. */
function mostSent(times: ReadonlyMap<Message, number>): { name: string; times: number } | undefined {
  let most: { name: string; times: number } | undefined
  for (const [{ name }, count] of times) if (count > (most?.times ?? 1)) most = { name, times: count }
  return most
}

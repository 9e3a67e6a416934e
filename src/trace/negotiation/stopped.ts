import { times } from '../findings/finding.ts'
import { sentence } from '../findings/wording.ts'
import type { Due, Exchange, Message, Negotiation, Report } from '../report.ts'
import { lengthOf } from './lengths.ts'

// Where a negotiation stopped: who sent last, from whom nothing new came, and what was due from it. All of it stands in the
// report; nothing is claimed beyond what the captures hold. RFC 2409 §5, RFC 7296 §2.1.

type Party = Message['from']

/** An exchange with what should have come next, in it or behind it. */
type Waiting = Pick<Exchange, 'type' | 'outcome' | 'messages'> & { readonly due?: Pick<Due, 'name' | 'from'> }

/** It still waits for something, or was refused. */
export function isBroken({ due, outcome }: Exchange): boolean {
  return due !== undefined || outcome === 'failed'
}

/** Where a negotiation that no finding speaks of stopped; undefined when nothing is known to have been due. */
function whereStopped(negotiation: Negotiation): string | undefined {
  const exchange = negotiation.exchanges.findLast(isBroken) ?? onlyOpened(negotiation)
  return exchange && whoStopped(negotiation, exchange, false)
}

/** An IKE_SA_INIT that was answered, and nothing behind it: IKE_AUTH has to follow, or IKE_INTERMEDIATE before it. RFC 7296 §1.2, RFC 9242 §3. */
function onlyOpened({ exchanges }: Negotiation): Waiting | undefined {
  const last = exchanges.at(-1)
  const answer = last?.messages.at(-1)
  if (!last || !answer || exchanges.some(one => one.type !== 'IKE_SA_INIT') || last.outcome !== 'complete') return undefined
  return answer.from === 'responder' && !answer.asks && !answer.refuses
    ? { ...last, due: { name: 'first encrypted request', from: 'initiator' } }
    : undefined
}

/** Who sent last in an exchange, and from whom what was due next. @param short who sent last is told already */
export function whoStopped(negotiation: Negotiation, exchange: Waiting, short: boolean): string | undefined {
  const last = exchange.messages.at(-1)
  if (!last) return undefined
  const silent: Party = last.from === 'initiator' ? 'responder' : 'initiator'
  const all = negotiation.exchanges.flatMap(one => one.messages)
  const place = all.indexOf(last)
  const isLater = (one: Message) => one !== last && (later(one, last) ?? all.indexOf(one) > place)
  const after = all.filter(isLater)
  const prior = all
    .filter(one => one.from === silent && one !== last && !isLater(one))
    .reduce<Message | undefined>((late, one) => (late && later(late, one) ? late : one), undefined)
  const [from, to] = [nameOf(last, last, 'source', negotiation), nameOf(prior, last, 'destination', negotiation)]
  if (exchange.outcome === 'failed')
    return refused(
      exchange,
      last,
      after.find(one => one.from === silent),
      from,
      to,
    )
  const { due } = exchange
  if (!due || due.from !== silent) return undefined
  const sent = `${from} sent last: ${the(last.name)}${last.transmissions.length > 1 ? `, ${times(last.transmissions.length)}` : ''}${arrival(last)}.`
  if (after.length > 0)
    return `${short ? '' : `In this ${exchange.type} ${sent} `}${sentence(the(due.name))} was due from ${to} next and is not in ${isOfTwo(last) ? 'either capture' : 'this capture'}.`
  const since = prior ? ` after ${prior.name === due.name ? 'an earlier' : 'its'} ${prior.name}` : ''
  const nothing = `${isOfTwo(last) ? 'Neither capture holds anything' : 'This capture holds nothing'}${prior ? ' new' : ''}`
  return `${short ? '' : `${sent} `}${nothing} of ${to} in this negotiation${since}; ${the(due.name)} was due from it next.`
}

/** IKEv1 refuses in an exchange of its own; in IKEv2 the answer itself refuses, and the rules say which it was. */
function refused(exchange: Waiting, last: Message, instead: Message | undefined, from: string, to: string): string | undefined {
  const [, letters, number] = /^([A-Z]{2})(\d)$/.exec(last.name) ?? []
  if (!letters || !instead) return undefined
  const came = instead.refuses ?? 'an informational message'
  if (Number(number) >= (lengthOf(exchange.type) ?? Number.POSITIVE_INFINITY))
    return `${last.name} of ${from} was the last message of ${exchange.type}, and what came of ${to} next is ${came}.`
  return `${last.name} of ${from} was the last message before; ${letters}${Number(number) + 1} was due from ${to} next, and ${came} came instead.`
}

/** Whether one was first seen after another, by the clock of a trace that has both; undefined where none has. */
function later(one: Message, other: Message): boolean | undefined {
  for (const trace of [0, 1] as const) {
    const [a, b] = [firstIn(one, trace), firstIn(other, trace)]
    if (a !== undefined && b !== undefined) return a > b
  }
  return undefined
}

function firstIn({ transmissions }: Message, trace: 0 | 1): number | undefined {
  return transmissions.flatMap(one => one.sightings).find(one => one.trace === trace)?.time
}

/** What became of it, as far as two captures show. */
function arrival({ transmissions }: Message): string {
  const way = transmissions.find(one => one.way)?.way
  if (!way) return ''
  const at = way.direction === 'a-to-b' ? 'B' : 'A'
  const came = transmissions.filter(({ fate }) => fate === 'delivered' || fate === 'modified').length
  if (came === transmissions.length) return `, ${came > 1 ? 'all of which' : 'which'} arrived at ${at}`
  if (came > 0) return `, of which ${came} arrived at ${at}`
  if (!transmissions.every(({ fate }) => fate === 'lost')) return ''
  const isInPart = transmissions.some(({ sightings }) => sightings.some(one => 'AB'[one.trace] === at))
  return `, ${transmissions.length > 1 ? 'none of which' : 'which never'} arrived ${isInPart ? 'whole ' : ''}at ${at}`
}

/** `A (192.0.2.10)` as its own capture sees it, with one capture the address alone. */
function nameOf(own: Message | undefined, last: Message, end: 'source' | 'destination', negotiation: Negotiation): string {
  const side = own?.from ?? (last.from === 'initiator' ? 'responder' : 'initiator')
  const direction = last.transmissions.find(one => one.way)?.way?.direction
  const label = direction && (direction === 'a-to-b') === (end === 'source') ? 'A' : direction ? 'B' : ''
  const sightings = (own ?? last).transmissions.flatMap(one => one.sightings)
  const seen = sightings.find(one => label === '' || 'AB'[one.trace] === label) ?? sightings[0]
  const address = (own ? seen?.source : seen?.destination)?.address ?? negotiation[side].address
  return label ? `${label} (${address})` : address
}

function isOfTwo({ transmissions }: Message): boolean {
  return transmissions.some(one => one.way)
}

/** MM6 stands by itself; `the IKE_AUTH response`. */
function the(name: string): string {
  return /^[A-Z]{2}\d+$/.test(name) ? name : `the ${name}`
}

/** The same for a whole report, of the first negotiation that did not come about; nothing where packets that cannot be read may go on with it. */
export function firstStopped({ negotiations, traces }: Pick<Report, 'negotiations' | 'traces'>): string | undefined {
  const open = negotiations.filter(one => one.outcome !== 'established' && one.answeredInstead === undefined && one.notice === undefined)
  const [first] = open
  if (!first || traces.some((_, trace) => mayGoOn(first, traces, trace))) return undefined
  const says = whereStopped(first)
  return says && (negotiations.length > 1 ? `${first.id}: ${says}` : says)
}

/** Something between its hosts cannot be read that was captured after it began, or nobody knows between whom it went. */
function mayGoOn({ exchanges }: Negotiation, traces: Report['traces'], trace: number): boolean {
  const { unread, unreadBetween } = traces[trace]!
  if (unread === undefined) return false
  const seen = exchanges
    .flatMap(one => one.messages)
    .flatMap(one => one.transmissions)
    .flatMap(one => one.sightings)
    .filter(one => one.trace === trace)
  if (!unreadBetween || seen.length === 0) return true
  const began = seen.reduce((least, { time }) => Math.min(least, time), Number.POSITIVE_INFINITY)
  const hosts = new Set(seen.flatMap(({ source, destination }) => [source?.address, destination?.address]))
  return unreadBetween.some(one => !(one.last < began) && one.hosts.every(host => hosts.has(host)))
}

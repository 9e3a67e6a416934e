import { firstSighting, type Message, type Negotiation, type Seconds } from '../model.ts'
import { addressesOf } from '../negotiation/child.ts'
import { Exchanges } from '../negotiation/header.ts'
import { countWhile } from '../packets/ascending.ts'
import type { Flow } from './flow.ts'

// In IKEv1 an encrypted informational where the next message of an exchange is due tells of a refusal, by its place alone. Where a
// capture has lost that next message the place deceives: a delete or a question whether the peer lives looks the same. But when
// the two have begun to use new SAs meanwhile, nothing was refused.

/** Notes such informationals. */
export function noteOutrun(negotiations: readonly Negotiation[], flows: readonly Flow[]): void {
  let began: ReadonlyMap<string, readonly Seconds[]> | undefined
  for (const negotiation of negotiations) {
    const { version, messages } = negotiation
    if (version !== 1 || !messages.some(isSecret)) continue
    began ??= beginnings(flows)
    const times = routesOf(negotiation).flatMap(route => began!.get(route) ?? [])
    if (times.length === 0) continue
    times.sort((a, b) => a - b)
    let asked = Number.POSITIVE_INFINITY
    for (const message of messages) {
      const { time } = firstSighting(message)
      if (message.ike.exchangeType !== Exchanges.informational) asked = time
      else if (isSecret(message) && !message.outrun && hasOneBetween(times, asked, time)) {
        message.outrun = true
        negotiation.revision++
      }
    }
  }
}

/** Whether one of these times, in order, lies between two others. */
function hasOneBetween(times: readonly Seconds[], after: Seconds, before: Seconds): boolean {
  const next = times[countWhile(times.length, at => times[at]! <= after)]
  return next !== undefined && next < before
}

function isSecret({ ike }: Message): boolean {
  return ike.exchangeType === Exchanges.informational && ike.encrypted
}

/** Both directions between its hosts. */
function routesOf(negotiation: Negotiation): string[] {
  const others = addressesOf(negotiation, 1)
  return addressesOf(negotiation, 0).flatMap(one => others.flatMap(other => [`${one} ${other}`, `${other} ${one}`]))
}

/** When new SAs were first used, by direction. One that counts far already is older than the capture shows. */
function beginnings(flows: readonly Flow[]): ReadonlyMap<string, readonly Seconds[]> {
  const began = new Map<string, Seconds[]>()
  for (const { source, destination, firstSequence, firstTime } of flows) {
    if (firstSequence > NEW) continue
    const route = `${source} ${destination}`
    const known = began.get(route)
    if (known) known.push(firstTime)
    else began.set(route, [firstTime])
  }
  return began
}

const NEW = 16

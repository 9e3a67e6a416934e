import { aligned } from './align.ts'
import type { Conversation } from './conversation.ts'
import { datagramTurns } from './datagramTurns.ts'
import { type TcpTurns, tcpTurns } from './tcpTurns.ts'
import type { Turn } from './turn.ts'

/** A conversation with its turns. */
export interface Told {
  readonly conversation: Conversation
  readonly turns: readonly Turn[]
  readonly tcp?: TcpTurns
}

/** A conversation cut into turns; of TCP with the cuts, so that the other capture's can be cut alike. */
export function told(conversation: Conversation): Told {
  if (conversation.protocol !== 'tcp') return { conversation, turns: datagramTurns(conversation) }
  const tcp = tcpTurns(conversation)
  return { conversation, turns: tcp.turns, tcp }
}

/** Conversations that are held against each other to find which is which; pairs grow with the square. */
const MOST = 400
/** Turns that are compared for that. */
const FIRST_TURNS = 12

/**
 * The same conversation in both captures: the same service, most of the first turns alike, the same hosts where there is
 * a choice, each used once, in their order.
 */
export function counterparts(clear: readonly Told[], secured: readonly Told[]): (readonly [clear: Told, secured: Told])[] {
  const free = new Set(clear.slice(0, MOST))
  const pairs: (readonly [Told, Told])[] = []
  for (const one of secured.slice(0, MOST)) {
    let best: Told | undefined
    let most = 0
    for (const other of free) {
      const score = sameness(other, one)
      if (score > most) {
        best = other
        most = score
      }
    }
    if (!best) continue
    free.delete(best)
    pairs.push([best, one])
  }
  return pairs
}

function sameness(a: Told, b: Told): number {
  if (a.conversation.name !== b.conversation.name) return 0
  const alike = aligned(a.turns.slice(0, FIRST_TURNS), b.turns.slice(0, FIRST_TURNS)).filter(one => one.alike && one.alike !== 'opening')
  if (alike.length === 0) return 0
  const octets = alike.filter(one => one.alike === 'octets').length
  const hosts = Number(a.conversation.client === b.conversation.client) + Number(a.conversation.server === b.conversation.server)
  return 4 * octets + 2 * alike.length + hosts
}

/** The turns of both, with the cuts of the clear capture where both said the same octets. */
export function sameCuts(clear: Told, secured: Told): readonly Turn[] {
  if (!clear.tcp || !secured.tcp || sameTurns(clear.turns, secured.turns)) return secured.turns
  const again = tcpTurns(secured.conversation, clear.tcp.cuts)
  const whole = again.turns.every(turn => turn.kind === 'open' || turn.asked !== null || turn.answered !== null)
  const alike = (turns: readonly Turn[]) => aligned(clear.turns, turns).filter(one => one.alike === 'octets').length
  return whole && alike(again.turns) > alike(secured.turns) ? again.turns : secured.turns
}

function sameTurns(a: readonly Turn[], b: readonly Turn[]): boolean {
  return (
    a.length === b.length &&
    a.every((turn, i) => turn.asked?.length === b[i]!.asked?.length && turn.answered?.length === b[i]!.answered?.length)
  )
}

import type { Conversation } from './conversation.ts'
import type { Heard } from './heard.ts'
import { belongs, closed, type Open, openTurn, type Turn } from './turn.ts'

/** Questions and answers without a connection: a ping and its reply, a DNS query and its response, or of other UDP what one
 *  host says until, after an answer, it says something else. */
export function datagramTurns({ heard, protocol, client, clientPort, name }: Conversation): Turn[] {
  const turns: Open[] = []
  const named = new Map<string, Open>()
  for (const one of heard) {
    const who = protocol === 'ping' ? one.flags : one.source === client && (name === 'DNS' || one.sourcePort === clientPort) ? 0 : 1
    const key = protocol === 'ping' || name === 'DNS' ? `${one.sequence} ${who === 0 ? one.sourcePort : one.destinationPort}` : undefined
    let turn = key === undefined ? turns.at(-1) : named.get(key)
    if (!turn || (key === undefined && who === 0 && turn.pieces[1].length > 0)) {
      turn = openTurn('exchange', one.time)
      turns.push(turn)
      if (key !== undefined) named.set(key, turn)
    }
    belongs(turn, one)
    const said = turn.pieces[who === 0 ? 0 : 1]
    if (said.length > 0 && (key !== undefined || isSame(said.at(-1)!.payload, one))) turn.resent++
    else said.push({ at: said.reduce((sum, piece) => sum + piece.length, 0), length: one.length, time: one.time, payload: one.payload })
  }
  return turns.map(turn => closed(turn, (turn.pieces[1].length > 0 ? 1 : 0) + turn.resent))
}

function isSame(before: Uint8Array | undefined, { payload }: Heard): boolean {
  return before !== undefined && payload !== undefined && before.length === payload.length && before.every((byte, i) => byte === payload[i])
}

import { withThousands } from '../findings/figures.ts'
import type { AlignedTurn } from './align.ts'
import type { InFront } from './inFront.ts'
import type { Added, ComparedTurn, Measured, Total } from './report.ts'
import type { Turn } from './turn.ts'

/** Round trips of both captures between the hosts, seconds; undefined where nothing shows one. */
export interface RoundTrips {
  readonly clear: number | undefined
  readonly secured: number | undefined
}

/** What a turn took in either capture, and what was added where both have the same halves of it. */
export function compared({ clear, secured, alike }: AlignedTurn, roundTrips: RoundTrips): ComparedTurn {
  const kind = (clear ?? secured)!.kind
  const [a, b] = [clear && measured(clear), secured && measured(secured)]
  const whole = clear && secured && !clear.asked === !secured.asked && !clear.answered === !secured.answered
  return {
    kind,
    says: kind === 'open' ? 'connection opened' : ((clear ?? secured)!.says ?? lengths((clear ?? secured)!)),
    alike,
    clear: a,
    secured: b,
    added: a && b && whole ? added(a, b, kind, roundTrips) : null,
  }
}

function lengths({ asked, answered }: Turn): string {
  const bytes = (half: Turn['asked']) => withThousands(`${half?.length ?? 0} bytes`)
  return asked && answered ? `${bytes(asked)}, answered by ${bytes(answered)}` : bytes(asked ?? answered)
}

function measured({ begins, ends, asked, answered, wire, packets, resent, waits }: Turn): Measured {
  return {
    begins,
    time: ends - begins,
    waiting: asked && answered && answered.first >= asked.last ? answered.first - asked.last : null,
    wire,
    asked: asked?.length ?? 0,
    answered: answered?.length ?? 0,
    packets,
    resent,
    waits: waits ?? null,
  }
}

/**
 * A server that thinks longer is no fault of IPsec. What the wait for its answer grew beyond the round trip is told apart,
 * where the round trip is known in both captures and nothing was sent again in that turn.
 */
function added(clear: Measured, secured: Measured, kind: Turn['kind'], { clear: before, secured: after }: RoundTrips): Added {
  const resent = secured.resent - clear.resent
  const known = kind === 'exchange' && before !== undefined && after !== undefined && clear.resent === 0 && secured.resent === 0
  const answering = known && clear.waiting !== null && secured.waiting !== null ? secured.waiting - after - (clear.waiting - before) : 0
  return {
    time: secured.time - clear.time,
    answering,
    wire: secured.wire - clear.wire,
    packets: secured.packets.length - clear.packets.length,
    resent,
    waits: clear.waits === null || secured.waits === null ? null : secured.waits - clear.waits,
  }
}

/** Over the turns that both captures have. */
export function total(turns: readonly ComparedTurn[], negotiation: InFront | null): Total {
  const both = turns.filter(turn => turn.added !== null)
  const sum = (of: (turn: ComparedTurn) => number) => both.reduce((all, turn) => all + of(turn), 0)
  const waited = negotiation?.waited ?? 0
  const answering = sum(turn => turn.added!.answering)
  return {
    time: sum(turn => turn.added!.time) - answering + waited,
    negotiation: waited,
    answering,
    clearTime: sum(turn => turn.clear!.time),
    clearWire: sum(turn => turn.clear!.wire),
    securedWire: sum(turn => turn.secured!.wire),
    clearPackets: sum(turn => turn.clear!.packets.length),
    securedPackets: sum(turn => turn.secured!.packets.length),
    resent: sum(turn => turn.added!.resent),
    roundTrips: (waited > 0 ? negotiation!.roundTrips : 0) + sum(turn => turn.added!.waits ?? 0),
  }
}

import type { Alike } from './align.ts'
import type { Shield } from './heard.ts'
import type { InFront } from './inFront.ts'

/** One conversation without IPsec beside the same one with it, turn by turn. Times are seconds, octets those of IP on the
 *  wire, packets count from 1 in their trace. */
export interface Baseline {
  /** The trace that holds conversations in the clear, and the one that holds them under IPsec; null: there are none. */
  readonly clear: 0 | 1 | null
  readonly secured: 0 | 1 | null
  readonly conversations: readonly ComparedConversation[]
  /** Conversations that only one of the traces holds. */
  readonly alone: readonly {
    readonly trace: 0 | 1
    readonly name: string
    readonly client: string
    readonly server: string
    readonly packets: number
  }[]
  /** What could not be compared, and what the figures cannot tell. */
  readonly notes: readonly string[]
}

/** One conversation as both captures have it. */
export interface ComparedConversation {
  readonly id: string
  /** `TCP port 80`, `DNS`, `ping`. */
  readonly name: string
  readonly client: string
  readonly server: string
  readonly shield: Shield
  /** The negotiation just before it; null: the trace holds none. */
  readonly negotiation: InFront | null
  readonly turns: readonly ComparedTurn[]
  readonly total: Total
  /** The whole of it in one or two sentences. */
  readonly says: string
  readonly notes: readonly string[]
}

/** A question and its answer, or the opening of a connection, in both; null where one of the captures lacks it. */
export interface ComparedTurn {
  readonly kind: 'open' | 'exchange'
  readonly says: string
  /** Null: only one of the traces has it. */
  readonly alike: Alike | null
  readonly clear: Measured | null
  readonly secured: Measured | null
  /** Null also where only one of them has an answer, or a question: then there is nothing to compare. */
  readonly added: Added | null
}

/** One turn as one trace has it. */
export interface Measured {
  readonly begins: number
  readonly time: number
  /** From the last octet of the question to the first of the answer. */
  readonly waiting: number | null
  readonly wire: number
  readonly asked: number
  readonly answered: number
  readonly packets: readonly number[]
  readonly resent: number
  /** How often one side had to wait for the other, the answer included; null: not known. */
  readonly waits: number | null
}

/** What a turn took more under IPsec. */
export interface Added {
  readonly time: number
  /** The part of it by which the server began to answer later (below 0: sooner) than the path explains. */
  readonly answering: number
  readonly wire: number
  readonly packets: number
  readonly resent: number
  readonly waits: number | null
}

/** Of the turns that both traces have, and the negotiation in front. */
export interface Total {
  /** Seconds that IPsec added: what the turns took longer without `answering`, and what was waited for the negotiation. */
  readonly time: number
  readonly negotiation: number
  readonly answering: number
  readonly clearTime: number
  readonly clearWire: number
  readonly securedWire: number
  readonly clearPackets: number
  readonly securedPackets: number
  readonly resent: number
  readonly roundTrips: number
}

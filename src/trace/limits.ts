/** How much of what tells the story is kept one by one; what comes after is only counted. */
export interface Limits {
  /** Captures of IKE messages. */
  readonly messages: number
  readonly negotiations: number
  readonly icmpErrors: number
  /** Fragmented datagrams. */
  readonly datagrams: number
}

/** A gateway's week, and in a flood some hundred megabytes. */
export const LIMITS: Limits = { messages: 100_000, negotiations: 25_000, icmpErrors: 20_000, datagrams: 20_000 }

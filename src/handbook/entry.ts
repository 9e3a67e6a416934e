/** What the handbook says of one thing that happens: in the words of a colleague who has seen it before. */
export interface Entry {
  /** The rule that finds it, `findings[].rule` of the report; none where there is nothing to find fault with. */
  readonly rule?: string
  /** Row of the scenario table, `F1`. */
  readonly scenario: string
  readonly title: string
  /** What stands in the ladder. */
  readonly see: string
  /** What that means for the two hosts. */
  readonly means: string
  /** What to do about it, the likeliest first. */
  readonly act: string
  /** What looks alike and is something else. */
  readonly mistaken: string
  /** A shipped capture that shows it: a folder of `captures/`, or one file of it. */
  readonly capture?: string
}

/** Entries about one part of a negotiation's life. */
export interface Chapter {
  readonly title: string
  readonly entries: readonly Entry[]
}

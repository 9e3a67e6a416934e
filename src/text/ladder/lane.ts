// The space between two lifelines in plain characters: one arrow from where something left to where it arrived.

/** Characters between the two ends. */
export const WIDTH = 46

/** How an arrow ends, and where: at the other end, or in the network. */
export interface Arrow {
  readonly label: string
  readonly rightwards: boolean
  /** Drawn again and again to make the line. */
  readonly shaft: string
  /** `>` for what arrived, which is turned with the arrow; `x`, `?`, `≠`. */
  readonly tip: string
  /** Share of the way at which it ends; 1 is the other end. */
  readonly until?: number
  /** A router in the middle has seen it. */
  readonly crossed?: boolean
}

/** `|-- MM1 ------------->|`. */
export function laneOf({ label, rightwards, shaft, tip, until = 1, crossed = false }: Arrow): string {
  const shown = label.length > WIDTH - 8 ? `${label.slice(0, WIDTH - 9)}…` : label
  const lead = shaft.trim().repeat(3 - shaft.length)
  const start = `${lead} ${shown} `
  const end = Math.max(start.length, Math.min(WIDTH - 1, Math.round(WIDTH * until) - 1))
  const way = [...(start + shaft.repeat(WIDTH).slice(0, Math.max(0, end - start.length)) + tip).padEnd(WIDTH)]
  const middle = WIDTH >> 1
  if (crossed && start.length < middle && end > middle) way[middle] = '+'
  if (rightwards) return `|${way.join('')}|`
  const turned = way.slice(start.length).reverse()
  return `|${turned.map(one => (one === '>' ? '<' : one)).join('')} ${shown} ${lead}|`
}

/** From the middle of the network to one end: what a router itself sends. */
export function fromRouter(label: string, rightwards: boolean): string {
  const room = WIDTH >> 1
  const shown = label.length > room - 4 ? `${label.slice(0, room - 5)}…` : label
  const [dots, empty] = ['.'.repeat(Math.max(0, room - shown.length - 4)), ' '.repeat(WIDTH - room)]
  return rightwards ? `|${empty}o${dots} ${shown} >|` : `|< ${shown} ${dots}o${empty}|`
}

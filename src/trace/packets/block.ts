// Columns are typed arrays in blocks of 65,536 rows; the first begins small and doubles. What rarely differs within a block is
// kept only where it does: the captured length of packets that were cut, more than one link type, places in the file more than
// 4 GB away from the block's first.

/** A row's number without its lowest bits, so many, is that of its block. */
export const BITS = 16
/** Rows in a block. */
export const BLOCK = 1 << BITS

/** Columns of one block. */
export interface Columns {
  readonly time: Float64Array
  readonly flow: Uint32Array
  readonly ipLength: Uint32Array
  readonly sequence: Uint32Array
  /** Kind in the lower four bits. */
  readonly kind: Uint8Array
}

/** All of what is kept of up to BLOCK packets; a column that is undefined is told by one number. */
export interface Block extends Columns {
  /** Place in the file of its first packet, and how far behind it the others lie. */
  base: number
  readonly away: Uint32Array
  /** Places of all, when one lies elsewhere. */
  places: Float64Array | undefined
  readonly original: Uint32Array
  /** Only when it is not the original length of all. */
  captured: Uint32Array | undefined
  readonly identification: Uint32Array
  /** Index of the link type of the first packet, and of each when they differ. */
  oneLink: number
  links: Uint16Array | undefined
}

/** @param base place in the file of its first packet  @param link index of its link type */
export function newBlock(rows: number, base: number, link: number): Block {
  return {
    time: new Float64Array(rows),
    base,
    away: new Uint32Array(rows),
    places: undefined,
    original: new Uint32Array(rows),
    captured: undefined,
    flow: new Uint32Array(rows),
    sequence: new Uint32Array(rows),
    identification: new Uint32Array(rows),
    ipLength: new Uint32Array(rows),
    oneLink: link,
    links: undefined,
    kind: new Uint8Array(rows),
  }
}

/** The same with more rows. */
export function larger(block: Block, rows: number): Block {
  const made = newBlock(rows, block.base, block.oneLink)
  if (block.places) made.places = new Float64Array(rows)
  if (block.captured) made.captured = new Uint32Array(rows)
  if (block.links) made.links = new Uint16Array(rows)
  for (const column of columns) made[column]?.set(block[column]!)
  return made
}

const columns = [
  'time',
  'away',
  'places',
  'original',
  'captured',
  'flow',
  'sequence',
  'identification',
  'ipLength',
  'links',
  'kind',
] as const

/** The column of places, which exists from then on. */
export function places(block: Block): Float64Array {
  block.places ??= Float64Array.from(block.away, away => block.base + away)
  return block.places
}

/** The column of captured lengths, which exists from then on. */
export function captured(block: Block): Uint32Array {
  block.captured ??= block.original.slice()
  return block.captured
}

/** The column of link types, which exists from then on. */
export function links(block: Block): Uint16Array {
  block.links ??= new Uint16Array(block.kind.length).fill(block.oneLink)
  return block.links
}

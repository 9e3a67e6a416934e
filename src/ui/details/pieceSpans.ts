/** A stretch of reassembled bytes; without a packet nobody brought it. */
export interface Span {
  readonly start: number
  readonly end: number
  readonly packet?: number
}

/** Pieces in order with the holes between them; the length covers all that is known of. */
export function pieceSpans(
  pieces: readonly { readonly packet: number; readonly start: number; readonly end: number }[],
  known: number,
): { readonly spans: readonly Span[]; readonly length: number } {
  const sorted = [...pieces].sort((one, other) => one.start - other.start || one.packet - other.packet)
  const spans: Span[] = []
  let at = 0
  for (const { packet, start, end } of sorted) {
    if (start > at) spans.push({ start: at, end: start })
    spans.push({ start, end, packet })
    at = Math.max(at, end)
  }
  if (known > at) spans.push({ start: at, end: known })
  return { spans, length: Math.max(at, known, 1) }
}

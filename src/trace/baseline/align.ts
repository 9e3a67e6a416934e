import type { Said, Turn } from './turn.ts'

// Which turn of one capture is which of the other. The order of both is kept; among all ways to do so the one is chosen in
// which most is alike. Turns that have nothing in common are not called the same.

/** How alike two turns are: the same octets; the same lengths; one half the same; nothing but both are the opening. */
export type Alike = 'octets' | 'lengths' | 'question' | 'answer' | 'opening'

/** Two turns that are one and the same, or one that the other capture lacks: then that side is null. */
export interface AlignedTurn {
  readonly clear: Turn | null
  readonly secured: Turn | null
  readonly alike: Alike | null
}

/** Turns of one conversation that are aligned; the table of all pairs grows with the square. */
export const MOST_TURNS = 1500

/** Every turn of both, each once and in order; work and memory grow with the product of both lengths. */
export function aligned(clear: readonly Turn[], secured: readonly Turn[]): AlignedTurn[] {
  const [n, m] = [clear.length, secured.length]
  const best = new Float64Array((n + 1) * (m + 1))
  const at = (i: number, j: number) => i * (m + 1) + j
  for (let i = n - 1; i >= 0; i--)
    for (let j = m - 1; j >= 0; j--) {
      const weight = weights[likeness(clear[i]!, secured[j]!) ?? 'nothing']
      const paired = weight > 0 ? weight + best[at(i + 1, j + 1)]! : 0
      best[at(i, j)] = Math.max(paired, best[at(i + 1, j)]!, best[at(i, j + 1)]!)
    }
  const found: AlignedTurn[] = []
  for (let i = 0, j = 0; i < n || j < m; ) {
    const alike = i < n && j < m ? likeness(clear[i]!, secured[j]!) : null
    if (alike && best[at(i, j)] === weights[alike] + best[at(i + 1, j + 1)]!)
      found.push({ clear: clear[i++]!, secured: secured[j++]!, alike })
    else if (j >= m || (i < n && best[at(i + 1, j)]! >= best[at(i, j + 1)]!)) found.push({ clear: clear[i++]!, secured: null, alike: null })
    else found.push({ clear: null, secured: secured[j++]!, alike: null })
  }
  return found
}

const weights = { octets: 8, lengths: 6, opening: 8, question: 3, answer: 3, nothing: 0 } as const

function likeness(a: Turn, b: Turn): Alike | null {
  if (a.kind !== b.kind) return null
  if (a.kind === 'open') return 'opening'
  const [asked, answered] = [sameSaid(a.asked, b.asked), sameSaid(a.answered, b.answered)]
  if (asked === 'octets' && answered === 'octets') return 'octets'
  if (asked && answered) return 'lengths'
  if (asked && a.asked) return 'question'
  return answered && a.answered ? 'answer' : null
}

function sameSaid(a: Said | null, b: Said | null): 'octets' | 'length' | null {
  if (!a || !b) return a === b ? 'octets' : null
  if (a.length !== b.length) return null
  return a.hash !== undefined && a.hash === b.hash ? 'octets' : 'length'
}

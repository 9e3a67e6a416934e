import type { Finding, Report } from '../../trace/report.ts'

/** A finding with what followed from it. */
export interface Arranged {
  readonly finding: Finding
  readonly consequences: readonly Finding[]
}

const weight = { error: 0, warning: 1, note: 2 }

/** Findings as they are read: the first of the heaviest that is nobody's consequence, the other verdicts, the notes. */
export function arranged(findings: readonly Finding[]): { main?: Arranged; others: readonly Arranged[]; notes: readonly Arranged[] } {
  const roots = findings.flatMap((finding, index): Arranged[] =>
    finding.consequenceOf === undefined || !findings[finding.consequenceOf] || finding.consequenceOf === index
      ? [{ finding, consequences: findings.filter((_, i) => i !== index && rootOf(findings, i) === index) }]
      : [],
  )
  const verdicts = roots
    .filter(({ finding }) => finding.severity !== 'note')
    .sort((one, other) => weight[one.finding.severity] - weight[other.finding.severity])
  const [main, ...others] = verdicts
  return { ...(main ? { main } : {}), others, notes: roots.filter(({ finding }) => finding.severity === 'note') }
}

/** Whether a whole report shows negotiations that all came about, and no rule found a fault in them. */
export function faultless({ negotiations, findings }: Pick<Report, 'negotiations' | 'findings'>): boolean {
  return (
    negotiations.length > 0 && negotiations.every(one => one.outcome === 'established') && findings.every(one => one.severity === 'note')
  )
}

/** Follows consequences to their root; a ring of them ends at the length of the list. */
function rootOf(findings: readonly Finding[], index: number): number {
  let at = index
  for (let hops = 0; hops < findings.length; hops++) {
    const next = findings[at]?.consequenceOf
    if (next === undefined || !findings[next]) return at
    at = next
  }
  return at
}

/** Confidence as a number of bars, and in words. */
export function sureness({ confidence }: Finding, traces: number): { readonly bars: number; readonly says: string } {
  const [bars, word] = { certain: [3, 'Certain'], likely: [2, 'Likely'], possible: [1, 'Possible'] }[confidence] as [number, string]
  return { bars, says: `${word}, seen at ${traces > 1 ? 'both ends' : 'one end only'}` }
}

/** A packet that a text or a finding names. */
export interface Citation {
  readonly trace: 0 | 1
  readonly packet: number
  readonly field?: string
}

/** A text cut at its citations, `A8`, `B15`. */
export function cited(text: string): (string | Citation)[] {
  const parts: (string | Citation)[] = []
  let at = 0
  for (const match of text.matchAll(/\b([AB])#?(\d{1,9})\b/g)) {
    if (match.index > at) parts.push(text.slice(at, match.index))
    parts.push({ trace: match[1] === 'A' ? 0 : 1, packet: Number(match[2]) })
    at = match.index + match[0].length
  }
  if (at < text.length) parts.push(text.slice(at))
  return parts
}

const MOST_CITED = 12

/** Evidence of a finding that its words do not name already. */
export function uncited(finding: Finding): Citation[] {
  const named = new Set(finding.because.flatMap(cited).flatMap(part => (typeof part === 'string' ? [] : [`${part.trace} ${part.packet}`])))
  const seen = new Set<string>()
  return finding.evidence
    .filter(({ trace, packet }) => {
      const key = `${trace} ${packet}`
      if (named.has(key) || seen.has(key)) return false
      seen.add(key)
      return true
    })
    .slice(0, MOST_CITED)
}

import { severityName } from '../../text/severity.ts'
import { cameAbout, faultless, titleWords, verdictWords } from '../../text/verdict.ts'
import type { Finding, Report } from '../../trace/report.ts'

/** A finding with its place in the report, by which it is known, and what followed from it. */
export interface Arranged {
  readonly index: number
  readonly finding: Finding
  readonly consequences: readonly { readonly index: number; readonly finding: Finding }[]
}

const weight = { error: 0, warning: 1, note: 2 }

/** Findings as they are read: the first of the heaviest that is nobody's consequence, the other verdicts, the notes. */
export function arranged(findings: readonly Finding[]): { main?: Arranged; others: readonly Arranged[]; notes: readonly Arranged[] } {
  const roots = findings.map((_, index) => rootOf(findings, index))
  const followed = new Map<number, { index: number; finding: Finding }[]>()
  findings.forEach((finding, index) => {
    const root = roots[index]!
    if (root !== index) followed.set(root, [...(followed.get(root) ?? []), { index, finding }])
  })
  const all = findings.flatMap((finding, index): Arranged[] =>
    finding.consequenceOf === undefined || !findings[finding.consequenceOf] || finding.consequenceOf === index
      ? [{ index, finding, consequences: followed.get(index) ?? [] }]
      : [],
  )
  const verdicts = all
    .filter(({ finding }) => finding.severity !== 'note')
    .sort((one, other) => weight[one.finding.severity] - weight[other.finding.severity])
  const [main, ...others] = verdicts
  return { ...(main ? { main } : {}), others, notes: all.filter(({ finding }) => finding.severity === 'note') }
}

/** Places of all findings in the order of reading: each one before its consequences, notes last. */
export function readingOrder(findings: readonly Finding[]): number[] {
  const { main, others, notes } = arranged(findings)
  return [...(main ? [main] : []), ...others, ...notes].flatMap(({ index, consequences }) => [index, ...consequences.map(one => one.index)])
}

/** What stands above the verdict: a fault that comes first is the cause of what went wrong. @param whole false while the captures are still being read */
export function headingOf({ severity }: Finding, whole = true): string {
  if (!whole) return 'So far, as the file is still being read'
  return { error: 'Root cause', warning: 'Worth knowing', note: 'Note' }[severity]
}

/** The sentence that stands above all: the verdict's, else that there is none; undefined while a part is read and says nothing yet. */
export function headline(
  report: Report,
  whole: boolean,
): { readonly over: string; readonly says: string; readonly finding?: number } | undefined {
  const { main } = arranged(report.findings)
  if (main) return { over: headingOf(main.finding, whole), says: titleWords(main.finding), finding: main.index }
  if (!whole) return undefined
  const isOpen = report.negotiations.some(one => !cameAbout(one))
  return faultless(report) || isOpen ? { over: 'Verdict', says: verdictWords(report) } : undefined
}

/** What the findings of a report are called, by their place: as the page shows them, in small letters. */
export function namesOf(findings: readonly Finding[]): readonly string[] {
  const main = arranged(findings).main?.index
  return findings.map((finding, index) =>
    index === main ? headingOf(finding).toLowerCase() : rootOf(findings, index) !== index ? 'consequence' : severityName[finding.severity],
  )
}

/** Verdicts on each negotiation, by its id. */
export function verdictsOn(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const on = new Map<string, Finding[]>()
  for (const finding of findings) {
    if (finding.negotiation === null || finding.severity === 'note') continue
    const known = on.get(finding.negotiation)
    if (known) known.push(finding)
    else on.set(finding.negotiation, [finding])
  }
  return on
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

/** Confidence as a number of bars, and in words. @param at where the path was captured, see `capturedAt`; not said again of a consequence */
export function sureness({ confidence }: Finding, at?: string): { readonly bars: number; readonly says: string } {
  const [bars, word] = { certain: [3, 'Certain'], likely: [2, 'Likely'], possible: [1, 'Possible'] }[confidence] as [number, string]
  return { bars, says: at ? `${word}, captured at ${at}` : word }
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

/** Evidence of a finding that its words do not name already, in the order of the captures. @param linked what is linked before it; grows */
export function uncited(finding: Pick<Finding, 'says' | 'because' | 'evidence'>, linked: Set<string> = new Set()): Citation[] {
  for (const part of [finding.says, ...finding.because].flatMap(cited)) if (typeof part !== 'string') linked.add(keyOf(part))
  return [...finding.evidence]
    .sort((one, other) => one.trace - other.trace || one.packet - other.packet)
    .filter(one => !linked.has(keyOf(one)) && linked.add(keyOf(one)))
}

/** The packets to be linked below a finding and below each of its consequences: each packet once. */
export function linksOf({ finding, consequences }: Arranged): { readonly own: Citation[]; readonly below: readonly Citation[][] } {
  const linked = new Set<string>()
  const own = uncited(finding, linked)
  return { own, below: consequences.map(one => uncited({ says: '', because: [], evidence: one.finding.evidence }, linked)) }
}

function keyOf({ trace, packet }: Citation): string {
  return `${trace} ${packet}`
}

/** Packets of a trace that a finding rests on, those its words name included. */
export function citedPackets(finding: Finding | undefined, trace: 0 | 1): ReadonlySet<number> {
  const words = finding ? [finding.title, finding.says, ...finding.because, ...finding.otherwise, ...finding.tryNext] : []
  const named = words.flatMap(cited).filter(part => typeof part !== 'string')
  return new Set([...(finding?.evidence ?? []), ...named].filter(one => one.trace === trace).map(one => one.packet))
}

import type { Judged } from '../trace/judged.ts'
import { firstStopped } from '../trace/negotiation/stopped.ts'
import { ending, NO_NEGOTIATION, NOT_NEEDED, outcomeWords } from '../trace/outcomeWords.ts'
import { isRefusal } from '../trace/path/icmpMeaning.ts'
import type { Finding, Negotiation, Report, TraceSummary } from '../trace/report.ts'
import { counted, grouped } from './figures.ts'
import { progress } from './progress.ts'

/** What is said first of a report, the same on the page, in reports and on the command line: the worst finding, else that there
 *  is no fault, with what must not be missed beside that. Without a full stop. */
export function verdictWords(report: Judged): string {
  const worst = mainOf(report.findings)
  if (worst) return titleWords(worst)
  if (report.negotiations.length === 0) return `${nothingToDraw(report.traces[0]!)}${besides(report)}`
  return faultless(report) ? faultlessWords(report) : `No verdict${besides(report)}`
}

/** A finding's title as a sentence without its full stop: one that is no more than possible says so. */
export function titleWords({ title, confidence }: Pick<Finding, 'title' | 'confidence'>): string {
  return `${confidence === 'possible' ? 'Possibly: ' : ''}${title.replace(/\.$/, '')}`
}

/** The verdict, and without a fault how the negotiations ended. */
export function verdict(report: Report): string {
  const { findings, negotiations } = report
  const words = `${verdictWords(report)}.`
  if (mainOf(findings) || negotiations.length === 0) return words
  const stopped = firstStopped(report)
  const how = stopped ? ` ${stopped}` : ''
  if (negotiations.length === 1) return `${words} One negotiation, ${ending(negotiations[0]!)}: ${progress(negotiations[0]!)}.${how}`
  const outcomes = (['established', 'failed', 'unanswered', 'incomplete', NOT_NEEDED, NO_NEGOTIATION] as const)
    .map(outcome => [outcome, negotiations.filter(n => endOf(n) === outcome).length] as const)
    .filter(([, number]) => number > 0)
  return `${words} ${counted(negotiations.length, 'negotiation')}: ${outcomes.map(([outcome, number]) => `${grouped(number)} ${outcome === NOT_NEEDED || outcome === NO_NEGOTIATION ? outcome : outcomeWords[outcome]}`).join(', ')}.${how}`
}

function endOf({ outcome, answeredInstead, notice }: Negotiation) {
  return notice ? NO_NEGOTIATION : answeredInstead ? NOT_NEEDED : outcome
}

/** The finding that is read first: the first of the heaviest that is nobody's consequence; a note never. */
export function mainOf(findings: readonly Finding[]): Finding | undefined {
  const roots = findings.filter(one => one.consequenceOf === undefined || !findings[one.consequenceOf])
  return roots.find(one => one.severity === 'error') ?? roots.find(one => one.severity === 'warning')
}

/** Whether a negotiation came to stand, nobody needed it, or it is none. */
export function cameAbout({ outcome, answeredInstead, notice }: Pick<Negotiation, 'outcome' | 'answeredInstead' | 'notice'>): boolean {
  return outcome === 'established' || answeredInstead !== undefined || notice !== undefined
}

/** Whether a whole report shows negotiations that all came about, and no rule found a fault in them. */
export function faultless({ negotiations, findings }: Pick<Judged, 'negotiations' | 'findings'>): boolean {
  return negotiations.length > 0 && negotiations.every(cameAbout) && findings.every(one => one.severity === 'note')
}

/** The verdict on a report without a fault: what was lost all the same is said with it, for the ladder shows it. */
export function faultlessWords(report: Pick<Judged, 'pair' | 'traces' | 'findings' | 'icmpErrors'>): string {
  const { lost, refused } = lostBetween(report)
  const words = [lost > 0 ? `${counted(lost, 'packet')} lost` : '', refused > 0 ? `${counted(refused, 'packet')} refused` : '']
  return `No fault found${isPartly(report) ? ' in what could be read' : ''}${words.map(one => one && `; ${one}`).join('')}${besides(report)}`
}

/** A file ends within a packet or contradicts itself, or kept only the start of packets that tell. */
function isPartly({ traces, findings }: Pick<Report, 'traces' | 'findings'>): boolean {
  const isBroken = ({ problems, moreProblems = 0 }: TraceSummary) => moreProblems > 0 || problems.some(one => one.weight !== 'odd')
  return traces.some(isBroken) || findings.some(one => one.rule === 'capture-truncated')
}

/** IP packets of the two hosts that did not arrive, as far as two captures tell: not if one dropped as many itself. Those of which an
 *  ICMP error says that they could not go on were refused, the others lost. */
export function lostBetween({ pair, traces: [a, b], icmpErrors = [] }: Pick<Judged, 'pair' | 'traces' | 'icmpErrors'>): {
  readonly lost: number
  readonly refused: number
} {
  const beyond = (missing: number, { dropped = 0 }: { readonly dropped?: number } = {}) => (missing > dropped ? missing : 0)
  const all = pair ? beyond(pair.lostAtoB, b) + beyond(pair.lostBtoA, a) : 0
  const quoted = icmpErrors.flatMap(error =>
    error.quotes?.packet !== undefined && isRefusal(error) ? [`${error.trace} ${error.quotes.packet}`] : [],
  )
  const refused = Math.min(all, new Set(quoted).size)
  return { lost: all - refused, refused }
}

/** Whether anything says why what was begun did not come about, where no fault is found: a note that stands beside the verdict may. */
export function saysWhy({ findings, traces }: Pick<Report, 'findings' | 'traces'>): string {
  const here = traces.length > 1 ? 'these captures' : 'this capture'
  const notes = inBrief(findings).length
  if (notes === 0) return `nothing in ${here} says why`
  return `no fault found in ${here} says why; ${notes === 1 ? 'the note' : 'one of the notes'} may`
}

/** Notes that must not be missed where no fault stands above them: `; note: the path to … takes …`. */
function besides({ findings }: Pick<Report, 'findings'>): string {
  const all = inBrief(findings)
  if (all.length === 0) return ''
  if (all.length === 1) return `; note: ${all[0]}`
  return all.length === 2 ? `; notes: ${all.join(', and ')}` : `; notes: ${all[0]}, ${all[1]}, and more`
}

/** What those notes say in short, each once. */
function inBrief(findings: readonly Finding[]): string[] {
  const notes = findings.filter(one => one.severity === 'note' && one.consequenceOf === undefined && one.confidence !== 'possible')
  return [...new Set(notes.flatMap(one => (one.inBrief ? [alikeBothWays(one, notes) ?? one.inBrief] : [])))]
}

/** What is said of the way to both peers of one negotiation, once: `the path takes packets of up to 1,280 bytes only, both ways`. */
function alikeBothWays(note: Finding, notes: readonly Finding[]): string | undefined {
  const [, to, takes] = toldOfPath(note) ?? []
  const isAlike = notes.some(one => {
    const [, back, same] = toldOfPath(one) ?? []
    return one.rule === note.rule && one.negotiation === note.negotiation && same === takes && back !== to
  })
  return takes !== undefined && note.negotiation !== null && isAlike ? `the path ${takes}, both ways` : undefined
}

function toldOfPath({ inBrief = '' }: Finding): RegExpMatchArray | null {
  return inBrief.match(/^the path to (\S+) (takes .+)$/)
}

/** What to say of a capture without IKE. */
export function nothingToDraw({ counts, packets, unread }: TraceSummary): string {
  if (packets === 0) return 'The capture holds no packets'
  const secured = counts.esp + counts.udpEncapsulatedEsp + counts.ah
  return `No IKE ${unread ? 'can be read ' : ''}in ${counted(packets, 'packet')}${secured ? `; ${counted(secured, 'ESP or AH packet')}` : ''}`
}

/** Where the path was captured, `both ends` or `one end only`: two captures that nothing lines up are each told by itself. */
export function capturedAt({ pair }: Pick<Report, 'pair'>): string {
  return pair ? 'both ends' : 'one end only'
}

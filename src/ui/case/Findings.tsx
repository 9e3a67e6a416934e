import { useMemo, useState } from 'react'
import { counted, grouped } from '../../text/figures.ts'
import { cameAbout, capturedAt, faultless, lostBetween, saysWhy, verdictWords } from '../../text/verdict.ts'
import { firstStopped } from '../../trace/negotiation/stopped.ts'
import type { Report } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { WhatIsThisFinding } from '../help/WhatIsThis.tsx'
import { Icon } from '../icons.tsx'
import { useNavigate } from '../navigation.ts'
import { useNamed } from '../notes/named.ts'
import { Because, OffersOf, Otherwise, Says, Sure, TryNext } from './FindingParts.tsx'
import { type Arranged, arranged, headingOf } from './findings.ts'
import { UnitChart } from './Units.tsx'
import { useInView } from './useInView.ts'

/** So many further findings are listed before somebody asks for all. */
const LISTED = 20
/** So many notes are unfolded where there is nothing else. */
const FEW = 6

/** The verdict: the root cause first and large, its consequences indented, other findings, notes folded. */
export function Findings({ report, whole }: { report: Report; whole: boolean }) {
  const shown = useApp().state.trace
  const { main, others, notes } = useMemo(() => arranged(report.findings), [report.findings])
  const at = capturedAt(report)
  const fine = whole && faultless(report)
  const open = whole && !main && !fine ? report.negotiations.filter(one => !cameAbout(one)).length : 0
  if (!main && !fine && !open && notes.length === 0) return null
  return (
    <>
      {fine && <Fine report={report} />}
      {open > 0 && <Open count={open} report={report} />}
      {main && <Verdict {...main} at={at} whole={whole} />}
      {main && whole && <UnitChart report={report} trace={shown} />}
      {main && main.finding.otherwise.length > 0 && (
        <section className="sec">
          <Otherwise finding={main.finding} index={main.index} />
        </section>
      )}
      <Others others={others} at={at} whole={whole} />
      <Notes key={main ? 'behind a verdict' : whole ? 'alone' : 'so far'} notes={notes} at={at} whole={whole} alone={whole && !main} />
    </>
  )
}

function Fine({ report }: { report: Report }) {
  const { negotiations, traces } = report
  const named = useNamed()
  const { lost, refused } = lostBetween(report)
  const needed = negotiations.every(one => one.answeredInstead === undefined)
  return (
    <section className="sec" aria-label="Verdict" data-severity="none">
      <p className="cap">Verdict</p>
      <h2 className="verdict">{named(verdictWords(report))}</h2>
      <p className="says">
        {negotiations.length === 1 ? 'The negotiation came about' : `All negotiations${needed ? '' : ' that were needed'} came about`}, as
        far as {traces.length > 1 ? 'these captures show' : 'this capture shows'}.
        {lost > 0 && ' What was lost (a cross in the ladder, or a number in a band) did not keep that from happening.'}
        {lost === 0 && refused > 0 && ' What a router refused did not keep that from happening.'}
      </p>
    </section>
  )
}

/** Something did not come about, and no fault is found: often a capture begins late or ends early, and a note tells that. */
function Open({ count, report }: { count: number; report: Report }) {
  const named = useNamed()
  const stopped = useMemo(() => firstStopped(report), [report])
  const of = report.negotiations.length
  return (
    <section className="sec" aria-label="Verdict" data-severity="none">
      <p className="cap">Verdict</p>
      <h2 className="verdict">{named(verdictWords(report))}</h2>
      <p className="says">
        {of === 1 ? 'The negotiation is' : `${grouped(count)} of ${grouped(of)} negotiations ${count === 1 ? 'is' : 'are'}`} not seen to
        come about, and {saysWhy(report)}.{stopped && ` ${named(stopped)}`}
      </p>
    </section>
  )
}

function Verdict({ at, whole, ...main }: Arranged & { at: string; whole: boolean }) {
  const { state } = useApp()
  const { toFinding, nextFinding } = useNavigate()
  const { index, finding } = main
  const named = useNamed()
  const section = useInView<HTMLElement>(state.finding === index)
  return (
    <section ref={section} className="sec" aria-label="Verdict" data-severity={finding.severity} data-finding={index}>
      <p className="cap">
        <span>
          {headingOf(finding, whole)} <WhatIsThisFinding rule={finding.rule} />
        </span>{' '}
        {state.opened!.report.findings.length > 1 && (
          <button type="button" className="next-finding" title="The next finding: its packets light up everywhere" onClick={nextFinding}>
            Next <kbd>F</kbd>
          </button>
        )}
      </p>
      <h2 className="verdict">
        <button type="button" className="pick" aria-pressed={state.finding === index} onClick={() => toFinding(index)}>
          {named(finding.title)}
        </button>
      </h2>
      {whole ? <Sure finding={finding} at={at} /> : <NotYetSure />}
      <Says finding={finding} index={index} />
      <OffersOf finding={finding} index={index} />
      {finding.tryNext.length > 0 && (
        <div className="next-steps">
          <TryNext finding={finding} index={index} />
        </div>
      )}
      <Because {...main} whole={whole} />
    </section>
  )
}

/** Instead of how sure a finding is, while the rest of the file may yet take it back. */
function NotYetSure() {
  return <p className="sure">What is missing here may stand in the part that is not read yet.</p>
}

function Others({ others, at, whole }: { others: readonly Arranged[]; at: string; whole: boolean }) {
  const { state } = useApp()
  const [all, setAll] = useState(false)
  if (others.length === 0) return null
  const chosen = others.findIndex(one => includes(one, state.finding))
  const shown = all || chosen >= LISTED ? others : others.slice(0, LISTED)
  return (
    <section className="sec">
      <p className="cap">
        Also found{whole ? '' : ' so far'} <span>{others.length}</span>
      </p>
      {shown.map(one => (
        <Folded key={one.index} {...one} at={at} whole={whole} />
      ))}
      {shown.length < others.length && (
        <button type="button" className="link small" onClick={() => setAll(true)}>
          Show all {others.length}
        </button>
      )}
    </section>
  )
}

/** @param whole false while the captures are still being read @param alone there is no verdict: they are what there is to read, and so unfolded while they are few */
function Notes({ notes, at, whole, alone }: { notes: readonly Arranged[]; at: string; whole: boolean; alone: boolean }) {
  const { state } = useApp()
  const [open, setOpen] = useState(alone && notes.length <= FEW)
  if (notes.length === 0) return null
  return (
    <section className="sec notes">
      <details
        open={open || notes.some(one => includes(one, state.finding))}
        onToggle={event => event.currentTarget.open !== open && setOpen(event.currentTarget.open)}
      >
        <summary>
          {counted(notes.length, 'note')}
          {whole ? '' : ' so far'}
        </summary>
        {notes.slice(0, 200).map(one => (
          <Folded key={one.index} {...one} at={at} whole={whole} />
        ))}
      </details>
    </section>
  )
}

/** A finding of which only the title shows until it is chosen. */
function Folded({ at, whole, ...one }: Arranged & { at: string; whole: boolean }) {
  const { state } = useApp()
  const { toFinding } = useNavigate()
  const { index, finding } = one
  const named = useNamed()
  const on = state.finding === index
  const open = includes(one, state.finding)
  const article = useInView<HTMLElement>(on)
  return (
    <article ref={article} className={`finding${open ? ' open' : ''}`} data-severity={finding.severity} data-finding={index}>
      <h3>
        <button type="button" className="pick" aria-pressed={on} aria-expanded={open} onClick={() => toFinding(on ? undefined : index)}>
          <Icon name="chevron" />
          {named(finding.title)}
        </button>
      </h3>
      {open && (
        <div className="finding-body">
          <WhatIsThisFinding rule={finding.rule} />
          {finding.severity !== 'note' && (whole ? <Sure finding={finding} at={at} /> : <NotYetSure />)}
          <Says finding={finding} index={index} />
          <OffersOf finding={finding} index={index} />
          <Because {...one} whole={whole} />
          <Otherwise finding={finding} index={index} />
          <TryNext finding={finding} index={index} />
        </div>
      )}
    </article>
  )
}

function includes({ index, consequences }: Arranged, chosen: number | undefined): boolean {
  return chosen !== undefined && (index === chosen || consequences.some(one => one.index === chosen))
}

import { useMemo } from 'react'
import type { Finding } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { WhatIsThisFinding } from '../help/WhatIsThis.tsx'
import { useNavigate } from '../navigation.ts'
import { useNamed } from '../notes/named.ts'
import { CompareOffers } from '../offers/CompareOffers.tsx'
import { offerOfFinding } from '../offers/places.ts'
import { Cited, Cites } from './Cite.tsx'
import { type Arranged, type Citation, linksOf, sureness } from './findings.ts'
import { useInView } from './useInView.ts'

/** Confidence as three bars and words. */
export function Sure({ finding, at }: { finding: Finding; at?: string }) {
  const { bars, says } = sureness(finding, at)
  return (
    <p className="sure">
      <span className="bars" aria-hidden="true">
        {[0, 1, 2].map(bar => (
          <b key={bar} className={bar < bars ? undefined : 'o'} />
        ))}
      </span>
      {says}
    </p>
  )
}

/** What a finding says beyond its title. */
export function Says({ finding, index }: { finding: Finding; index: number }) {
  if (!finding.says || finding.says === finding.title) return null
  return (
    <p className="says">
      <Cited text={finding.says} finding={index} />
    </p>
  )
}

/** The way to offer and answer, where a finding is about them. */
export function OffersOf({ finding, index }: { finding: Finding; index: number }) {
  const { opened } = useApp().state
  const report = opened?.session && opened.report
  const is = useMemo(() => report && offerOfFinding(report, finding, 0) !== undefined, [report, finding])
  return is ? <CompareOffers finding={index} /> : null
}

/** What a finding rests on, and what followed from it. @param whole false while the captures are still being read: nothing is sure yet */
export function Because({ index, finding, consequences, whole }: Arranged & { whole: boolean }) {
  const { own: rest, below } = useMemo(() => linksOf({ index, finding, consequences }), [index, finding, consequences])
  if (finding.because.length === 0 && rest.length === 0 && consequences.length === 0) return null
  return (
    <ul className="then">
      {finding.because.map(text => (
        <li key={text}>
          <Cited text={text} finding={index} />
        </li>
      ))}
      {rest.length > 0 && (
        <li>
          <Cites all={rest} finding={index} />
        </li>
      )}
      {consequences.map((one, i) => (
        <Consequence key={one.index} index={one.index} finding={one.finding} links={below[i]!} whole={whole} />
      ))}
    </ul>
  )
}

/** @param links packets that are not linked above it already */
function Consequence(props: { index: number; finding: Finding; links: readonly Citation[]; whole: boolean }) {
  const { index, finding, links, whole } = props
  const { state } = useApp()
  const { toFinding } = useNavigate()
  const on = state.finding === index
  const named = useNamed()
  const item = useInView<HTMLLIElement>(on)
  return (
    <li ref={item}>
      <button type="button" className="pick" aria-pressed={on} onClick={() => toFinding(index)}>
        {named(finding.title)}
      </button>
      {on && <WhatIsThisFinding rule={finding.rule} />}
      {whole && (on || finding.confidence !== 'certain') && <Sure finding={finding} />}
      {on && <Says finding={finding} index={index} />}
      <Cites all={links} finding={index} />
      {on && <Otherwise finding={finding} index={index} />}
      {on && <TryNext finding={finding} index={index} />}
    </li>
  )
}

/** What else it could be. */
export function Otherwise({ finding, index }: { finding: Finding; index: number }) {
  if (finding.otherwise.length === 0) return null
  return (
    <>
      <p className="cap">It could also be</p>
      <ul className="todo">
        {finding.otherwise.map(text => (
          <li key={text}>
            <Cited text={text} finding={index} />
          </li>
        ))}
      </ul>
    </>
  )
}

/** What would decide it. */
export function TryNext({ finding, index }: { finding: Finding; index: number }) {
  if (finding.tryNext.length === 0) return null
  return (
    <>
      <p className="cap">Try next</p>
      <ol className="todo">
        {finding.tryNext.map(text => (
          <li key={text}>
            <Cited text={text} finding={index} />
          </li>
        ))}
      </ol>
    </>
  )
}

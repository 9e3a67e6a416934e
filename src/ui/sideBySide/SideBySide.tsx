import { useCallback, useMemo, useRef } from 'react'
import type { Report, Rewrite } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import type { Lanes } from '../bothEnds/lanes.ts'
import { atRouter, numberAtR } from '../bothEnds/router.ts'
import type { Drawing } from '../ladder/drawing.ts'
import { type Cited, isCited, type Layout } from '../ladder/layout.ts'
import { Narrowed } from '../ladder/Narrowed.tsx'
import { Rungs } from '../ladder/Rungs.tsx'
import type { Row } from '../ladder/row.ts'
import { Ties } from '../ladder/Ties.tsx'
import { type AtR, useChoose } from '../ladder/useChoose.ts'
import { useMeasure } from '../measure.ts'
import { useWidth } from '../scrolling.ts'
import { startFor } from '../time.ts'
import { Conclusions } from './Conclusions.tsx'
import { closed } from './closed.ts'
import { Excerpts, excerpts } from './Excerpts.tsx'
import { HalfHeads } from './HalfHeads.tsx'
import { halves } from './layout.ts'
import { Shut } from './Shut.tsx'
import { SideRung } from './SideRung.tsx'
import { firstTranslated } from './translations.ts'

interface SideBySideProps {
  readonly report: Report
  readonly hosts: Lanes
  readonly layout: Layout
  readonly selected?: Row
  readonly cited: Cited
  readonly onLook: (from: number, to: number) => void
}

const noRewrites: readonly Rewrite[] = []

/** Each end's own ladder, its rows level with the other's on the common clock. */
export function SideBySide({ report, hosts, layout, selected, cited, onLook }: SideBySideProps) {
  const { state, dispatch } = useApp()
  const u = state.size
  const scrolled = useRef<HTMLDivElement>(null)
  const paneWidth = useWidth(scrolled)
  const measure = useMeasure(u)
  const between = useMemo(() => atRouter(report), [report])
  const start = startFor(state.times, report, 0)
  const { a, b, clock, width } = useMemo(() => halves(paneWidth, u), [paneWidth, u])
  const [left, right] = useMemo<[Drawing, Drawing]>(() => {
    const common = { measure, times: state.times, start }
    return [
      { ...common, g: a, half: 0 },
      { ...common, g: b, half: 1 },
    ]
  }, [a, b, measure, state.times, start])
  const shut = useMemo(
    () => [closed(layout.rows, report, hosts.onA, 0), closed(layout.rows, report, hosts.onA, 1)] as const,
    [layout, report, hosts],
  )
  const ties = useMemo(() => excerpts(layout), [layout])
  const rewrites = report.pair?.rewrites ?? noRewrites
  const translated = useMemo(() => firstTranslated(rewrites), [rewrites])
  const draw = useCallback(
    (row: Row, height: number, previous?: number) => {
      const index = layout.indexOf.get(row.id) ?? 0
      const shutAt = (trace: 0 | 1) => shut[trace].some(({ from, until }) => from <= index && index < until)
      const both = { left, right, clock, between, translated, row, height, previous }
      return <SideRung {...both} shut={[shutAt(0), shutAt(1)]} toggle={dispatch} />
    },
    [left, right, clock, between, translated, dispatch, layout, shut],
  )
  const choose = useChoose(
    hosts.key,
    useCallback((x: number) => (x < clock ? 0 : 1), [clock]),
    useCallback<AtR>((x, row, at) => (x > a.right && x < b.left ? numberAtR(between, row, at) : undefined), [a, b, between]),
  )
  return (
    <div className="ladder">
      <HalfHeads a={a} b={b} clock={clock} hosts={hosts} rewrites={rewrites} router={between !== undefined} />
      <Narrowed end={undefined} />
      <Rungs
        scrolled={scrolled}
        label={`Side by side: ${hosts.left} and ${hosts.right}`}
        layout={layout}
        width={width}
        selected={selected}
        classOf={row => (isCited(row, cited, state.trace) ? ' cited' : '')}
        onChoose={choose}
        onLook={onLook}
        behind={() => null}
        over={(first, last) => (
          <>
            <Excerpts g={a} all={ties} layout={layout} first={first} last={last} />
            <Excerpts g={b} all={ties} layout={layout} first={first} last={last} />
            <Ties d={left} layout={layout} first={first} last={last} />
            <Ties d={right} layout={layout} first={first} last={last} />
            <Shut g={a} stretches={shut[0]} layout={layout} first={first} last={last} />
            <Shut g={b} stretches={shut[1]} layout={layout} first={first} last={last} />
          </>
        )}
        draw={draw}
      />
      {!state.course && <Conclusions report={report} session={state.opened?.session} />}
    </div>
  )
}

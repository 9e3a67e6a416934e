import { useMemo, useRef } from 'react'
import type { Finding, Negotiation } from '../trace/report.ts'
import { useApp } from './app.ts'
import { choosing, inList, looked, ROUTER } from './captures.ts'
import { readingOrder } from './case/findings.ts'
import { listed, whereabouts } from './derive.ts'
import { openInspector } from './details/intoInspector.ts'
import { answered, packetsOf } from './filter/filter.ts'
import { type HostPair, hostPairs } from './ladder/hostPairs.ts'
import { isAmongBands, type Layout, rowOfPacket, step } from './ladder/layout.ts'
import { lookedAt } from './ladder/lookedAt.ts'
import type { Row } from './ladder/row.ts'
import { within } from './ladder/within.ts'
import type { Navigation } from './navigation.ts'
import { marksOf } from './notes/hiding.ts'
import { offerOfFinding, offerOfNegotiation, offersOfRow } from './offers/places.ts'
import { bothInView, OFFERS } from './state.ts'

interface Where {
  readonly pairs: readonly HostPair[]
  readonly layout: Layout
  readonly row?: Row
  readonly negotiation?: Negotiation
  /** Packets of the trace. */
  readonly count: number
}

/** Ways through what is shown at the moment; the object stays the same, so that nothing is drawn again for it. */
export function useRoutes(where: Where): Navigation {
  const { state, dispatch } = useApp()
  const now = useRef({ where, state })
  now.current = { where, state }
  return useMemo<Navigation>(() => {
    const choose = (row: Row | undefined, packet?: number) => {
      const { trace: end, inR, opened } = now.current.state
      const trace = inR ? 0 : end
      const at = row && (packet === undefined ? lookedAt(row, trace) : { trace, packet })
      if (!row || !at) return
      if (inR) dispatch({ ...choosing(opened!.report, ROUTER, at.packet), row: row.id })
      else dispatch({ type: 'select', ...at, row: row.id, negotiation: row.negotiation })
    }
    const toPacket: Navigation['toPacket'] = (capture, number, field, finding) => {
      const { where, state } = now.current
      const { trace = state.trace, packet, atR } = choosing(state.opened?.report ?? {}, capture, number)
      const pairs = trace === state.trace || bothInView(state) || !state.opened ? where.pairs : hostPairs(state.opened.report, trace)
      const whole = (trace !== state.trace && !bothInView(state)) || rowOfPacket(where.layout.rows, trace, packet) === undefined
      const place = whereabouts(pairs, trace, packet)
      const about = finding === undefined ? undefined : state.opened?.report.findings[finding]?.negotiation
      const pair = place.pair ?? (about ? listed(pairs).find(one => one.negotiation.id === about)?.pair : undefined)
      dispatch({ type: 'select', trace, packet, atR, field, finding, whole, ...place, ...(pair === undefined ? {} : { pair }) })
      // What no row shows, and a field, is seen in the inspector alone.
      const { rows } = where.layout
      if (field !== undefined || !(rowOfPacket(rows, trace, packet) || isAmongBands(rows, trace, packet))) openInspector()
    }
    const toFinding: Navigation['toFinding'] = index => {
      const { state } = now.current
      const finding = index === undefined ? undefined : state.opened?.report.findings[index]
      const first = finding && firstEvidence(finding, state.trace)
      if (first) toPacket(first.trace, first.packet, undefined, index)
      else dispatch({ type: 'finding', finding: finding && index })
    }
    return {
      toPacket,
      toFinding,
      nextFinding: () => {
        const { state } = now.current
        const order = readingOrder(state.opened?.report.findings ?? [])
        const next = order[(order.indexOf(state.finding ?? -1) + 1) % Math.max(order.length, 1)]
        if (next !== undefined) toFinding(next)
      },
      toOffers: asked => {
        const { where, state } = now.current
        const report = state.opened?.report
        if (!report) return
        const { row, negotiation } = where
        const finding = asked ?? state.finding
        const about = finding === undefined ? undefined : report.findings[finding]
        const here = asked === undefined && offersOfRow(report, negotiation, row) !== undefined
        const place =
          (about && offerOfFinding(report, about, state.trace)) ?? (negotiation && offerOfNegotiation(report, negotiation, state.trace))
        if (!here && !place) return dispatch({ type: 'told', says: 'No offer and answer to compare here' })
        if (!here && place) toPacket(place.trace, place.packet, undefined, asked)
        dispatch({ type: 'root', root: OFFERS })
        openInspector()
      },
      step: by => {
        const { where, state } = now.current
        if (state.view === 'packets') {
          const at = looked(state)?.packet ?? (by > 0 ? 0 : 2)
          const filter = answered(state.filter)
          const only = filter && packetsOf(filter, inList(state))
          const next = by > 0 ? only?.find(packet => packet > at) : only?.findLast(packet => packet < at)
          const packet = only ? (next ?? at) : Math.min(Math.max(at + by, 1), where.count)
          return dispatch({ ...choosing(state.opened!.report, inList(state), packet), reveal: false })
        }
        const { rows, indexOf } = where.layout
        const from = where.row ? (indexOf.get(where.row.id) ?? -1) : begin(rows, state.negotiation, by)
        const to = step(rows, from, by)
        choose(to === undefined ? undefined : rows[to])
      },
      copy: by => {
        const { where, state } = now.current
        const { row, layout } = where
        const step = row && within(layout, row, looked(state)?.packet, state.inR ? 0 : state.trace, by)
        if (step && 'fold' in step) dispatch({ type: 'fold', row: step.fold })
        else if (step) choose(step.row, step.packet)
      },
      negotiation: by => {
        const { where, state } = now.current
        const all = listed(where.pairs)
        const current = where.row?.negotiation ?? state.negotiation
        const at = all.findIndex(one => one.negotiation.id === current)
        const next = all[at < 0 ? 0 : at + by]
        if (next) dispatch({ type: 'negotiation', pair: next.pair, negotiation: next.negotiation.id })
      },
      hide: () => {
        const { where, state } = now.current
        const say = (says: string) => dispatch({ type: 'told', says })
        if (!where.row || state.view === 'packets') return say('Only rows of the ladder can be hidden')
        if (state.inR) return say('Only packets of A and B can be hidden')
        const { rows, indexOf } = where.layout
        const from = indexOf.get(where.row.id) ?? -1
        // Whoever hides one after the other stays where they are: at the row below, of the last one above.
        const to = step(rows, from, 1) ?? step(rows, from, -1)
        dispatch({ type: 'hide', marks: marksOf(where.row, state.trace) })
        dispatch({ type: 'unselect' })
        choose(to === undefined ? undefined : rows[to])
      },
      toNegotiation: (pair, negotiation) => dispatch({ type: 'negotiation', pair, negotiation }),
    }
  }, [dispatch])
}

/** The packet to show of a finding: the first of the trace in view, else the first of the other one. */
function firstEvidence({ evidence }: Finding, trace: 0 | 1): { readonly trace: 0 | 1; readonly packet: number } | undefined {
  const here = evidence.filter(one => one.trace === trace)
  return (here.length > 0 ? here : [...evidence]).reduce<(typeof evidence)[number] | undefined>(
    (first, one) => (first && first.packet <= one.packet ? first : one),
    undefined,
  )
}

/** Where stepping begins while nothing is selected: before the chosen negotiation, else at the end that is stepped from. */
function begin(rows: readonly Row[], negotiation: string | undefined, by: 1 | -1): number {
  const chosen = negotiation === undefined ? -1 : rows.findIndex(row => row.negotiation === negotiation)
  return chosen >= 0 ? chosen : by > 0 ? -1 : rows.length
}

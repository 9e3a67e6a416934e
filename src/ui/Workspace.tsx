import { useEffect, useMemo, useState } from 'react'
import { AppContext, useApp } from './app.ts'
import { Alert } from './bar/Alert.tsx'
import { Bar } from './bar/Bar.tsx'
import { Baseline } from './baseline/Baseline.tsx'
import { BothEnds } from './bothEnds/BothEnds.tsx'
import { captureAt, inList } from './captures.ts'
import { Case } from './case/Case.tsx'
import { citedPackets } from './case/findings.ts'
import { Headline } from './case/Headline.tsx'
import { chosenHeading, selectedRow, shownNegotiation } from './derive.ts'
import { Inspector } from './details/Inspector.tsx'
import { Rail } from './details/Rail.tsx'
import { Empty } from './Empty.tsx'
import { useFilter } from './filter/useFilter.ts'
import { WhatIsThis } from './help/WhatIsThis.tsx'
import { commandOf } from './keys.ts'
import { Ladder } from './ladder/Ladder.tsx'
import type { Cited } from './ladder/layout.ts'
import { LessonPanel } from './lessons/LessonPanel.tsx'
import { ContextMenu } from './menu/ContextMenu.tsx'
import { momentShown } from './monitor/layout.ts'
import { Monitor } from './monitor/Monitor.tsx'
import { NavigationContext } from './navigation.ts'
import { NamesSheet } from './notes/NamesSheet.tsx'
import { NoteSheet } from './notes/NoteSheet.tsx'
import { Packets } from './packets/Packets.tsx'
import { figureOf } from './picture/figure.ts'
import { useAmple, useBarInTwo, useLow, useRoom } from './room.ts'
import { GoTo } from './sheets/GoTo.tsx'
import { Search } from './sheets/Search.tsx'
import { useShown } from './shown.ts'
import { SideBySide } from './sideBySide/SideBySide.tsx'
import { SpokenChoice, SpokenTimes } from './spoken/Spoken.tsx'
import { doubtfulWays } from './strip/lanesOfBoth.ts'
import { createLooking } from './strip/looking.ts'
import { Strip } from './strip/Strip.tsx'
import { takenOf } from './strip/taken.ts'
import { unseen } from './strip/unseen.ts'
import { useCommands } from './useCommands.ts'
import { useFocusKept } from './useFocusKept.ts'
import { useRouter } from './useRouter.ts'
import { useRoutes } from './useRoutes.ts'
import { useTouched } from './useTouched.ts'
import { viewOf } from './views.ts'

const nothing: ReadonlySet<number> = new Set()
const nowhere = { left: '', right: '' }

/** What stands beside the ladder where there is no room for both. */
type Beside = 'case' | 'inspector' | 'neither'

/** An open capture: the case, the ladder or the packets, the inspector, the strip. */
export function Workspace() {
  const app = useApp()
  const { state, dispatch } = app
  const { report } = state.opened!
  const trace = report.traces[state.trace] ?? report.traces[0]!
  const listed = captureAt(report, inList(state)) ?? trace
  const router = useRouter(state, dispatch)
  const looked = router === undefined || router === 'waiting' ? undefined : router
  const seen = looked?.state ?? state
  const there = useMemo(() => (looked ? { ...app, state: looked.state, dispatch: looked.dispatch } : app), [app, looked])
  const { known, behind, pairs, pair, hosts, all, layout } = useShown(looked?.opened ?? state.opened!, seen)
  const row = useMemo(() => selectedRow(layout, seen), [layout, seen])
  const { selection, negotiation: chosen } = state
  const lit = useMemo(() => row ?? chosenHeading(layout, { selection, negotiation: chosen }), [row, layout, selection, chosen])
  const negotiation = shownNegotiation(pair, row, state)
  const cited = useMemo<Cited>(() => {
    const finding = state.finding === undefined ? undefined : report.findings[state.finding]
    return looked ? [nothing, nothing] : [citedPackets(finding, 0), citedPackets(finding, 1)]
  }, [report, state.finding, looked])
  const doubtful = useMemo(() => doubtfulWays(report), [report])
  const [looking] = useState(createLooking)

  useFilter(state, dispatch)
  const navigation = useRoutes({ pairs, layout, row, ...(negotiation ? { negotiation } : {}), count: listed.packets })
  const run = useCommands(navigation)
  useFocusKept()
  useTouched(state.reading !== undefined, dispatch)
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const command = commandOf(event)
      if (command && run(command)) event.preventDefault()
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [run])
  useEffect(() => {
    document.title = `${state.opened!.names.join(' and ')} · ikescope`
  }, [state.opened])

  const { trace: shown, times, peers: names } = seen
  const drawn = looked?.opened.report ?? report
  const figure = useMemo(
    () => (hosts || pair ? () => figureOf(drawn, shown, hosts ?? pair!, layout, { times, names }) : undefined),
    [drawn, shown, hosts, pair, layout, times, names],
  )
  const { ladder = false, name } = viewOf(state.view)
  const moment = state.view === 'monitor' ? momentShown(state, row, trace) : undefined
  const around = useRoom(state.size)
  const crowded = useRoom(state.size, true)
  const room = state.view === 'packets' ? crowded : around
  const low = useLow(state.size)
  const ample = useAmple(state.size)
  const inTwo = useBarInTwo(state.size, state.presenting !== undefined ? 1 : report.traces.length + (report.between ? 1 : 0))
  const [wanted, setWanted] = useState<Beside>()
  const presenting = state.presenting !== undefined && moment === undefined
  const step = state.course?.lesson.steps[state.course.step]
  const field = step?.look?.field === undefined ? '' : crowded === 'wide' ? ' field' : ' field below'
  const learning = state.course ? ` learning${field}` : ''
  const asked = step?.look?.field !== undefined || state.presenting !== undefined
  const side = state.view === 'side' && hosts !== undefined
  const tight = side || (room !== 'wide' && !asked)
  const beside =
    wanted ??
    (side
      ? ample
        ? 'inspector'
        : room === 'slim'
          ? 'neither'
          : 'case'
      : row && state.finding === undefined && !state.course
        ? 'inspector'
        : 'case')
  const railed = tight && beside !== 'inspector'
  const caseless = tight && room !== 'wide' && beside !== 'case' && !presenting && !state.course
  const puttingAside = tight ? () => setWanted(side && room === 'slim' ? 'neither' : 'case') : undefined
  return (
    <NavigationContext value={navigation}>
      <div
        className={`app ${around}${inTwo ? ' bar-in-two' : ''}${low ? ' low' : ''}${railed ? ' railed' : ''}${caseless ? ' caseless' : ''}${presenting ? ' presenting' : ''}${learning}`}
      >
        <Bar report={report} figure={figure} />
        <Alert />
        <SpokenChoice row={lit} />
        <SpokenTimes />
        {caseless && <Headline report={report} onCase={() => setWanted('case')} />}
        {state.course ? (
          <LessonPanel course={state.course} row={row} />
        ) : (
          <Case report={report} trace={listed} pairs={pairs} negotiation={negotiation?.id} there={looked && there} />
        )}
        <main className="main" tabIndex={-1} aria-label={ladder ? 'Ladder' : name}>
          <WhatIsThis pane={ladder && !hosts ? 'ladder' : state.view} />
          {moment !== undefined ? (
            <Monitor report={report} trace={trace} time={moment} />
          ) : state.view === 'baseline' ? (
            <Baseline report={report} />
          ) : !ladder ? (
            <Packets trace={listed} cited={state.inR ? nothing : cited[state.trace]} />
          ) : hosts && state.view === 'side' ? (
            <SideBySide report={report} hosts={hosts} layout={layout} selected={lit} cited={cited} onLook={looking.at} />
          ) : hosts ? (
            <BothEnds
              report={report}
              hosts={hosts}
              layout={layout}
              negotiation={negotiation}
              selected={lit}
              cited={cited}
              onLook={looking.at}
            />
          ) : router === 'waiting' ? null : pair ? (
            <Ladder
              pair={pair}
              trace={listed}
              router={looked?.opened.report}
              layout={layout}
              negotiation={negotiation}
              selected={lit}
              cited={cited}
              onLook={looking.at}
            />
          ) : (
            known && <Empty trace={trace} />
          )}
        </main>
        {railed ? (
          <Rail row={row} onOpen={() => setWanted('inspector')} />
        ) : (
          <Inspector row={row} negotiation={looked ? undefined : negotiation} onAside={puttingAside} />
        )}
        {/* Without a story there is nothing to draw on a line; a baseline is of two, each with times of its own. */}
        {(all.length > 0 || !known) && state.view !== 'baseline' && router !== 'waiting' && (
          <AppContext value={there}>
            <Strip
              rows={all}
              cited={cited}
              hosts={pair ?? nowhere}
              trace={hosts ? report.traces[0]! : looked ? listed : trace}
              now={moment ?? row?.time}
              moment={moment !== undefined}
              looking={ladder ? looking : undefined}
              both={hosts ? report.pair?.strip : undefined}
              doubtful={doubtful}
              taken={pair ? takenOf(drawn, pair, shown) : []}
              unseen={unseen(drawn, seen, hosts?.onA, behind ? (all.at(-1)?.time ?? 0) : undefined)}
            />
          </AppContext>
        )}
      </div>
      {state.dialog === 'search' && <Search report={report} pairs={pairs} />}
      {state.dialog === 'packet' && <GoTo report={report} />}
      {state.dialog === 'note' && <NoteSheet name={row && 'message' in row ? row.message.name : undefined} />}
      {state.dialog === 'names' && <NamesSheet pair={pair} />}
      {router !== 'waiting' && <ContextMenu pairs={pairs} pair={pair} all={all} layout={layout} there={there} />}
    </NavigationContext>
  )
}

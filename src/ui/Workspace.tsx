import { useCallback, useEffect, useMemo, useState } from 'react'
import { useApp } from './app.ts'
import { Alert } from './bar/Alert.tsx'
import { Bar } from './bar/Bar.tsx'
import { Case } from './case/Case.tsx'
import { citedPackets } from './case/findings.ts'
import { hasStory, selectedRow, shownNegotiation, shownPair } from './derive.ts'
import { Inspector } from './details/Inspector.tsx'
import { Empty } from './Empty.tsx'
import { commandOf } from './keys.ts'
import { hostPairs } from './ladder/hostPairs.ts'
import { Ladder } from './ladder/Ladder.tsx'
import { layout as laidOut } from './ladder/layout.ts'
import { arrange, happenings } from './ladder/rows.ts'
import { NavigationContext } from './navigation.ts'
import { Packets } from './packets/Packets.tsx'
import { Keys } from './sheets/Keys.tsx'
import { Search } from './sheets/Search.tsx'
import { Strip } from './strip/Strip.tsx'
import { useCommands } from './useCommands.ts'
import { useRoutes } from './useRoutes.ts'

const nowhere = { left: '', right: '' }

/** An open capture: the case, the ladder or the packets, the inspector, the strip. */
export function Workspace() {
  const { state } = useApp()
  const { report } = state.opened!
  const trace = report.traces[state.trace] ?? report.traces[0]!
  const pairs = useMemo(() => hostPairs(report, state.trace), [report, state.trace])
  const pair = shownPair(pairs, state)
  const all = useMemo(() => (pair ? happenings(report, state.trace, pair) : []), [report, state.trace, pair])
  const layout = useMemo(
    () => laidOut(pair ? arrange(all, pair, { trace, open: state.folds, window: state.window }) : [], state.size),
    [all, pair, trace, state.folds, state.window, state.size],
  )
  const row = useMemo(() => selectedRow(layout, state), [layout, state])
  const negotiation = shownNegotiation(pair, row, state)
  const cited = useMemo(
    () => citedPackets(state.finding === undefined ? undefined : report.findings[state.finding], state.trace),
    [report, state.finding, state.trace],
  )
  const [look, setLook] = useState<readonly [number, number]>()
  const onLook = useCallback((from: number, to: number) => setLook([from, to]), [])

  const navigation = useRoutes({ pairs, layout, row, count: trace.packets })
  const run = useCommands(navigation)
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

  const ladder = state.view !== 'packets'
  return (
    <NavigationContext value={navigation}>
      <div className="app">
        <Bar report={report} />
        <Alert />
        <Case report={report} trace={trace} pairs={pairs} negotiation={negotiation?.id} />
        <main className="main" aria-label={ladder ? 'Ladder' : 'Packets'}>
          {!ladder ? (
            <Packets trace={trace} cited={cited} />
          ) : pair && hasStory(report) ? (
            <Ladder pair={pair} trace={trace} layout={layout} negotiation={negotiation} selected={row} cited={cited} onLook={onLook} />
          ) : (
            <Empty trace={trace} />
          )}
        </main>
        <Inspector row={row} negotiation={negotiation} />
        <Strip rows={all} cited={cited} hosts={pair ?? nowhere} trace={trace} now={row?.time} look={ladder ? look : undefined} />
      </div>
      {state.dialog === 'keys' && <Keys />}
      {(state.dialog === 'search' || state.dialog === 'packet') && (
        <Search report={report} trace={trace} pairs={pairs} mode={state.dialog} />
      )}
    </NavigationContext>
  )
}

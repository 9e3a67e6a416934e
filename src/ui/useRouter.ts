import { type Dispatch, useEffect, useMemo, useState } from 'react'
import type { Session } from '../host/protocol.ts'
import type { Report } from '../trace/report.ts'
import type { Action } from './action.ts'
import { choosing, ROUTER } from './captures.ts'
import { nothingAdded } from './notes/added.ts'
import type { Opened, State } from './state.ts'
import { without } from './without.ts'

/** The capture of a router between the ends, opened as if it were the only one: the page's state as that one has it, and what may be done there. */
export interface RouterOpened {
  readonly opened: Opened
  readonly state: State
  readonly dispatch: Dispatch<Action>
}

/**
 * The ladder of the capture from between the ends, where that is the one looked at. Its own report is asked for then;
 * `waiting` until it is here.
 */
export function useRouter(state: State, dispatch: Dispatch<Action>): RouterOpened | 'waiting' | undefined {
  const { opened } = state
  const asked = state.inR === true && state.view === 'ladder'
  const { session, report: joint } = opened ?? {}
  const [told, setTold] = useState<{ readonly of: Report; readonly report: Report }>()
  useEffect(() => {
    if (!asked || !session || !joint) return
    let current = true
    session.lone(ROUTER).then(
      report => current && setTold({ of: joint, report }),
      () => {},
    )
    return () => {
      current = false
    }
  }, [asked, session, joint])
  const own = useMemo<Opened | undefined>(
    () =>
      session && told && told.of === joint
        ? { names: told.report.traces.map(({ name }) => name), report: told.report, session: ofRouter(session) }
        : undefined,
    [session, told, joint],
  )
  const choose = useMemo(() => ofPackets(dispatch, joint), [dispatch, joint])
  return useMemo(() => {
    if (!asked) return undefined
    return own ? { opened: own, state: asOnly(state, own), dispatch: choose } : 'waiting'
  }, [asked, own, state, choose])
}

/** Whoever looks at the router's capture chooses its packets by its own numbers. */
function ofPackets(dispatch: Dispatch<Action>, joint: Report | undefined): Dispatch<Action> {
  return action => {
    if (action.type !== 'select' || !joint) return dispatch(action)
    const { row, reveal, pair, negotiation } = action
    dispatch({ ...choosing(joint, ROUTER, action.packet), row, reveal, pair, negotiation })
  }
}

/** Notes, what is hidden and the filter are told of the packets of the ends. */
function asOnly(state: State, opened: Opened): State {
  const { atR } = state.selection ?? {}
  const selection = atR === undefined ? undefined : { ...state.selection, packet: atR }
  const { notes, hidden } = nothingAdded
  const bare = without(without(without(state, 'selection'), 'filter'), 'finding')
  return { ...bare, opened, trace: 0, notes, hidden, ...(selection ? { selection } : {}) }
}

/** The session asked about the router's packets where one is asked about A's. */
function ofRouter(session: Session): Session {
  return {
    ...session,
    packet: (_, number) => session.packet(ROUTER, number),
    rows: (_, from, to) => session.rows(ROUTER, from, to),
    context: (_, hosts, wanted) => session.context(ROUTER, hosts, wanted),
    carried: (_, by, first, count) => session.carried(ROUTER, by, first, count),
    density: (_, of, span, parts) => session.density(ROUTER, of, span, parts),
    cut: (_, wanted) => session.cut(ROUTER, wanted),
  }
}

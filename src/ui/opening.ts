import { type Dispatch, useCallback, useEffect, useRef } from 'react'
import { openFiles } from '../host/client.ts'
import { keysApart } from '../host/keyFiles.ts'
import type { KeyText, Session } from '../host/protocol.ts'
import { keysTaken } from '../text/keysTaken.ts'
import { resumed } from './lessons/kept.ts'
import { lessonApart } from './lessons/lessonApart.ts'
import { keptBeside, notAbout, workspaceApart } from './notes/workspaceApart.ts'
import { readable, unreadWords } from './readable.ts'
import { remember } from './recent.ts'
import type { Action } from './state.ts'

/** A capture to be opened: a file that somebody chose or dropped, or one that the host of this page serves. */
export type Source = File | { readonly name: string; readonly url: string; readonly kept?: string }

/** The ways in which captures come into the page and leave it. */
export interface Opening {
  /** Reads captures and shows them, those that can be read; handles, where the browser gives them, let them be opened again later. */
  readonly open: (sources: readonly Source[], handles?: readonly FileSystemFileHandle[]) => Promise<void>
  /** The same with the captures that are open already: the other end joins in. */
  readonly join: (sources: readonly Source[], handles?: readonly FileSystemFileHandle[]) => Promise<void>
  /** The captures that are open, A and B changed over. */
  readonly swap: () => void
  readonly cancel: () => void
  readonly close: () => void
}

/** Two ends, and one capture from between them, are shown together. */
const ENDS = 3

/** Opening, cancelling and closing of captures; everything it finds out goes through `dispatch`. */
export function useOpening(dispatch: Dispatch<Action>): Opening {
  const reading = useRef<AbortController>(undefined)
  const session = useRef<Session>(undefined)
  const opened = useRef<readonly Source[]>([])
  const kept = useRef<readonly FileSystemFileHandle[]>([])
  const keptAt = useRef<string>(undefined)
  const keys = useRef<readonly KeyText[]>([])

  const unlock = useCallback(async () => {
    const held = session.current
    if (!held || keys.current.length === 0) return
    const taken = await held.keys(keys.current)
    const report = await held.report()
    if (session.current === held) dispatch({ type: 'unlocked', session: { ...held }, report, says: keysTaken(taken, taken.problems) })
  }, [dispatch])

  const open = useCallback(
    async (brought: readonly Source[], allHandles: readonly FileSystemFileHandle[] = [], together = false) => {
      const apart = await lessonApart(brought)
      if ('why' in apart) return dispatch({ type: 'refused', ...apart })
      const { lesson } = apart
      const { sources: others, workspace } = await workspaceApart(apart.sources)
      if (workspace && 'why' in workspace) return dispatch({ type: 'refused', ...workspace })
      const { captures, keys: more } = await keysApart(others)
      keys.current = lesson ? more : [...keys.current, ...more]
      if (captures.length === 0 && more.length > 0 && !session.current && !reading.current)
        return dispatch({ type: 'refused', name: more[0]!.name, why: 'it holds keys, and there is no capture yet that they could open' })
      if (captures.length === 0 && workspace) {
        const why = notAbout(workspace.file, await session.current?.report())
        if (why) return dispatch({ type: 'refused', name: workspace.name, why })
        dispatch({ type: 'workspace', file: workspace.file, unsaved: keptAt.current !== undefined })
      }
      if (captures.length === 0) return more.length > 0 ? unlock() : undefined
      const chosen = captures.slice(0, ENDS)
      reading.current?.abort()
      const mine = new AbortController()
      reading.current = mine
      dispatch({ type: 'reading', names: chosen.map(source => source.name) })
      if (lesson) dispatch({ type: 'lesson', lesson, ...resumed(lesson) })
      try {
        const read = (those: readonly Source[]) =>
          openFiles(those, progress => mine.signal.aborted || dispatch({ type: 'progress', progress }), mine.signal)
        const { sources, result, left } = together
          ? { sources: chosen, result: await read(chosen), left: [] }
          : await readable(chosen, read)
        if (mine.signal.aborted) {
          if (result.ok) void result.session.close()
          return
        }
        if (!result.ok) return dispatch({ type: 'failed', ...unreadWords([...left, result]) })
        const names = sources.map(source => source.name)
        const handles = more.length > 0 || workspace || left.length > 0 ? [] : allHandles
        const report = await result.session.report()
        const beside = lesson ? undefined : await keptBeside(sources, keptAt.current)
        if (mine.signal.aborted) return void result.session.close()
        void session.current?.close()
        session.current = result.session
        opened.current = sources
        kept.current = handles
        keptAt.current = beside?.at
        dispatch({ type: 'opened', names, session: result.session, report, keptAt: beside?.at })
        if (beside?.file) dispatch({ type: 'workspace', file: beside.file })
        if (workspace) dispatch({ type: 'workspace', file: workspace.file, unsaved: beside !== undefined })
        await unlock()
        const beyond = captures.slice(ENDS).map(one => one.name)
        if (left.length > 0) dispatch({ type: 'refused', ...unreadWords(left) })
        else if (beyond.length > 0)
          dispatch({
            type: 'refused',
            name: beyond.join(', '),
            why: `${ENDS} captures are shown together at most, one from each end and one from between`,
          })
        if (!lesson && sources.every(source => source instanceof File)) remember(names, report, handles)
      } catch (error) {
        if (!mine.signal.aborted)
          dispatch({
            type: 'failed',
            name: chosen.map(source => source.name).join(' and '),
            why: error instanceof Error ? error.message : String(error),
          })
      } finally {
        if (reading.current === mine) reading.current = undefined
      }
    },
    [dispatch, unlock],
  )

  const join = useCallback(
    async (sources: readonly Source[], handles: readonly FileSystemFileHandle[] = []) => {
      const joins = opened.current.length === 1 && sources.length === 1 && (await keysApart(sources)).captures.length === 1
      return joins ? open([...opened.current, ...sources], [...kept.current, ...handles], true) : open(sources, handles)
    },
    [open],
  )

  const swap = useCallback(() => void open([...opened.current].reverse(), [...kept.current].reverse()), [open])

  const cancel = useCallback(() => {
    reading.current?.abort()
    reading.current = undefined
    dispatch({ type: 'cancelled' })
  }, [dispatch])

  const close = useCallback(() => {
    reading.current?.abort()
    void session.current?.close()
    session.current = undefined
    opened.current = []
    keptAt.current = undefined
    keys.current = []
    dispatch({ type: 'closed' })
  }, [dispatch])

  useEffect(() => () => reading.current?.abort(), [])
  return { open, join, swap, cancel, close }
}

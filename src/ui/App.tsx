import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import { AppContext, type App as AppValue } from './app.ts'
import { keepAppearance, keptAppearance } from './appearance.ts'
import { chooseFiles, dragsFiles, droppedFiles } from './choosing.ts'
import { Help } from './help/Help.tsx'
import { Patterns } from './icons.tsx'
import { reduceWithCourse } from './lessons/course.ts'
import { NamesContext } from './notes/named.ts'
import { useKeeping } from './notes/useKeeping.ts'
import { useOffered } from './offered.ts'
import { useOpening } from './opening.ts'
import { Keys } from './sheets/Keys.tsx'
import { SpokenReading } from './spoken/Spoken.tsx'
import { Start } from './start/Start.tsx'
import { atStart } from './state.ts'
import { Workspace } from './Workspace.tsx'

/** The whole page: the start screen, or the workspace once there is something to show; files can be dropped on either. */
export function App() {
  const [state, dispatch] = useReducer(reduceWithCourse, undefined, () => atStart(...keptAppearance()))
  const opening = useOpening(dispatch)
  const offered = useOffered()
  useKeeping(state, dispatch)
  const input = useRef<HTMLInputElement>(null)
  const joining = useRef(false)
  const [dragging, setDragging] = useState(false)
  const { open, join } = opening

  const { theme, size, presenting } = state
  useEffect(() => keepAppearance(theme, size, presenting), [theme, size, presenting])

  useEffect(() => {
    if (offered && offered.files.length > 0) void open(offered.files)
  }, [offered, open])
  useEffect(() => window.ikescope?.onOpen(files => void open(files)), [open])

  const choose = useCallback<AppValue['choose']>(
    async how => {
      joining.current = how?.joining ?? false
      const chosen = await chooseFiles()
      if (!chosen) input.current?.click()
      else if (chosen.sources.length > 0) void (joining.current ? join : open)(chosen.sources, chosen.handles)
    },
    [open, join],
  )

  const loaded = state.opened !== undefined
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!dragsFiles(event.dataTransfer)) return
      event.preventDefault()
      setDragging(true)
    }
    const leave = (event: DragEvent) => event.relatedTarget === null && setDragging(false)
    const drop = (event: DragEvent) => {
      event.preventDefault()
      setDragging(false)
      if (!event.dataTransfer || !dragsFiles(event.dataTransfer)) return
      const onJoin = event.target instanceof Element && event.target.closest('[data-drop="join"]') !== null
      void droppedFiles(event.dataTransfer).then(({ sources, handles }) => (onJoin ? join : open)(sources, handles))
    }
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [open, join])

  const app = useMemo<AppValue>(() => ({ state, dispatch, opening, offered, choose }), [state, opening, offered, choose])
  return (
    <AppContext value={app}>
      <Patterns />
      <SpokenReading />
      <NamesContext value={state.peers}>
        <Help>{loaded ? <Workspace /> : <Start />}</Help>
      </NamesContext>
      {state.dialog === 'keys' && <Keys />}
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Capture files"
        data-testid="files"
        onChange={event => {
          const files = Array.from(event.currentTarget.files ?? [])
          event.currentTarget.value = ''
          void (joining.current ? join : open)(files)
        }}
      />
      {dragging && (
        <div className="dropping" aria-hidden="true">
          <p>{loaded ? 'Drop to open. On the dashed field above it joins as the other end.' : 'Drop to open'}</p>
        </div>
      )}
    </AppContext>
  )
}

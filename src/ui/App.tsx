import { useEffect, useMemo, useReducer, useState } from 'react'
import { AppContext, type App as AppValue } from './app.ts'
import { keepAppearance, keptAppearance } from './appearance.ts'
import { dragsFiles, droppedFiles } from './choosing.ts'
import { Help } from './help/Help.tsx'
import { Patterns } from './icons.tsx'
import { reduceWithCourse } from './lessons/course.ts'
import { NamesContext } from './notes/named.ts'
import { useKeeping } from './notes/useKeeping.ts'
import { useOffered } from './offered.ts'
import { useOpening } from './opening.ts'
import { Keys } from './sheets/Keys.tsx'
import { SpokenReading } from './spoken/Spoken.tsx'
import { OtherEnd } from './start/OtherEnd.tsx'
import { Start } from './start/Start.tsx'
import { atStart } from './state.ts'
import { Told } from './told/Told.tsx'
import { useChoosing } from './useChoosing.ts'
import { Workspace } from './Workspace.tsx'

/** The whole page: the start screen, or the workspace once there is something to show; files can be dropped on either. */
export function App() {
  const [state, dispatch] = useReducer(reduceWithCourse, undefined, () => atStart(...keptAppearance()))
  const opening = useOpening(dispatch)
  const offered = useOffered()
  useKeeping(state, dispatch)
  const choosing = useChoosing(opening)
  const [dragging, setDragging] = useState(false)
  const { open } = opening
  const { choose, take } = choosing

  const { theme, size, presenting } = state
  useEffect(() => keepAppearance(theme, size, presenting), [theme, size, presenting])

  useEffect(() => {
    if (offered && offered.files.length > 0) void open(offered.files)
  }, [offered, open])
  useEffect(() => window.ikescope?.onOpen(files => void open(files)), [open])

  const loaded = state.opened !== undefined
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!dragsFiles(event.dataTransfer)) return
      event.preventDefault()
      setDragging(true)
    }
    const leave = (event: DragEvent) => event.relatedTarget === null && setDragging(false)
    const drop = (event: DragEvent) => {
      setDragging(false)
      // A text goes where it was dragged to.
      if (!event.dataTransfer || !dragsFiles(event.dataTransfer)) return
      event.preventDefault()
      const joining = event.target instanceof Element && event.target.closest('[data-drop="join"]') !== null
      void droppedFiles(event.dataTransfer).then(chosen => take(chosen, { joining }))
    }
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [take])

  const app = useMemo<AppValue>(() => ({ state, dispatch, opening, offered, choose }), [state, opening, offered, choose])
  return (
    <AppContext value={app}>
      <Patterns />
      <SpokenReading />
      <Told />
      <NamesContext value={state.peers}>
        <Help>{loaded ? <Workspace /> : <Start />}</Help>
      </NamesContext>
      {state.dialog === 'keys' && <Keys />}
      <OtherEnd choosing={choosing} />
      <input
        ref={choosing.input}
        type="file"
        multiple
        hidden
        aria-label="Capture files"
        data-testid="files"
        data-react-aria-top-layer="true" // it is pressed from a sheet too
        onChange={event => {
          const files = Array.from(event.currentTarget.files ?? [])
          event.currentTarget.value = ''
          choosing.onInput(files)
        }}
      />
      {dragging && (
        <div className="dropping" aria-hidden="true">
          <p>{loaded ? 'Drop to open. On “Add the other end” above it joins as the other end.' : 'Drop to open'}</p>
        </div>
      )}
    </AppContext>
  )
}

import { useEffect, useState } from 'react'
import { useApp } from '../app.ts'
import type { Served } from '../offered.ts'
import { forget, recent, reopen, reopenable } from '../recent.ts'

/** Captures opened here before: the host's own list where it keeps one, else what this browser remembers. */
export function Recent() {
  const { offered } = useApp()
  if (offered === undefined) return null
  return offered.recent.length > 0 ? <Kept files={offered.recent} /> : <Remembered />
}

function Kept({ files }: { files: readonly Served[] }) {
  const { opening } = useApp()
  return (
    <section>
      <p className="cap">Recent</p>
      <ul className="recent">
        {files.map(file => (
          <li key={file.url}>
            <button type="button" onClick={() => void opening.open([file])}>
              <b>{file.name}</b>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Captures that the browser has no way back to are only named. */
function Remembered() {
  const { opening, dispatch } = useApp()
  const [all, setAll] = useState(recent)
  const [known, setKnown] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    let current = true
    void reopenable().then(ids => current && setKnown(ids))
    return () => {
      current = false
    }
  }, [])
  if (all.length === 0) return null
  const open = async (id: string, names: readonly string[]) => {
    try {
      const again = await reopen(id)
      if (again) await opening.open(again.files, again.handles)
    } catch {
      dispatch({ type: 'refused', name: names.join(' and '), why: 'It is no longer where it was, or may not be read.' })
    }
  }
  return (
    <section>
      <p className="cap">
        Recent
        <button
          type="button"
          className="link plain"
          onClick={() => {
            forget()
            setAll([])
          }}
        >
          forget
        </button>
      </p>
      <ul className="recent">
        {all.map(({ id, names, says }) => (
          <li key={id}>
            <button
              type="button"
              disabled={!known.has(id)}
              title={known.has(id) ? undefined : 'This browser keeps no way back to the file: open it again'}
              onClick={() => void open(id, names)}
            >
              <b>{names.join(' and ')}</b>
              <small>{says}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

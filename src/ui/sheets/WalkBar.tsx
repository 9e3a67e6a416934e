import { useEffect, useRef } from 'react'
import { grouped } from '../../text/figures.ts'
import { useApp } from '../app.ts'
import { captureName, capturesOf } from '../captures.ts'
import { useNavigate } from '../navigation.ts'
import type { Place } from './hits.ts'

/** Walks that have had the focus: another view does not take it again. */
const begun = new WeakSet<readonly Place[]>()

/** Leads through packets that were found together, one after the other; Enter goes on from where the search left off. */
export function WalkBar() {
  const { state, dispatch } = useApp()
  const { toPacket } = useNavigate()
  const next = useRef<HTMLButtonElement>(null)
  const { walk, opened } = state
  const places = walk?.places
  useEffect(() => {
    if (!places || begun.has(places)) return
    begun.add(places)
    next.current?.focus()
  }, [places])
  if (!walk || !opened) return null
  const { name, at } = walk
  const count = walk.places.length
  const { trace, packet } = walk.places[at]!
  const go = (by: 1 | -1) => {
    const to = (at + by + count) % count
    const { trace, packet, field } = walk.places[to]!
    dispatch({ type: 'walk', walk: { ...walk, at: to } })
    toPacket(trace, packet, field)
  }
  return (
    <div className="narrowed" role="group" aria-label="Packets that were found">
      <span role="status">
        {name}: {grouped(at + 1)} of {grouped(count)}, packet {capturesOf(opened.report).length > 1 && captureName(trace)}
        {packet}
      </span>
      <button type="button" className="link" onClick={() => go(-1)}>
        Before
      </button>
      <button ref={next} type="button" className="link" onClick={() => go(1)}>
        Next <kbd>Enter</kbd>
      </button>
      <button type="button" className="link" onClick={() => dispatch({ type: 'walk' })}>
        Done
      </button>
    </div>
  )
}
